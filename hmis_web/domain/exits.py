"""Leaving a project: a household or some of it, in one act. HUD 3.11, 3.12, 3.15, 5.09."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import DomainError, HmisError
from hmis_web.domain import answers, audit, exit_facts, exit_rules, heads, row_changes
from hmis_web.domain.answers import Finding
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.row_changes import Change
from hmis_web.domain.stay_members import StayMember, members_of
from hmis_web.models import Enrollment, Exit, HouseholdExit, HouseholdExitMember, RecordFinding
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.validation import Severity


@dataclass(frozen=True)
class Leaving:
    """One member who leaves, when, and what was answered; destination and the other questions of the exit
    are answers. `complete`: whether somebody called the answers complete."""

    enrollment_id: int
    exit_date: date
    answers: Mapping[str, Any]
    complete: bool = True


@dataclass(frozen=True)
class NewHead:
    """Who leads the household from the start of the stay, and what the others are to that person:
    {enrollment: code of list 3.15.1}."""

    enrollment_id: int
    relations: Mapping[int, int]


@dataclass(frozen=True)
class Plan:
    """One page of an exit."""

    idempotency_key: str
    leaving: Sequence[Leaving]
    new_head: NewHead | None = None
    closes_services: bool = True
    """Whether help that is paid for beyond the exit ends with it."""


class ExitRefused(HmisError):
    """Contradictions, each at its member: {enrollment: findings}. Nothing was written."""

    def __init__(self, findings: Mapping[int, Sequence[Finding]]) -> None:
        super().__init__("the exit contradicts itself")
        self.findings = findings


@dataclass(frozen=True)
class Outcome:
    """What was done; `doubts` should be looked at again."""

    household_exit_id: int
    members: int
    doubts: tuple[Finding, ...] = ()


def exit_household(session: Session, actor: Actor, stay: Stay, plan: Plan, clock: Clock) -> Outcome:
    """Exit the members of a plan. The caller has fetched the stay through scope. The same idempotency key
    again answers what the first one did. A missing destination is 99; missing answers never hinder.

    Raises DomainError naming the field: "leaves" when nobody is ticked, or somebody has left already,
    "new_head" when the head leaves others behind and none is chosen, or one who came later than another
    (S034, S035); ExitRefused for contradictions (S043 to S050, S056, S058, S108). Flushes. HUD 3.11, 3.12."""
    actor.require(Permission.ENROLLMENT_EXIT)
    key = f"{actor.account_id}:{stay.id}:{plan.idempotency_key}"
    _lock(session, plan)
    known = _by_key(session, key)
    if known is not None:
        return known
    members = _present(session, actor, stay, plan, clock.as_of)
    days = {each.enrollment_id: each.exit_date for each in plan.leaving}
    doubts = _check(session, stay, members, days, clock.as_of)
    handed_over = _hand_over(session, actor, stay, plan, members, clock)
    changes = list(handed_over)
    if plan.closes_services:
        changes += exit_facts.close_services(session, actor, stay, days, clock)
    act = HouseholdExit(
        organization_id=actor.organization_id,
        account_id=actor.account_id,
        made_at=clock.now,
        changes=row_changes.to_text(changes),
        idempotency_key=key,
    )
    try:
        with session.begin_nested():
            session.add(act)
            session.flush()
    except IntegrityError:
        known = _by_key(session, key)
        if known is None:
            raise
        return known
    heads_now = {plan.new_head.enrollment_id} if handed_over and plan.new_head else _heads(members)
    for each in sorted(plan.leaving, key=lambda each: each.enrollment_id in heads_now):  # last (S035)
        _leave(session, actor, act, each, doubts.get(each.enrollment_id, []), clock)
    return Outcome(act.id, len(plan.leaving), tuple(one for found in doubts.values() for one in found))


def _lock(session: Session, plan: Plan) -> None:
    """Keep others from the stays of those who leave until the end of the transaction: of two who exit the
    same people at once the second sees what the first did."""
    keys = [each.enrollment_id for each in plan.leaving]
    session.execute(
        select(Enrollment.id).where(Enrollment.id.in_(keys)).order_by(Enrollment.id).with_for_update()
    )


def _heads(members: Sequence[StayMember]) -> set[int]:
    return {member.enrollment_id for member in members if member.is_head}


def _present(session: Session, actor: Actor, stay: Stay, plan: Plan, as_of: date) -> list[StayMember]:
    """The household, in which everybody who leaves still is."""
    wanted = [each.enrollment_id for each in plan.leaving]
    if not wanted:
        raise DomainError("leaves", "Tick who leaves")
    members = members_of(session, actor, stay, as_of)
    by_id = {member.enrollment_id: member for member in members}
    for enrollment_id in wanted:
        member = by_id.get(enrollment_id)
        if member is None:
            raise DomainError("leaves", "Tick members of this household")
        if member.exit_date is not None:
            raise DomainError(
                "leaves",
                f"{member.person.name} left on {member.exit_date:%d %b %Y} already; take that tick away",
            )
    return members


def _check(
    session: Session, stay: Stay, members: list[StayMember], days: Mapping[int, date], as_of: date
) -> dict[int, list[Finding]]:
    """{enrollment: what should be looked at again}. Raises ExitRefused for contradictions."""
    facts = exit_facts.facts_of(session, stay, members, days)
    found = {key: exit_rules.check_date(facts[key], day, as_of) for key, day in days.items()}
    errors = {
        key: [each for each in findings if each.severity is Severity.ERROR] for key, findings in found.items()
    }
    if any(errors.values()):
        raise ExitRefused({key: findings for key, findings in errors.items() if findings})
    return found


def _hand_over(
    session: Session, actor: Actor, stay: Stay, plan: Plan, members: list[StayMember], clock: Clock
) -> list[Change]:
    """A new head for those who stay, or leave later (S035)."""
    days = {each.enrollment_id: each.exit_date for each in plan.leaving}
    candidates = exit_rules.without_head(members, days)
    if not candidates:
        return []
    chosen = next(
        (each for each in candidates if plan.new_head and each.enrollment_id == plan.new_head.enrollment_id),
        None,
    )
    if chosen is None or plan.new_head is None:
        raise DomainError("new_head", "The head of household leaves: choose who is the head from now on")
    refusal = exit_rules.head_refusal(candidates, chosen)
    if refusal:
        raise DomainError("new_head", refusal)
    return heads.set_head(session, actor, stay, members, chosen.enrollment_id, plan.new_head.relations, clock)


def _leave(
    session: Session,
    actor: Actor,
    act: HouseholdExit,
    told: Leaving,
    doubts: Sequence[Finding],
    clock: Clock,
) -> None:
    try:
        record_id = answers.save(
            session, actor, told.enrollment_id, CollectionPoint.EXIT, told.exit_date, told.answers, clock,
            complete=told.complete,
        )  # fmt: skip
    except answers.Refused as refused:
        raise ExitRefused({told.enrollment_id: refused.findings}) from refused
    row = session.scalars(
        select(Exit).where(Exit.enrollment_key == told.enrollment_id, Exit.date_deleted.is_(None))
    ).one()
    session.add_all(
        RecordFinding(
            rule=each.rule_id, key=each.key, severity=each.severity.value, client_key=row.client_key,
            enrollment_key=told.enrollment_id, stage_record_id=record_id, account_id=actor.account_id,
            noted_at=clock.now,
        )
        for each in doubts
        if each.rule_id == exit_rules.LATER_SERVICES  # the others are among the rules of answers
    )  # fmt: skip
    session.add(
        HouseholdExitMember(household_exit_id=act.id, enrollment_key=told.enrollment_id, exit_key=row.id)
    )
    session.flush()
    audit.record(
        session, actor, "enrollment:exit", "enrollment", told.enrollment_id, client_id=row.client_key,
        details={"household_exit": act.id},
        after={"exit_date": row.exit_date, "destination": row.destination},
    )  # fmt: skip


def _by_key(session: Session, key: str) -> Outcome | None:
    act = session.scalar(select(HouseholdExit).where(HouseholdExit.idempotency_key == key))
    if act is None:
        return None
    query = select(HouseholdExitMember.enrollment_key).where(HouseholdExitMember.household_exit_id == act.id)
    return Outcome(act.id, len(session.scalars(query).all()))
