"""The tab of enrollments, and a stay's page."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, deleting, exit_presenters, record
from hmis_web.blueprints.intake import stay_presenters as presenters
from hmis_web.db.errors import NotFound
from hmis_web.domain import clients, enrollments, household_records, overview, stay_households, stay_sheet
from hmis_web.web.state import actor, keyring, note_read, read_session, today


@bp.route("/clients/<int:client_id>/enrollments")
@requires(Permission.ENROLLMENT_READ, Permission.ENROLLMENT_READ_LIMITED)
def enrollment_list(client_id: int) -> ResponseReturnValue:
    """Every stay of a client, with whom; and the household in which they live."""
    header = overview.header(read_session(), actor(), keyring(), client_id, today())
    note_read(clients.READ, "client", client_id, client_id=client_id)
    stays = [*header.active, *header.past]
    return render_template(
        "intake/enrollment_list.html",
        **record.above(actor(), header, "enrollments"),
        **presenters.list_page(
            actor(),
            header,
            stay_households.of_stays(read_session(), actor(), stays, today()),
            stay_households.incomplete(read_session(), actor(), stays),
            household_records.of_client(read_session(), actor(), client_id, today()),
        ),
        deleted=deleting.lately(client_id, ("enrollment", "household")),
    )


@bp.route("/clients/<int:client_id>/enrollments/<int:enrollment_id>")
@requires(Permission.ENROLLMENT_READ)
def enrollment_show(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """One stay: where, with whom, what was recorded when, what is due."""
    header = overview.header(read_session(), actor(), keyring(), client_id, today())
    stay = next((each for each in (*header.active, *header.past) if each.id == enrollment_id), None)
    if stay is None or not enrollments.is_own(actor(), stay):
        raise NotFound("enrollment")
    note_read(clients.READ, "client", client_id, client_id=client_id)
    sheet = stay_sheet.of_stay(read_session(), actor(), stay, today())
    return render_template(
        "intake/enrollment_show.html",
        **record.above(actor(), header, "enrollments"),
        **presenters.stay_page(actor(), sheet, today()),
        undo=exit_presenters.undo_offer(stay),
    )
