"""Limited viewing: Services Only and Read Only see the fields of the access rules (4.1) and no others, on
every page, part of a page and file that their role opens."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.clock import Clock
from tests.access.canaries import Gardener, Planted
from tests.access.routes import routes
from tests.browser import Visitor
from tests.personas import Community

pytestmark = pytest.mark.slow
Enter = Callable[[str], Visitor]

NAME = {"client.first_name", "client.middle_name", "client.last_name", "client.name_suffix"}
LIMITED = NAME | {
    "project.project_name",
    "enrollment.entry_date, active",
    "services.date_provided",
    "services.other_type_provided",
    "services.moving_on_other_type",
    "note.text",
    "note_version.text",
    "public_alert.title",
    "public_alert.text",
    "client_contact.name",
}
"""Access rules 4.1: name, active enrollments of the own agency with project and start, services and notes of
the own agency, alerts in force, names of contacts."""
BESIDES: dict[str, set[str]] = {
    "services-only": set(),
    "read-only": {"client_file.name", "assessment.assessment_date", "client_location.label"},
}
"""Read Only sees names of files, what the present place is called, and that there is an assessment and when:
rows 27, 38 and 41."""
NOT_LIMITED = ("direct-service", "direct-service-assessments", "program-manager", "agency-manager")


@pytest.fixture
def planted(database: Database, community: Community, keyring: KeyRing, settings: Settings) -> Planted:
    """A client of Open Door about whom everything is recorded."""
    as_of = Clock(datetime.now(UTC), settings.timezone).as_of
    with database.session(write=True) as session:
        made = Gardener(session, keyring, "Zqa").plant(session.merge(community.home), as_of)
        session.commit()
    return made


def everything_shown(visitor: Visitor, planted: Planted) -> dict[str, str]:
    """{address: text} of all that somebody can open about the client: every GET route that takes its ids, as
    a page and as a part of one, and searching by name."""
    shown = {}
    name = min(planted.words["client.last_name"])
    for headers in ({}, {"HX-Request": "true"}):
        for route in routes():
            if "GET" in route.answers and route.endpoint != "static":
                address = fill(route.address, planted)
                shown[f"{address} {headers}"] = visitor.client.get(address, headers=headers).text
        sent = {"q": name, "csrf_token": visitor.csrf_token()}
        shown[f"search {headers}"] = visitor.client.post("/clients/search", data=sent, headers=headers).text
    return shown


def fill(address: str, planted: Planted) -> str:
    """A route's address with the client's ids, and 1 for all others."""
    return re.sub(r"<[^>]*?(\w+)>", lambda found: str(planted.ids.get(found[1], 1)), address)


@pytest.mark.parametrize("persona", ["services-only", "read-only"])
def test_limited_viewing_shows_exactly_its_fields(signed_in: Enter, planted: Planted, persona: str) -> None:
    shown = everything_shown(signed_in(persona), planted)

    seen = {column: address for address, text in shown.items() for column in planted.found_in(text)}
    limited = LIMITED | BESIDES[persona]
    assert set(seen) - limited == set(), {column: seen[column] for column in set(seen) - limited}
    assert set(seen) & limited == limited - {"services.moving_on_other_type"}


@pytest.mark.parametrize("persona", NOT_LIMITED)
def test_full_viewing_shows_more_and_the_ssn_in_none(
    signed_in: Enter, planted: Planted, persona: str
) -> None:
    shown = everything_shown(signed_in(persona), planted)

    seen = {column for text in shown.values() for column in planted.found_in(text)}
    assert {"client.dob", "client.ssn_last4", "client_file.category", *NAME} <= seen
    assert {"client_contact.phone", "client_location.address"} <= seen
    managers = {"program-manager", "agency-manager"}
    assert ("client_file.name, confidential" in seen) == (persona in managers)
    assert ("deletion.reason" in seen) == (persona in managers)
    assert "client.ssn" not in seen


@pytest.mark.parametrize("persona", ["reporting-monitoring"])
def test_monitors_see_neither_birth_date_nor_ssn(signed_in: Enter, planted: Planted, persona: str) -> None:
    shown = everything_shown(signed_in(persona), planted)

    seen = {column for text in shown.values() for column in planted.found_in(text)}
    assert {"client.dob", "client.ssn"} & seen == set()
    assert seen >= NAME
