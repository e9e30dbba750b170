"""The roles of a person: given, changed, ended; exceptions; one holder instead of another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import Account, AccountGrant, Project
from tests.browser import Visitor, page
from tests.factories import hud
from tests.personas import Community

Enter = Callable[[str], Visitor]
NOW = datetime.now(UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


def grant_of(database: Database, account_id: int) -> AccountGrant:
    with database.session() as session:
        return session.scalars(
            select(AccountGrant).where(AccountGrant.account_id == account_id).order_by(AccountGrant.id.desc())
        ).first()  # type: ignore[return-value]


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
