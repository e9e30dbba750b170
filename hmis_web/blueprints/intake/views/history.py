"""A client's history: the tab, and on paper."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, history_presenters, person
from hmis_web.blueprints.intake.history_forms import HistoryForm, to_query
from hmis_web.blueprints.intake.printed import hand_over
from hmis_web.domain.history import find
from hmis_web.domain.history.events import Place, Wanted, groups_of
from hmis_web.jobs import history_jobs
from hmis_web.web.htmx import see_other
from hmis_web.web.job_progress import enqueue, progress_of
from hmis_web.web.links import may_open
from hmis_web.web.state import (
    actor,
    clock,
    now,
    read_session,
    session,
)

HISTORY = "/clients/<int:client_id>/history"


@bp.route(HISTORY)
@requires(Permission.HISTORY_READ, Permission.HISTORY_READ_LIMITED)
def history_show(client_id: int) -> ResponseReturnValue:
    """All that happened with a client, as far as the role sees each sort of it."""
    header = person.header(client_id)
    form = HistoryForm.ask(groups_of(actor()), (*header.active, *header.past))
    wanted = form.to_wanted() if not form.errors else Wanted()
    after = Place.read(request.args.get("after", ""))
    page = find.page(read_session(), actor(), client_id, wanted, clock(), after)
    return render_template(
        "intake/history_show.html",
        **history_presenters.page_of(actor(), header, page, form, after),
        printing=_printing(client_id, wanted) if page.events else None,
    ), 422 if form.errors else 200


@bp.route(f"{HISTORY}/pdf", methods=["POST"])
@requires(Permission.CLIENT_PRINT)
def history_pdf_new(client_id: int) -> ResponseReturnValue:
    """Print what the tab shows."""
    header = person.header(client_id)
    form = HistoryForm.ask(groups_of(actor()), (*header.active, *header.past), request.form)
    wanted = form.to_wanted() if not form.errors else Wanted()
    enqueue(history_jobs.request_pdf(session(), actor(), client_id, wanted, now()))
    return see_other(url_for("intake.history_show", client_id=client_id, **to_query(wanted)))


@bp.route(f"{HISTORY}/pdf/<int:job_id>")
@requires(Permission.CLIENT_PRINT)
def history_pdf(client_id: int, job_id: int) -> ResponseReturnValue:
    """The printed history, for who printed it."""
    return hand_over(client_id, job_id, history_jobs.file_of, history_jobs.READ)


def _printing(client_id: int, wanted: Wanted) -> dict[str, Any] | None:
    """What the tab offers: to make a PDF, to take the one that is made, or how far it is; None for who may
    not."""
    if not may_open(actor(), "intake.history_pdf_new"):
        return None
    job = history_jobs.latest(read_session(), actor(), client_id, now(), wanted)
    done = job is not None and job.state == "done"
    return {
        "make_url": url_for("intake.history_pdf_new", client_id=client_id),
        "fields": list(to_query(wanted).items()),
        "file_url": url_for("intake.history_pdf", client_id=client_id, job_id=job.id) if job and done else "",
        "made": job.ended_at if job and done else None,
        "job": progress_of(job, _("PDF of the history")) if job and not done else None,
    }
