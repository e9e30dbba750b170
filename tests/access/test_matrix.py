"""The role matrix, cell by cell: what the presets allow, and what real requests get."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from hmis_web.access.permissions import PREREQUISITES, Permission, effective
from hmis_web.access.roles import PRESETS, check_presets
from hmis_web.access.words import AREAS
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import deletion, presets
from hmis_web.domain.clock import Clock
from hmis_web.domain.search import indexing
from hmis_web.models import AccountGrant, Client, Enrollment, QualityFinding
from tests.access import file_probes, probes
from tests.access.matrix import RIGHTS, Row, pending, rights_of, rows
from tests.access.probes_around import ADDRESS, AROUND, CONTACT, DELETED, PLACE
from tests.access.probes_assessments import ASSESSING, assessed
from tests.access.probes_home import AT_HOME
from tests.access.world import World
from tests.browser import Visitor
from tests.factories import hud, own
from tests.personas import ADMINISTRATOR, ROLES, Community
from tests.town import Town

Enter = Callable[[str], Visitor]
NOTE, ALERT = "She likes the river.", "Papers have arrived"
PROBES = probes.PROBES | AROUND | AT_HOME | ASSESSING
MATRIX = {row.number: row for row in rows()}
BUILT = [MATRIX[number] for number in PROBES]


ASSISTANCE = {"record_type": 152, "type_provided": 1, "fa_amount": Decimal(125)}


@pytest.fixture
def recorded(
    town: Town, database: Database, community: Community, keyring: KeyRing, settings: Settings
) -> int:
    """Teresa has a service with an amount, a note, an alert, a photo and a file, whose number it answers;
    everybody has a role at Elm House, too."""
    with database.session(write=True) as session:
        home = session.merge(community.home)
        client, stay = session.get_one(Client, town.client), session.get_one(Enrollment, town.stay)
        hud.service(session, stay, town.today, **ASSISTANCE, fa_start_date=town.today)
        assessed(session, town)
        own.note(session, client, home, NOTE)
        own.alert(session, client, home, ALERT)
        own.contact(session, client, home, CONTACT)
        own.location(session, client, home, PLACE, address=ADDRESS)
        deleted = own.note(session, client, home, DELETED)
        manager = community.actor(session, "agency-manager")
        clock = Clock(datetime.now(UTC), ZoneInfo("UTC"))
        deletion.delete(session, manager, "note", client.id, deleted.id, "Written twice", clock)
        file = file_probes.record(session, community, client.id, keyring, settings)
        session.add(
            QualityFinding(
                rule_id="B012",
                severity="error",
                project_key=town.outreach,
                enrollment_key=town.past_stay,
                found_on=town.today,
            )
        )
        indexing.reindex_clients(session, [client.id])
        role = presets.ensure_roles(session)["read-only"]
        for persona in ROLES:
            if persona != "agency-manager":  # by exception only
                session.add(
                    AccountGrant(
                        account_id=community.accounts[persona],
                        organization_id=community.other.id,
                        role_id=role,
                        is_primary=False,
                    )
                )
        session.commit()
    return file


def test_matrix_has_73_rows_each_pending_or_probed() -> None:
    assert sorted(MATRIX) == list(range(1, 74))
    names = {row.name for row in MATRIX.values()}
    built = {MATRIX[number].name for number in PROBES}

    assert pending() <= names
    assert pending() & built == set()
    assert names == pending() | built


@pytest.mark.parametrize("row", MATRIX.values(), ids=lambda row: row.name)
def test_presets_allow_what_the_matrix_says(row: Row) -> None:
    asked = {permission for rights in RIGHTS[row.number].values() for permission in rights}

    for code, preset in PRESETS.items():
        assert preset.permissions & asked == rights_of(row, code), f"{row.name}: {code}"


def test_every_permission_belongs_to_a_row_and_has_words() -> None:
    in_matrix = {p for tokens in RIGHTS.values() for rights in tokens.values() for p in rights}
    in_words = [p for area in AREAS for p in area.words]

    assert in_matrix == set(Permission)
    assert sorted(in_words) == sorted(Permission)


def test_presets_hold_what_their_permissions_need() -> None:
    check_presets()

    for preset in PRESETS.values():
        assert effective(preset.permissions) == preset.permissions


def test_permission_without_its_prerequisites_is_dropped_with_all_that_builds_on_it() -> None:
    held = frozenset({Permission.SERVICE_EDIT, Permission.SERVICE_DELETE_OWN, Permission.ALERT_READ})

    assert effective(held) == {Permission.ALERT_READ}
    assert all(permission not in needed for permission, needed in PREREQUISITES.items())


@pytest.mark.slow
@pytest.mark.parametrize("persona", [*ROLES, ADMINISTRATOR])
def test_real_requests_get_what_the_matrix_says(
    signed_in: Enter, recorded: int, town: Town, community: Community, persona: str
) -> None:
    world = World(signed_in(persona), town, community.other.id, NOTE, ALERT, recorded)
    wrong = []

    for row in sorted(BUILT, key=lambda row: row.number == 72):  # switching last
        expected, found = row.cells[persona], PROBES[row.number](world)
        if not agrees(expected, found):
            wrong.append(f"{row.name}: {sorted(found)} instead of {sorted(expected)}")

    assert wrong == []


def agrees(expected: frozenset[str], found: set[str]) -> bool:
    """Whether what was found is what the cell says: of the full view and one that is limited or of own rows,
    and of changing any row and one's own, the fuller one counts."""
    fuller = expected - {"lim", "own"} if "V" in expected else expected
    fuller = fuller - {"own", "undo"} if "E" in fuller else fuller
    return fuller == found or (bool(fuller) and fuller <= found == {"V", "lim"})
