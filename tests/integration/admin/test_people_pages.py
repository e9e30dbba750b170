"""People: found, added, changed, let in or not; their roles, and one holder instead of another."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.domain import presets
from hmis_web.models import Account, AccountGrant, AuditEvent, WebSession
from tests.browser import Visitor, page
from tests.personas import ADMINISTRATOR, Community

Enter = Callable[[str], Visitor]
NOW = datetime.now(UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


def names(answer: object) -> list[str]:
    return [each.text for each in page(answer).select("main tbody th a")]  # type: ignore[arg-type]


def update(database: Database, account_id: int, **values: object) -> None:
    with database.session(write=True) as session:
        account = session.get_one(Account, account_id)
        for name, value in values.items():
            setattr(account, name, value)
        session.commit()


def test_list_finds_by_name_agency_role_and_state(
    administrator: Visitor, community: Community, database: Database, role_ids: dict[str, int]
) -> None:
    update(database, community.accounts["read-only"], is_active=False, inactive_why="left")
    update(database, community.accounts["services-only"], locked_until=NOW + DAY)
    update(
        database,
        community.accounts["direct-service"],
        last_signed_in_at=NOW - 25 * DAY,
        created_at=NOW - 90 * DAY,
    )
    asked = {
        "text": {"text": "ADMIN"},
        "agency": {"agency": community.other.id},
        "role": {"role": role_ids["reporting-monitoring"]},
        "administrators": {"role": -1},
        "inactive": {"state": "inactive"},
        "locked": {"state": "locked"},
        "dormant": {"state": "dormant"},
        "both": {"agency": community.other.id, "state": "locked"},
    }

    found = {name: names(administrator.post("/admin/people", sent)) for name, sent in asked.items()}

    assert found == {
        "text": ["System Administrator"],
        "agency": ["Outsider"],
        "role": ["Reporting Monitoring"],
        "administrators": ["System Administrator"],
        "inactive": ["Read Only"],
        "locked": ["Services Only"],
        "dormant": ["Direct Service"],
        "both": [],
    }
    assert len(names(administrator.get("/admin/people"))) == 10


def test_list_tells_who_waits_for_training(
    administrator: Visitor, community: Community, database: Database
) -> None:
    with database.session(write=True) as session:
        account = Account(username="new", display_name="Nell New", created_at=NOW)
        session.add(account)
        session.flush()
        role = presets.ensure_roles(session)["read-only"]
        session.add(
            AccountGrant(
                account_id=account.id, organization_id=community.home.id, role_id=role, is_primary=True
            )
        )
        session.add(Account(username="none", display_name="Rolf Roleless", created_at=NOW))
        session.commit()

    assert names(administrator.get("/admin/people?state=waiting")) == ["Nell New"]
    assert names(administrator.get("/admin/people?state=no-role")) == ["Rolf Roleless"]


def test_list_costs_few_statements(
    administrator: Visitor, community: Community, query_budget: Callable[[int], object]
) -> None:
    with query_budget(11):  # person 3, agencies 1, roles 3, number 1, people 1, their roles 1
        administrator.get("/admin/people")
    with query_budget(13):
        administrator.get(f"/admin/people/{community.accounts['read-only']}")


def test_person_is_added_with_a_role_and_a_link_that_is_shown_once(
    administrator: Visitor, community: Community, visitor: Visitor, role_ids: dict[str, int]
) -> None:
    made = administrator.post(
        "/admin/people/new",
        {
            "username": "Ana.Ruiz",
            "display_name": "Ana Ruiz",
            "email": "ana@opendoor.example",
            "organization": community.home.id,
            "role": role_ids["read-only"],
        },
    )

    link = page(made).select_one("#link")
    assert link is not None
    path = re.sub(r"^http://[^/]+", "", str(link["value"]))
    assert path.startswith("/set-up/")
    assert "Ana Ruiz" in names(administrator.get("/admin/people?state=waiting"))
    assert "/set-up/" not in administrator.get("/admin/people").text
    password = "a boat on a quiet lake"
    assert visitor.get(path).status_code == 200
    token = page(visitor.get(path)).select_one("[name=csrf_token]")
    assert token is not None
    chosen = visitor.client.post(
        path, data={"password": password, "repeat_password": password, "csrf_token": token["value"]}
    )
    assert chosen.status_code == 303
    assert visitor.sign_in("ana.ruiz", password).status_code == 303
    assert str(visitor.get("/").location).startswith("/agreement/sign")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "ana@gmail.com"}, "addresses at gmail.com are personal"),
        ({"email": "ana@mail.yahoo.com"}, "are personal"),
        ({"email": "ana"}, "Enter an e-mail address such as"),
        ({"email": ""}, "Enter the person's e-mail address at work"),
        ({"username": "read-only"}, "is taken"),
        ({"username": "a b"}, "without blanks"),
        ({"display_name": ""}, "Enter the person's name"),
        ({"organization": 0}, "Choose the agency"),
        ({"role": 0}, "Choose the role"),
    ],
)
def test_person_with_a_wrong_answer_is_refused_and_nothing_is_kept(
    administrator: Visitor,
    community: Community,
    role_ids: dict[str, int],
    changed: dict[str, object],
    words: str,
) -> None:
    sent = {
        "username": "ana",
        "display_name": "Ana",
        "email": "ana@opendoor.example",
        "organization": community.home.id,
        "role": role_ids["read-only"],
    }

    refused = administrator.post("/admin/people/new", sent | changed)

    assert refused.status_code == 422
    assert words in page(refused).get_text()
    assert len(names(administrator.get("/admin/people"))) == 10


def test_disabled_person_is_out_at_once_and_comes_back(
    administrator: Visitor, community: Community, signed_in: Enter, visitor: Visitor
) -> None:
    there, account = signed_in("read-only"), community.accounts["read-only"]
    path = f"/admin/people/{account}"

    assert administrator.post(f"{path}/disable", {"why": ""}).status_code == 422
    assert administrator.post(f"{path}/disable", {"why": "Left the agency"}).status_code == 303

    assert there.get("/").location.startswith("/sign-in")
    assert visitor.sign_in("read-only").status_code == 422
    assert "Left the agency" in administrator.get(path).text
    administrator.post(f"{path}/enable")
    assert visitor.sign_in("read-only").status_code == 303


def test_last_system_administrator_can_be_neither_disabled_nor_demoted(
    administrator: Visitor, community: Community
) -> None:
    path = f"/admin/people/{community.accounts[ADMINISTRATOR]}"
    other = f"/admin/people/{community.accounts['read-only']}"

    for action, sent in (("disable", {"why": "gone"}), ("administrator", {})):
        refused = administrator.post(f"{path}/{action}", sent)
        assert refused.status_code == 422
        assert "last system administrator" in refused.text
    assert administrator.post(f"{other}/administrator", {"is_one": "yes"}).status_code == 303
    assert names(administrator.get("/admin/people?role=-1")) == ["Read Only", "System Administrator"]
    assert administrator.post(f"{path}/administrator", {}).status_code == 303
    assert administrator.get("/admin/people").status_code != 200


def test_lost_second_factor_is_reset_with_the_password_and_a_link(
    administrator: Visitor, community: Community, database: Database
) -> None:
    account = community.accounts["read-only"]
    path = f"/admin/people/{account}"
    assert "Reset the second factor" not in administrator.get(path).text
    update(database, account, totp_secret="sealed", totp_confirmed_at=NOW)
    assert "Reset the second factor" in administrator.get(path).text

    answer = administrator.post(f"{path}/second-factor")

    assert "/set-up/" in str(page(answer).select_one("#link"))
    shown = administrator.get(path).text
    assert "not chosen yet" in shown
    assert "Reset the second factor" not in shown


def test_sign_out_and_unlock_by_the_administrator(
    administrator: Visitor, community: Community, signed_in: Enter, database: Database
) -> None:
    there, account = signed_in("read-only"), community.accounts["read-only"]
    update(database, account, locked_until=NOW + DAY)
    shown = administrator.get(f"/admin/people/{account}").text
    assert "from 127.0.0.1" in shown
    assert "Unlock" in shown

    administrator.post(f"/admin/people/{account}/sign-out")
    administrator.post(f"/admin/people/{account}/unlock")

    assert there.get("/").location.startswith("/sign-in")
    assert "Unlock" not in administrator.get(f"/admin/people/{account}").text
    with database.session() as session:
        live = session.scalars(
            select(WebSession).where(WebSession.account_id == account, WebSession.ended_at.is_(None))
        )
        assert live.all() == []
        verbs = set(session.scalars(select(AuditEvent.verb).where(AuditEvent.subject_id == account)))
    assert {"session:end-others", "account:unlock"} <= verbs


def test_name_and_address_are_changed_once(administrator: Visitor, community: Community) -> None:
    path = f"/admin/people/{community.accounts['read-only']}/edit"
    sent = {"version": 1, "display_name": "Rea Donly", "email": "rea@opendoor.example"}

    assert administrator.post(path, sent).status_code == 303
    stale = administrator.post(path, sent | {"display_name": "Other Name"})

    assert stale.status_code == 409
    assert "Rea Donly" in stale.text
    assert "Other Name" in stale.text


@pytest.mark.parametrize("persona", ["agency-manager", "program-manager", "read-only"])
def test_nobody_but_the_administrator_sees_people_or_roles(signed_in: Enter, persona: str) -> None:
    visitor = signed_in(persona)

    for path in ("/admin/people", "/admin/roles", "/admin/exceptions", "/admin/people/1"):
        assert visitor.get(path).status_code == 403
