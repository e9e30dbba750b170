"""Acting for one agency at a time: who may choose which, and what it costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.domain import presets
from hmis_web.models import AccountGrant, WebSession
from tests.browser import Visitor, page
from tests.personas import ADMINISTRATOR, Community

Enter = Callable[[str], Visitor]


@pytest.fixture
def second_agency(database: Database, community: Community) -> int:
    """Direct service at Open Door reads at Elm House, too."""
    with database.session(write=True) as session:
        roles = presets.ensure_roles(session)
        session.add(
            AccountGrant(
                account_id=community.accounts["direct-service"],
                organization_id=community.other.id,
                role_id=roles["read-only"],
                is_primary=False,
            )
        )
        session.commit()
    return community.other.id


def names(visitor: Visitor, path: str = "/") -> list[str]:
    """The agencies that a page offers, the present one marked."""
    buttons = page(visitor.get(path)).select(".agencies button")
    return [
        ("* " if button.get("aria-current") else "") + button.select_one("b").text  # type: ignore[union-attr]
        for button in buttons
    ]


def test_switch_changes_agency_and_role(signed_in: Enter, second_agency: int) -> None:
    visitor = signed_in("direct-service")
    assert names(visitor) == ["* Open Door", "Elm House"]

    switched = visitor.post("/switch-agency", {"organization_id": str(second_agency)})

    assert switched.location == "/"
    assert names(visitor) == ["Open Door", "* Elm House"]
    assert "Read Only" in visitor.get("/").text
    assert visitor.get("/reports").status_code == 403


def test_switch_to_an_agency_without_a_grant_is_not_found(signed_in: Enter, community: Community) -> None:
    visitor = signed_in("direct-service")

    for key in (str(community.other.id), "0", "999999", "x", ""):
        assert visitor.post("/switch-agency", {"organization_id": key}).status_code == 404
    assert "Open Door" in visitor.get("/").text


def test_list_costs_one_statement_and_only_those_who_can_switch(
    signed_in: Enter, second_agency: int, query_budget: Callable[[int], object]
) -> None:
    seen: dict[str, list[str]] = {}
    for persona in ("direct-service", "direct-service-assessments"):
        visitor = signed_in(persona)
        visitor.get("/nothing-here")
        with query_budget(4) as statements:  # type: ignore[attr-defined]
            visitor.get("/nothing-here")
        seen[persona] = list(statements)

    assert len(seen["direct-service"]) == len(seen["direct-service-assessments"]) + 1


def test_administrator_acts_for_one_agency_or_all(
    signed_in: Enter, database: Database, community: Community
) -> None:
    visitor = signed_in(ADMINISTRATOR)
    assert names(visitor, "/agencies") == ["* All agencies", "Elm House", "Open Door"]

    visitor.post("/switch-agency", {"organization_id": str(community.other.id)})
    assert names(visitor, "/agencies") == ["All agencies", "* Elm House", "Open Door"]
    refused = visitor.post("/switch-agency", {"organization_id": "999999"})
    visitor.post("/switch-agency", {"organization_id": "0"})

    assert refused.status_code == 404
    assert names(visitor, "/agencies")[0] == "* All agencies"
    with database.session() as session:
        ended = WebSession.ended_at.is_(None)
        mine = WebSession.account_id == community.accounts[ADMINISTRATOR]
        assert session.scalars(select(WebSession.organization_id).where(mine, ended)).all() == [None]
