"""What a file brought goes out as it came in, though somebody changed something else of the row here."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from hmis_web.db.keys import KeyRing
from hmis_web.domain import deletion, occurrences, service_changes
from hmis_web.domain.enrollments import get_visible
from hmis_web.exporting.hmis_csv import ExportParams
from tests.exporting.conftest import Exporting
from tests.factories import hud
from tests.personas import Community
from tests.unit.domain.conftest import CLOCK, TODAY

pytestmark = pytest.mark.both_databases
EVERYTHING = ExportParams(everything=True)
RECEIVED = {
    "EntryDate": "2026-02-01 00:00:00",
    "MoveInDate": "2026-02-03 00:00:00",
    "DateUpdated": "02-01-26",
}
PAID = {
    "FAAmount": "1200",
    "FAStartDate": "2026-02-01 00:00:00",
    "DateUpdated": "02-01-26",
    "DateDeleted": "x",
}


def test_untouched_values_of_a_changed_row_are_exported_as_they_were_received(
    community: Community, session: Session, keyring: KeyRing, exported: Exporting
) -> None:
    team = hud.project(session, community.home, "Homeward", project_type=13)
    hud.funder(session, team, 33)
    person = hud.client(session, keyring, community.home)
    stay = hud.enrollment(
        session, person, team, entry_date=date(2026, 2, 1), move_in_date=date(2026, 2, 3),
        relationship_to_hoh=1, as_received=json.dumps(RECEIVED),
    )  # fmt: skip
    paid = hud.service(
        session, stay, date(2026, 2, 1), record_type=152, type_provided=1, fa_amount=Decimal(1200),
        fa_start_date=date(2026, 2, 1), as_received=json.dumps(PAID),
    )  # fmt: skip
    actor = community.actor(session, "agency-manager")
    seen = get_visible(session, actor, person.id, stay.id, TODAY)

    occurrences.record_move_in(session, actor, seen, date(2026, 2, 9), stay.version, CLOCK)
    logged = service_changes.get_logged(session, actor, person.id, stay.id, paid.id, CLOCK)
    told = {**vars(logged.entry), "fa_amount": Decimal(900)}
    service_changes.edit_service(
        session, actor, person.id, stay.id, paid.id, type(logged.entry)(**told), logged.version, CLOCK
    )
    session.commit()

    (enrollment,), (service,) = (exported(EVERYTHING).rows(name) for name in ("Enrollment", "Services"))
    assert enrollment["EntryDate"] == RECEIVED["EntryDate"]
    assert (enrollment["MoveInDate"], enrollment["DateUpdated"]) == ("2026-02-09", CLOCK.stamp)
    assert service["FAStartDate"] == PAID["FAStartDate"]
    assert (service["FAAmount"], service["DateUpdated"]) == ("900.00", CLOCK.stamp)

    act = deletion.delete(session, actor, "service", person.id, paid.id, "Paid by others", CLOCK)
    deletion.restore(session, actor, person.id, act, CLOCK)
    session.commit()
    (service,) = exported(EVERYTHING).rows("Services")
    assert (service["FAStartDate"], service["DateDeleted"]) == (PAID["FAStartDate"], "")
