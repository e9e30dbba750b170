"""The first page after signing in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import g, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import signed_in
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.home import bp, presenters
from hmis_web.blueprints.home.caseload_presenters import caseload_part
from hmis_web.blueprints.services import desk_page
from hmis_web.domain import clients, desk, drafts, due, enrollments, training
from hmis_web.domain.case_workers import HAS_CASELOAD
from hmis_web.domain.handover import MANAGES
from hmis_web.domain.training import Requirement
from hmis_web.jobs import report_jobs
from hmis_web.web import job_progress as job_progressing
from hmis_web.web.drafts import FORMS
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, installation, note_read, now, read_session, today

LATELY = timedelta(days=7)
FEW = 5
DESK = FORMS[desk_page.ENDPOINT].key


@bp.route("/")
@signed_in
def home() -> ResponseReturnValue:
    """What this person needs first."""
    session, person, day = read_session(), actor(), today()
    if desk.is_home(person):
        return desk_page.page(is_home=True, tasks=presenters.tasks(person), **_left_over(day))
    recent = clients.recently_opened(session, person, day) if person.may(Permission.CLIENT_SEARCH) else []
    works = person.may(HAS_CASELOAD)
    leads = person.may(MANAGES) or not works
    sees_stays = leads and person.may(Permission.ENROLLMENT_READ)
    entered = enrollments.entered_since(session, person, day - LATELY) if sees_stays else None
    sees_runs = leads and person.may(Permission.REPORT_RUN)
    runs = report_jobs.latest(session, person, now(), FEW) if sees_runs else []
    context = presenters.home_page(person, day, recent, entered, runs)
    context |= _left_over(day)
    context |= _own_caseload(day) if works else {"has_caseload": False}
    return render_template("home/home.html", **context)


@bp.route("/jobs/<int:job_id>/progress")
@signed_in
def job_progress(job_id: int) -> ResponseReturnValue:
    """How far one's own job is; a page that asks this is not somebody at work. When it has ended, the page
    reloads."""
    g.polling = True
    job = job_progressing.own_job(job_id)
    response = make_response(
        render_template("admin/_job_progress.html", job=job_progressing.progress_of(job))
    )
    if not job_progressing.is_under_way(job):
        response.headers["HX-Refresh"] = "true"
    return response


@bp.route("/jobs/<int:job_id>/cancel", methods=["POST"])
@signed_in
def job_cancel(job_id: int) -> ResponseReturnValue:
    """Ask one's own job to stop."""
    job = job_progressing.own_job(job_id)
    if job_progressing.is_under_way(job):
        installation().queue.request_cancel(job_id)
        note_read("job:cancel", "job", job_id)
        say("info", _("Cancelling; it stops within a moment."))
    return see_other(job_progressing.page_of(job))


def _left_over(day: date) -> dict[str, Any]:
    """What is to be finished: entries, and training."""
    session, person = read_session(), actor()
    unfinished = drafts.of_account(session, person, now())
    if desk.is_home(person):  # which says itself what it has not sent
        unfinished = [line for line in unfinished if line.form != DESK]
    about = clients.by_ids(session, person, presenters.clients_of(unfinished), day) if unfinished else {}
    context = {"unfinished": presenters.unfinished_items(person, unfinished, about)}
    return context | presenters.training_part(_own_training(day), day)


def _own_caseload(day: date) -> dict[str, Any]:
    """Whom this person works with, and what is due: the names on it are noted as seen."""
    person = actor()
    lines = due.caseload(read_session(), person, person.account_id or 0, day)
    if lines:
        note_read("caseload:read", "account", person.account_id)
    return {"has_caseload": True} | caseload_part(person, lines, day, person.account_id)


def _own_training(day: date) -> list[Requirement]:
    person = actor()
    if person.is_system_administrator or not person.may(Permission.TRAINING_TAKE):
        return []
    return training.requirements(read_session(), person.account_id or 0, day)
