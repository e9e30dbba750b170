"""Handing clients over to a colleague."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.home import bp
from hmis_web.blueprints.home.caseload_forms import HandoverForm
from hmis_web.blueprints.home.views.caseload import colleague
from hmis_web.db.errors import DomainError
from hmis_web.domain import case_workers, due, handover
from hmis_web.web import drafts
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, keyring, note_read, read_session, session, today

FIELDS = {"assignments": "households"}


@bp.route("/caseload/<int:worker_id>/hand-over", methods=["GET", "POST"])
@requires(Permission.ENROLLMENT_EDIT)
def handover_new(worker_id: int) -> ResponseReturnValue:
    """Give households from one caseload to another, one's own or, for who leads programs, a colleague's."""
    worker = colleague(worker_id)
    lines = due.caseload(read_session(), actor(), worker_id, today())
    form = HandoverForm.ask(worker_id, lines, case_workers.of_agency(read_session(), actor(), today()))
    if form.validate_on_submit():
        try:
            given = handover.hand_over(session(), actor(), keyring(), form.to_handover(worker_id), clock())
        except DomainError as error:
            form.refuse(DomainError(FIELDS.get(error.field, error.field), error.message))
        else:
            drafts.finished()
            say("good", ngettext("%(num)s client handed over.", "%(num)s clients handed over.", given))
            own = worker_id == actor().account_id
            return see_other(url_for("home.home") if own else url_for("home.caseload_list"))
    if lines:
        note_read("caseload:read", "account", worker_id)
    back = url_for("home.home") if worker_id == actor().account_id else url_for("home.caseload_list")
    page = render_template(
        "home/handover_new.html",
        form=form,
        worker=worker.name,
        own=worker_id == actor().account_id,
        back=back,
    )
    return page, 422 if request.method == "POST" else 200
