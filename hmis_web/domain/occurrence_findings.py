"""What the rules of answers find in what happens once within a stay: kept for the worklist until a later
save no longer finds it. S042, S106, S121; HUD 3.20, 4.13, P3."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import answers, occurrence_forms
from hmis_web.domain.answers import Finding
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.occurrence_forms import SECTION_OF
from hmis_web.models import Enrollment, RecordFinding
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.forms import SECTIONS, Facts, Section, questions_by_key

SAID_ELSEWHERE = frozenset({"S106", "S121"})
"""Rules that `occurrences` tells in words of its own, with the days."""


def note(
    session: Session, actor: Actor, stay: Stay, element: str, row: Enrollment, clock: Clock
) -> list[str]:
    """Check what stands for an element, and keep what is odd; answers it in words. Flushes."""
    day = min(clock.as_of, stay.exit_date or clock.as_of)
    context = answers.context_of(session, actor, stay.id, CollectionPoint.OCCURRENCE, day, clock.as_of)
    questions = tuple(each for each in questions_by_key().values() if each.element == element)
    key = SECTION_OF[element]
    section = Section(key, SECTIONS[key], questions, Facts(context.place, context.person))
    columns = {each.column.attribute: getattr(row, each.column.attribute) for each in questions}
    told, keys = occurrence_forms.as_answers(element, columns), {each.key for each in questions}
    found = [
        each for each in answers.check((section,), told, context) if not each.blocks and each.key in keys
    ]
    _keep(session, actor, stay, keys, found, clock)
    return [each.message for each in found if each.rule_id not in SAID_ELSEWHERE]


def _keep(
    session: Session, actor: Actor, stay: Stay, keys: set[str], found: list[Finding], clock: Clock
) -> None:
    known = session.scalars(
        select(RecordFinding).where(
            RecordFinding.enrollment_key == stay.id,
            RecordFinding.stage_record_id.is_(None),
            RecordFinding.key.in_(keys),
            RecordFinding.resolved_at.is_(None),
        )
    ).all()
    new = {(each.rule_id, each.key): each for each in found}
    for row in known:
        if new.pop((row.rule, row.key), None) is None:
            row.resolved_at = clock.now
    session.add_all(
        RecordFinding(
            rule=each.rule_id,
            key=each.key,
            severity=each.severity.value,
            client_key=stay.client_id,
            enrollment_key=stay.id,
            account_id=actor.account_id,
            noted_at=clock.now,
        )
        for each in new.values()
    )
    session.flush()
