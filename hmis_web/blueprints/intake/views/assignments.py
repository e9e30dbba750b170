"""Who works with a client: looking, assigning, taking off."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, record
from hmis_web.blueprints.intake.assignment_forms import AssignmentForm, role_words
from hmis_web.db.errors import DomainError
from hmis_web.domain import case_team, case_workers, caseload, clients, overview
from hmis_web.domain.case_team import TeamLine
from hmis_web.domain.enrollments import is_own
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, keyring, note_read, read_session, session, today

ASSIGNMENTS = "/clients/<int:client_id>/case-workers"


@bp.route(ASSIGNMENTS, methods=["GET", "POST"])
@requires(Permission.ENROLLMENT_EDIT)
def assignment_list(client_id: int) -> ResponseReturnValue:
    """Who works with a client, and somebody else to do so."""
    header = overview.header(read_session(), actor(), keyring(), client_id, today())
    own = [stay for stay in header.active if is_own(actor(), stay)]
    form = AssignmentForm.ask(own, case_workers.of_agency(read_session(), actor(), today()))
    if form.validate_on_submit():
        try:
            caseload.assign_to(
                session(),
                actor(),
                client_id,
                form.enrollment_id,
                int(form.account.data),
                form.role.data,
                clock(),
            )
        except DomainError as error:
            form.refuse(error)
        else:
            say("good", _("Assigned."))
            return see_other(url_for("intake.assignment_list", client_id=client_id))
    note_read(clients.READ, "client", client_id, client_id=client_id)
    team = [_line(client_id, line) for line in case_team.of_client(read_session(), actor(), client_id)]
    context = record.above(actor(), header, "") | {"team": team}
    page = render_template("intake/assignment_list.html", form=form, **context)
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{ASSIGNMENTS}/<int:assignment_id>/end", methods=["POST"])
@requires(Permission.ENROLLMENT_EDIT)
def assignment_end(client_id: int, assignment_id: int) -> ResponseReturnValue:
    """Take a client off somebody's caseload."""
    caseload.end(session(), actor(), client_id, assignment_id, clock())
    say("info", _("Taken off the caseload."))
    return see_other(url_for("intake.assignment_list", client_id=client_id))


def _line(client_id: int, line: TeamLine) -> dict[str, Any]:
    over = line.ended_on is not None
    url = url_for("intake.assignment_end", client_id=client_id, assignment_id=line.id)
    return {
        "name": line.name,
        "role": role_words()[line.role],
        "project": line.project_name or _("whatever the stay"),
        "starts_on": line.starts_on,
        "ended_on": line.ended_on,
        "note": line.note,
        "end_url": "" if over else url,
    }
