"""Who may hold which role where: the rules hold in the database, under two administrators at once, too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError, Forbidden, NotFound, StaleVersion
from hmis_web.domain import acting, grants, holders, presets
from hmis_web.domain.grants import NewGrant, Taken, Terms
from hmis_web.models import Account, AccountGrant, AuditEvent, Organization
from tests.factories import hud, own

pytestmark = pytest.mark.both_databases
NOW = datetime.now(UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
SYSTEM = Actor.system()


def person(session: Session, name: str) -> Account:
    """Somebody with all training and no role."""
    account = Account(username=name.lower(), display_name=name, created_at=NOW)
    session.add(account)
    session.flush()
    own.training(session, account)
    return account


def wanted(session: Session, account: Account, agency: Organization, role: str, **more: object) -> NewGrant:
    """A primary role from today on, unless said otherwise."""
    given = {"is_primary": True, "valid_from": TODAY} | more
    return NewGrant(account.id, agency.id, presets.ensure_roles(session)[role], **given)  # type: ignore[arg-type]


def give(session: Session, account: Account, agency: Organization, role: str, **more: object) -> AccountGrant:
    return grants.grant_role(session, SYSTEM, wanted(session, account, agency, role, **more), NOW)


@pytest.fixture
def agency(session: Session) -> Organization:
    """An agency with one active program and one that is over."""
    made = hud.organization(session, "Open Door")
    hud.project(session, made, "Harbor Nights", project_type=1)
    hud.project(session, made, "Old House", project_type=1, operating_end_date=TODAY - DAY)
    return made


def test_agency_has_one_agency_manager_and_the_refusal_names_them(
    session: Session, agency: Organization
) -> None:
    give(session, person(session, "Ana"), agency, "agency-manager")

    with pytest.raises(Taken, match="Open Door has its one Agency Manager already: Ana") as refused:
        give(session, person(session, "Ben"), agency, "agency-manager")

    assert [line.person for line in refused.value.held] == ["Ana"]
    assert refused.value.field == "role"


def test_agency_has_no_more_program_managers_than_active_programs(
    session: Session, agency: Organization
) -> None:
    give(session, person(session, "Ana"), agency, "program-manager")

    with pytest.raises(Taken, match=r"active programs. Holding it now: Ana"):
        give(session, person(session, "Ben"), agency, "program-manager")

    hud.project(session, agency, "Second", project_type=1)
    give(session, person(session, "Cleo"), agency, "program-manager")
    assert holders.over_limit(session, TODAY) == []


def test_program_that_closes_locks_nobody_out_and_is_listed(session: Session, agency: Organization) -> None:
    project = hud.project(session, agency, "Second", project_type=1)
    held = give(session, person(session, "Ana"), agency, "program-manager")
    give(session, person(session, "Ben"), agency, "program-manager")

    project.operating_end_date = TODAY - DAY
    session.flush()
    grants.end_grant(session, SYSTEM, held.id, TODAY + DAY)

    assert holders.over_limit(session, TODAY) == [("Open Door", "Program Manager", 2, 1)]


def test_other_roles_have_no_limit(session: Session, agency: Organization) -> None:
    for name in ("Ana", "Ben", "Cleo"):
        give(session, person(session, name), agency, "services-only")


@pytest.mark.parametrize(
    ("role", "is_primary", "where"),
    [
        ("agency-manager", False, "a primary agency only"),
        ("assessor-only", True, "an additional agency only"),
    ],
)
def test_role_in_the_wrong_place_is_refused_but_for_an_exception(
    session: Session, agency: Organization, role: str, is_primary: bool, where: str
) -> None:
    ana = person(session, "Ana")

    with pytest.raises(DomainError, match=where):
        give(session, ana, agency, role, is_primary=is_primary)

    give(
        session, ana, agency, role, is_primary=is_primary, valid_to=TODAY + DAY, exception_reason="She covers"
    )
    assert [(line.person, line.exception_reason) for line in holders.exceptions(session, TODAY)] == [
        ("Ana", "She covers")
    ]
    assert holders.exceptions(session, TODAY + 2 * DAY) == []


def test_exception_needs_reason_end_and_the_system_administrator(
    session: Session, agency: Organization
) -> None:
    ana = person(session, "Ana")
    manager = Actor(1, "Mo", agency.id, "Open Door", "own", "Own", SYSTEM.permissions)

    for more, field in (
        ({"exception_reason": "why"}, "valid_to"),
        ({"exception_reason": " ", "valid_to": TODAY}, "exception_reason"),
    ):
        with pytest.raises(DomainError) as refused:
            give(session, ana, agency, "assessor-only", **more)
        assert refused.value.field == field
    new = wanted(session, ana, agency, "assessor-only", exception_reason="why", valid_to=TODAY)
    with pytest.raises(DomainError, match="Only the system administrator"):
        grants.grant_role(session, manager, new, NOW)
    with pytest.raises(Forbidden):
        grants.grant_role(session, Actor.without_role(1, "x", None), new, NOW)


def test_exception_without_an_end_is_refused_by_the_database(session: Session, agency: Organization) -> None:
    roles = presets.ensure_roles(session)
    row = AccountGrant(
        account_id=person(session, "Ana").id,
        organization_id=agency.id,
        role_id=roles["assessor-only"],
        is_primary=True,
        exception_reason="why",
    )

    session.add(row)
    with pytest.raises(IntegrityError):
        session.flush()


def test_person_has_one_primary_agency_and_one_role_at_each(session: Session, agency: Organization) -> None:
    ana, other = person(session, "Ana"), hud.organization(session, "Elm House")
    give(session, ana, agency, "read-only")

    with pytest.raises(DomainError, match="primary agency of Ana in that time is Open Door"):
        give(session, ana, other, "read-only")
    with pytest.raises(DomainError, match="has a role at Open Door"):
        give(session, ana, agency, "direct-service", is_primary=False)
    give(session, ana, other, "direct-service", is_primary=False)

    held = acting.held(session, ana.id, TODAY)
    assert [(choice.organization_name, choice.role_name, choice.is_primary) for choice in held] == [
        ("Open Door", "Read Only", True),
        ("Elm House", "Direct Service, no assessments", False),
    ]


def test_rights_are_those_of_the_agency_acted_for_never_both(session: Session, agency: Organization) -> None:
    ana, other = person(session, "Ana"), hud.organization(session, "Elm House")
    give(session, ana, agency, "read-only")
    give(session, ana, other, "reporting-monitoring", is_primary=False)

    here, there = (acting.actor_for(session, ana, key, TODAY) for key in (agency.id, other.id))

    assert here is not None
    assert there is not None
    assert "report:run" in there.permissions
    assert "report:run" not in here.permissions


def test_grant_holds_from_its_first_day_to_its_last(session: Session, agency: Organization) -> None:
    ana = person(session, "Ana")
    give(session, ana, agency, "read-only", valid_from=TODAY + DAY, valid_to=TODAY + 3 * DAY)

    held = [acting.actor_for(session, ana, agency.id, TODAY + days * DAY) is not None for days in range(5)]

    assert held == [False, True, True, True, False]


def test_replace_holder_leaves_no_gap_and_ends_the_own_role_there(
    session: Session, agency: Organization
) -> None:
    ana, ben = person(session, "Ana"), person(session, "Ben")
    first = give(session, ana, agency, "agency-manager", valid_from=TODAY - 9 * DAY)
    give(session, ben, agency, "direct-service", valid_from=TODAY - 9 * DAY)

    grants.replace_holder(
        session, SYSTEM, first.id, wanted(session, ben, agency, "agency-manager"), NOW, TODAY
    )

    for day, who in ((TODAY - DAY, "Ana"), (TODAY, "Ben")):
        managers = [
            line.person
            for line in holders.of_role(session, agency.id, first.role_id, day)
            if line.shares_a_day(day, day)
        ]
        assert managers == [who]
    assert acting.held(session, ana.id, TODAY) == []
    assert [choice.role_name for choice in acting.held(session, ben.id, TODAY)] == ["Agency Manager"]


def test_replace_holder_that_is_refused_changes_nothing(session: Session, agency: Organization) -> None:
    ana, ben = person(session, "Ana"), person(session, "Ben")
    other = hud.organization(session, "Elm House")
    first = give(session, ana, agency, "agency-manager")
    elsewhere = give(session, ben, other, "read-only")

    with pytest.raises(DomainError, match="primary agency of Ben"):
        grants.replace_holder(
            session, SYSTEM, first.id, wanted(session, ben, agency, "agency-manager"), NOW, TODAY
        )
    with pytest.raises(NotFound):
        grants.replace_holder(
            session, SYSTEM, elsewhere.id, wanted(session, ben, agency, "agency-manager"), NOW, TODAY
        )

    assert [choice.role_name for choice in acting.held(session, ana.id, TODAY)] == ["Agency Manager"]


def test_change_of_role_begins_today_and_keeps_what_was(session: Session, agency: Organization) -> None:
    ana = person(session, "Ana")
    roles = presets.ensure_roles(session)
    row = give(session, ana, agency, "read-only", valid_from=TODAY - 9 * DAY)
    terms = Terms(roles["services-only"], True, row.valid_from, None, None)

    grants.change_grant(session, SYSTEM, row.id, terms, row.version, NOW, TODAY)

    lines = holders.of_account(session, ana.id)
    assert {(line.role_name, line.valid_from, line.valid_to) for line in lines} == {
        ("Read Only", TODAY - 9 * DAY, TODAY - DAY),
        ("Services Only", TODAY, None),
    }


def test_change_of_a_grant_keeps_the_rules_and_its_version(session: Session, agency: Organization) -> None:
    roles = presets.ensure_roles(session)
    give(session, person(session, "Ana"), agency, "agency-manager", valid_to=TODAY)
    later = give(session, person(session, "Ben"), agency, "agency-manager", valid_from=TODAY + DAY)
    terms = Terms(roles["agency-manager"], True, TODAY, None, None)

    with pytest.raises(Taken, match="Ana"):
        grants.change_grant(session, SYSTEM, later.id, terms, later.version, NOW, TODAY)
    with pytest.raises(StaleVersion):
        grants.change_grant(session, SYSTEM, later.id, terms, later.version + 1, NOW, TODAY)

    session.expire_all()
    assert session.get_one(AccountGrant, later.id).valid_from == TODAY + DAY


def test_each_change_is_audited(session: Session, agency: Organization) -> None:
    row = give(session, person(session, "Ana"), agency, "read-only")
    grants.end_grant(session, SYSTEM, row.id, TODAY)

    verbs = session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)).all()
    assert verbs == ["account:grant", "account:end-grant"]


Asked = Callable[[Session], object]
