"""Caseloads: assigning, the setting, taking off, handing over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import case_workers, caseload, handover
from hmis_web.domain.clock import Clock
from hmis_web.domain.handover import Handover
from hmis_web.models import AuditEvent, AuditValue, CaseAssignment, Setting
from tests.factories import hud
from tests.personas import Community

pytestmark = pytest.mark.both_databases
CLOCK = Clock(datetime.now(ZoneInfo("UTC")), ZoneInfo("UTC"))
WORKER, COLLEAGUE, MANAGER = "direct-service-assessments", "direct-service", "program-manager"


@pytest.fixture
def stays(community: Community, session: Session, keyring: KeyRing) -> list[tuple[int, int]]:
    """(client, enrollment) of a mother and her child, of a man, and of somebody of another agency."""
    shelter = hud.project(session, community.home, "Harbor House")
    elsewhere = hud.project(session, community.other, "Elm House Beds")
    mother = hud.client(session, keyring, community.home)
    child = hud.client(session, keyring, community.home, first_name="Luz")
    man = hud.client(session, keyring, community.home, first_name="Omar")
    stranger = hud.client(session, keyring, community.other, first_name="Zoe")
    made = [
        hud.enrollment(session, mother, shelter, household_id="H-1"),
        hud.enrollment(session, child, shelter, household_id="H-1", relationship_to_hoh=2),
        hud.enrollment(session, man, shelter),
        hud.enrollment(session, stranger, elsewhere),
    ]
    return [(stay.client_key, stay.id) for stay in made]


def open_ones(session: Session, account: int) -> list[int | None]:
    query = select(CaseAssignment.enrollment_id).where(
        CaseAssignment.account_id == account, CaseAssignment.ended_on.is_(None)
    )
    return sorted(session.scalars(query.execution_options(populate_existing=True)), key=lambda key: key or 0)


def test_who_enrolls_has_the_household_unless_somebody_has_it_or_the_setting_says_no(
    community: Community, session: Session, stays: list[tuple[int, int]]
) -> None:
    worker, colleague = (community.actor(session, persona) for persona in (WORKER, COLLEAGUE))
    mother, child, man, stranger = (enrollment for _client, enrollment in stays)

    assert caseload.assign(session, worker, [mother, stranger], CLOCK) == 1
    assert caseload.assign(session, colleague, [child], CLOCK) == 0, "their household is the worker's"
    assert caseload.assign(session, worker, [mother], CLOCK) == 0, "twice is once"
    session.add(Setting(name=caseload.ASSIGN_WHO_ENROLLS, value="false"))
    session.flush()
    assert caseload.assign(session, worker, [man], CLOCK) == 0
    assert open_ones(session, community.accounts[WORKER]) == [mother]
    administrator = community.actor(session, "system-administrator")
    assert caseload.assign(session, administrator, [man], CLOCK) == 0, "no caseload at any agency"


def test_assigning_by_hand_stays_within_scope_and_agency(
    community: Community, session: Session, stays: list[tuple[int, int]]
) -> None:
    manager, worker = community.actor(session, MANAGER), community.accounts[WORKER]
    (client, stay), _child, _man, (stranger, strange_stay) = stays

    first = caseload.assign_to(session, manager, client, stay, worker, "case_manager", CLOCK)
    again = caseload.assign_to(session, manager, client, stay, worker, "housing", CLOCK)
    whole = caseload.assign_to(session, manager, client, None, worker, "support", CLOCK)
    assert (first, first != whole) == (again, True)
    assert session.get_one(CaseAssignment, first).role == "housing"
    for wrong, field in (
        ((client, stay, community.accounts["outsider"], "support"), "account"),
        ((client, stay, community.accounts["services-only"], "support"), "account"),
        ((client, stay, worker, "friend"), "role"),
    ):
        with pytest.raises(DomainError) as refused:
            caseload.assign_to(session, manager, *wrong, CLOCK)
        assert refused.value.field == field
    for pair in ((stranger, strange_stay), (stranger, None), (client, strange_stay)):
        with pytest.raises(NotFound):
            caseload.assign_to(session, manager, *pair, worker, "support", CLOCK)
    with pytest.raises(Forbidden):
        caseload.assign_to(
            session, community.actor(session, "services-only"), client, stay, worker, "support", CLOCK
        )

    caseload.end(session, manager, client, first, CLOCK)
    caseload.end(session, manager, client, first, CLOCK)
    assert open_ones(session, worker) == [None]
    with pytest.raises(NotFound):
        caseload.end(session, community.actor(session, "outsider"), client, whole, CLOCK)
    assert verbs(session) == ["assign", "change", "assign", "end"]


def test_handing_over_moves_all_or_some_with_a_note_and_is_audited(
    community: Community, session: Session, stays: list[tuple[int, int]], keyring: KeyRing
) -> None:
    worker, manager = community.actor(session, WORKER), community.actor(session, MANAGER)
    giver, receiver = community.accounts[WORKER], community.accounts[COLLEAGUE]
    later = Clock(CLOCK.now + timedelta(days=3), CLOCK.zone)
    caseload.assign(session, worker, [enrollment for _client, enrollment in stays], CLOCK)
    of_man = session.scalar(select(CaseAssignment.id).where(CaseAssignment.client_id == stays[2][0])) or 0

    one = Handover(giver, receiver, (of_man,), "He speaks Arabic.")
    assert handover.hand_over(session, worker, keyring, one, later) == 1
    assert handover.hand_over(session, worker, keyring, one, later) == 0, "sent twice"
    taken = session.scalars(select(CaseAssignment).where(CaseAssignment.account_id == receiver)).one()
    assert (taken.note, taken.starts_on, taken.role) == ("He speaks Arabic.", later.as_of, "case_manager")
    everything = Handover(giver, receiver, None)
    assert handover.hand_over(session, manager, keyring, everything, later) == 2
    assert open_ones(session, giver) == []
    assert open_ones(session, receiver) == [enrollment for _client, enrollment in stays[:3]]
    assert session.get_one(CaseAssignment, of_man).ended_on == later.as_of
    assert verbs(session)[-3:] == ["hand-over"] * 3
    assert "Arabic" not in "".join(session.scalars(select(AuditValue.content)))


def test_handing_over_refuses_strangers_and_other_peoples_clients(
    community: Community, session: Session, stays: list[tuple[int, int]], keyring: KeyRing
) -> None:
    worker, colleague = community.actor(session, WORKER), community.actor(session, COLLEAGUE)
    giver, other = community.accounts[WORKER], community.accounts[COLLEAGUE]
    caseload.assign(session, worker, [stays[0][1]], CLOCK)

    def give(who: Actor, asked: Handover) -> int:
        return handover.hand_over(session, who, keyring, asked, CLOCK)

    with pytest.raises(Forbidden):
        give(colleague, Handover(giver, other, None))
    for asked, field in (
        (Handover(giver, giver, None), "receiver"),
        (Handover(giver, community.accounts["outsider"], None), "receiver"),
        (Handover(giver, community.accounts["read-only"], None), "receiver"),
        (Handover(giver, other, ()), "assignments"),
        (Handover(giver, other, None, "x" * 2_000), "note"),
    ):
        with pytest.raises(DomainError) as refused:
            give(worker, asked)
        assert refused.value.field == field
    outsider = community.actor(session, "outsider")
    with pytest.raises(Forbidden):
        give(outsider, Handover(giver, community.accounts["outsider"], None))


def test_colleagues_are_those_who_work_with_clients_and_who_left_clients_behind(
    community: Community, session: Session, stays: list[tuple[int, int]]
) -> None:
    worker, manager = community.actor(session, WORKER), community.actor(session, MANAGER)
    caseload.assign(session, worker, [stays[0][1]], CLOCK)
    found = {line.account_id: line for line in case_workers.of_agency(session, manager, CLOCK.as_of)}

    personas = ("agency-manager", MANAGER, WORKER, COLLEAGUE)
    assert set(found) == {community.accounts[persona] for persona in personas}
    assert found[community.accounts[WORKER]].assignments == 1
    late = {line.account_id: line for line in case_workers.of_agency(session, manager, date.max)}
    assert late[community.accounts[WORKER]].may_receive
    assert case_workers.of_agency(session, community.actor(session, "system-administrator"), date.max) == []


def verbs(session: Session) -> list[str]:
    query = select(AuditEvent.verb).where(AuditEvent.verb.like("caseload:%")).order_by(AuditEvent.id)
    return [verb.removeprefix("caseload:") for verb in session.scalars(query)]
