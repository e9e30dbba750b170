"""People: found, added, changed, let in or not; their roles, and one holder instead of another."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.domain import presets
from hmis_web.models import Account, AccountGrant, AuditEvent, Project, Role, WebSession
from tests.browser import Visitor, page
from tests.factories import hud
from tests.personas import ADMINISTRATOR, Community

Enter = Callable[[str], Visitor]
NOW = datetime.now(UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def administrator(signed_in: Enter) -> Visitor:
    """The system administrator's browser."""
    return signed_in(ADMINISTRATOR)


@pytest.fixture
def role_ids(database: Database, community: Community) -> dict[str, int]:
    """{code: role id}."""
    with database.session() as session:
        return dict(session.execute(select(Role.code, Role.id)).all())


def names(answer: object) -> list[str]:
    return [each.text for each in page(answer).select("main tbody th a")]  # type: ignore[arg-type]


def update(database: Database, account_id: int, **values: object) -> None:
    with database.session(write=True) as session:
        account = session.get_one(Account, account_id)
        for name, value in values.items():
            setattr(account, name, value)
        session.commit()


def grant_of(database: Database, account_id: int) -> AccountGrant:
    with database.session() as session:
        return session.scalars(
            select(AccountGrant).where(AccountGrant.account_id == account_id).order_by(AccountGrant.id.desc())
        ).first()  # type: ignore[return-value]


def test_list_finds_by_name_agency_role_and_state(
    administrator: Visitor, community: Community, database: Database, role_ids: dict[str, int]
) -> None:
    update(database, community.accounts["read-only"], is_active=False, inactive_why="left")
    update(database, community.accounts["services-only"], locked_until=NOW + DAY)
    update(database, community.accounts["direct-service"], last_signed_in_at=NOW - 25 * DAY)
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
    assert visitor.get("/").location == "/waiting?next=/"


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


def test_second_agency_manager_is_refused_and_replaced_in_one_step(
    administrator: Visitor, community: Community, role_ids: dict[str, int], signed_in: Enter
) -> None:
    old, new = signed_in("agency-manager"), signed_in("direct-service")
    account = community.accounts["direct-service"]
    sent = {
        "version": 0,
        "organization": community.home.id,
        "role": role_ids["agency-manager"],
        "kind": "primary",
        "valid_from": str(TODAY),
    }

    refused = administrator.post(f"/admin/people/{account}/roles/new", sent)
    held = grant_of_edit(administrator, account, role_ids["agency-manager"])

    assert refused.status_code == 422
    assert "has a role at Open Door" in refused.text
    assert held.status_code == 422
    assert "Open Door has its one Agency Manager already: Agency Manager" in held.text
    button = page(held).find(
        "button", string="Make Direct Service the Agency Manager instead of Agency Manager"
    )
    assert button is not None
    form = button.find_parent("form")
    fields = {str(each["name"]): str(each["value"]) for each in form.select("input")}  # type: ignore[union-attr]
    assert administrator.post(str(form["action"]), fields).status_code == 303  # type: ignore[index]
    assert old.get("/").location == "/waiting?next=/"
    assert "You have no role here" in old.get("/waiting").text
    assert "Agency Manager" in new.get("/").text
    assert new.get("/training/staff").status_code == 200


def grant_of_edit(administrator: Visitor, account: int, role: int) -> object:
    """Send the form of a person's first role with another role."""
    link = page(administrator.get(f"/admin/people/{account}")).select_one("main td.act a")
    assert link is not None
    path = str(link["href"])
    version = page(administrator.get(path)).select_one("[name=version]")
    assert version is not None
    return administrator.post(path, {"version": version["value"], "role": role, "kind": "primary"})


def test_grant_that_ends_takes_effect_at_the_next_request(
    administrator: Visitor, community: Community, signed_in: Enter, database: Database
) -> None:
    visitor, account = signed_in("read-only"), community.accounts["read-only"]
    assert visitor.get("/").status_code == 200
    grant = grant_of(database, account)

    administrator.post(f"/admin/people/{account}/roles/{grant.id}/end")

    assert visitor.get("/clients/search").location == "/waiting?next=/clients/search"
    assert "Earlier roles" in administrator.get(f"/admin/people/{account}").text


def test_somebody_elses_grant_is_not_found_under_a_person(
    administrator: Visitor, community: Community, database: Database
) -> None:
    grant = grant_of(database, community.accounts["read-only"])
    path = f"/admin/people/{community.accounts['services-only']}/roles/{grant.id}"

    assert administrator.get(path).status_code == 404
    assert administrator.post(f"{path}/end").status_code == 404


def test_stale_change_of_a_grant_shows_both(
    administrator: Visitor, community: Community, database: Database, role_ids: dict[str, int]
) -> None:
    account = community.accounts["read-only"]
    grant = grant_of(database, account)
    path = f"/admin/people/{account}/roles/{grant.id}"
    sent = {"version": grant.version, "role": grant.role_id, "kind": "primary"}
    assert administrator.post(path, sent | {"valid_to": str(TODAY + 9 * DAY)}).status_code == 303

    stale = administrator.post(path, sent | {"valid_to": str(TODAY + 3 * DAY)})

    assert stale.status_code == 409
    assert f"{TODAY + 9 * DAY:%d %b %Y}" in stale.text
    assert f"{TODAY + 3 * DAY:%d %b %Y}" in stale.text


def test_exception_is_given_with_a_reason_and_listed(
    administrator: Visitor, community: Community, role_ids: dict[str, int], signed_in: Enter
) -> None:
    account = community.accounts["outsider"]
    path = f"/admin/people/{account}/roles/new"
    sent = {
        "version": 0,
        "organization": community.home.id,
        "role": role_ids["agency-manager"],
        "kind": "additional",
        "valid_from": str(TODAY),
    }

    refused = administrator.post(path, sent)
    no_end = administrator.post(path, sent | {"exception_reason": "Covers a leave"})
    given = administrator.post(
        path, sent | {"exception_reason": "Covers a leave", "valid_to": str(TODAY + 20 * DAY)}
    )

    assert "may be held at a primary agency only" in refused.text
    assert "Enter the day on which the exception ends" in no_end.text
    assert given.status_code == 303
    shown = administrator.get("/admin/exceptions").text
    for words in ("Outsider", "Covers a leave", "Open Door", "System Administrator", "ends soon"):
        assert words in shown
    visitor = signed_in("outsider")
    assert visitor.post("/switch-agency", {"organization_id": community.home.id}).status_code == 303


def test_agencies_over_their_limit_are_warned_of(
    administrator: Visitor, community: Community, database: Database, role_ids: dict[str, int]
) -> None:
    with database.session(write=True) as session:
        project = hud.project(session, session.merge(community.other), "Night Stay", project_type=1)
        account = Account(username="pm", display_name="Pam", created_at=NOW)
        session.add(account)
        session.flush()
        session.add(
            AccountGrant(
                account_id=account.id,
                organization_id=community.other.id,
                role_id=role_ids["program-manager"],
                is_primary=True,
            )
        )
        session.flush()
        session.get_one(Project, project.id).operating_end_date = TODAY - DAY
        session.commit()

    assert (
        "Elm House: 1 with Program Manager, 0 active programs" in administrator.get("/admin/exceptions").text
    )


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
