"""Caseloads of colleagues, households without anybody, and a caseload on paper."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.home import bp
from hmis_web.blueprints.home import caseload_presenters as presenters
from hmis_web.blueprints.home.caseload_forms import AssignForm
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import case_workers, caseload, due, handover, unassigned
from hmis_web.domain.caseload import LEADER
from hmis_web.jobs import caseload_prints
from hmis_web.web.artifact_files import pdf_response
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.job_progress import enqueue
from hmis_web.web.state import actor, clock, note_read, now, read_session, session, today


@bp.route("/caseload", methods=["GET", "POST"])
@requires(handover.MANAGES)
def caseload_list() -> ResponseReturnValue:
    """Who works with how many, and households that nobody works with; give them to somebody."""
    colleagues = case_workers.of_agency(read_session(), actor(), today())
    form = AssignForm.ask(colleagues)
    if form.validate_on_submit():
        try:
            given = _assign(form)
        except DomainError as error:
            form.refuse(error)
        else:
            words = ngettext("%(num)s household assigned.", "%(num)s households assigned.", given)
            say("good", words)
            return see_other(url_for("home.caseload_list", project=form.project.data or None))
    counts = unassigned.counts(read_session(), actor(), today())
    chosen = request.args.get("project", type=int) or _number(form.project.data)
    page = max(1, request.args.get("page", 1, type=int))
    waiting = unassigned.of_project(read_session(), actor(), chosen, today(), page) if chosen else []
    if waiting:
        note_read("caseload:read", "caseload")
    form.project.data = str(chosen or "")
    context = presenters.list_page(actor(), colleagues, counts, chosen, waiting, page)
    answer = render_template("home/caseload_list.html", form=form, **context)
    return answer, 422 if form.is_submitted() else 200


@bp.route("/caseload/<int:worker_id>")
@requires(Permission.ENROLLMENT_EDIT)
def caseload_show(worker_id: int) -> ResponseReturnValue:
    """A colleague's caseload, for who leads programs; one's own for everybody."""
    worker = colleague(worker_id)
    lines = due.caseload(read_session(), actor(), worker_id, today())
    if lines:
        note_read("caseload:read", "account", worker_id)
    context = presenters.caseload_part(actor(), lines, today(), worker_id)
    context |= presenters.print_part(
        worker_id, caseload_prints.latest(read_session(), actor(), worker_id, now())
    )
    return render_template("home/caseload_show.html", worker=worker.name, role=worker.role, **context)


@bp.route("/caseload/<int:worker_id>/print", methods=["POST"])
@requires(Permission.ENROLLMENT_EDIT)
def caseload_print(worker_id: int) -> ResponseReturnValue:
    """Print a caseload."""
    colleague(worker_id)
    enqueue(caseload_prints.request(session(), actor(), worker_id, now()))
    return see_other(url_for("home.caseload_show", worker_id=worker_id))


@bp.route("/caseload/<int:worker_id>/print/<int:job_id>")
@requires(Permission.ENROLLMENT_EDIT)
def caseload_pdf(worker_id: int, job_id: int) -> ResponseReturnValue:
    """A printed caseload."""
    colleague(worker_id)
    found = caseload_prints.latest(read_session(), actor(), worker_id, now())
    if found is None or found.job.id != job_id or found.artifact is None:
        raise NotFound("print")
    note_read(caseload_prints.READ, "account", worker_id)
    return pdf_response(found.artifact)


def colleague(worker_id: int) -> case_workers.CaseWorker:
    """Somebody of the agency whose caseload the person may see: their own, or anybody's with the right.
    Raises NotFound otherwise."""
    person = actor()
    if worker_id != person.account_id:
        if not person.may(handover.MANAGES):
            raise NotFound("caseload")
        found = case_workers.of_agency(read_session(), person, today())
        worker = next((each for each in found if each.account_id == worker_id), None)
        if worker is None:
            raise NotFound("caseload")
        return worker
    return case_workers.CaseWorker(worker_id, person.display_name, person.role_name, 0, may_receive=True)


def _assign(form: AssignForm) -> int:
    stays = form.ticked()
    if not stays:
        raise DomainError("stays", _("Tick the households to assign"))
    found = unassigned.clients_of(read_session(), actor(), stays)
    for enrollment_id, client_id in found.items():
        caseload.assign_to(
            session(), actor(), client_id, enrollment_id, int(form.account.data), LEADER, clock()
        )
    return len(found)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
