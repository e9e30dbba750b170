"""What coordinated entry records, and what may be kept: S110 to S114. HUD 4.19, 4.20."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hmis_web.db.errors import DomainError
from hmis_web.domain import answers, occurrence_forms
from hmis_web.domain.answers import Context, Finding, Refused
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.living_situations import check_day
from hmis_web.domain.occurrence_forms import CE_ASSESSMENT, CE_EVENT
from hmis_web.models import Assessment, Event
from hmis_web.standards.forms import Answers, Section, cleaned, options, shown


@dataclass(frozen=True)
class Kind:
    """What is recorded: the element, its table, the columns that hold identifier and day, its words."""

    element: str
    model: Any
    key: str
    day: str
    name: str

    @property
    def day_key(self) -> str:
        """The question that asks for the day."""
        return occurrence_forms.key_of(self.element, self.day)


ASSESSMENT = Kind(CE_ASSESSMENT, Assessment, "assessment_id", "assessment_date", "assessment")
EVENT = Kind(CE_EVENT, Event, "event_id", "event_date", "event")
NOTHING: Answers = {}


def findings(stay: Stay, sections: Sequence[Section], told: Answers, as_of: date) -> tuple[Finding, ...]:
    """What the rules say of an assessment or event: S110 to S114."""
    context = Context(
        as_of=as_of, entry_date=stay.entry_date, exit_date=stay.exit_date, place=sections[0].facts.place
    )
    return answers.check_occurrence(told, context)


def checked(
    stay: Stay,
    kind: Kind,
    sections: tuple[Section, ...],
    told: Answers,
    as_of: date,
    stands: Answers = NOTHING,
) -> dict[str, Any]:
    """The columns to write; a retired code is taken where it `stands`. Raises DomainError at a question,
    Refused (S110, S112 to S114)."""
    values = cleaned(sections, told)
    on = values.get(kind.day_key)
    if on is None:
        raise DomainError(kind.day_key, f"Enter the date of the {kind.name}")
    check_day(stay, on, as_of, kind.day_key)
    asked = [question for section in shown(sections, values) for question in section.questions]
    for question in asked:
        value = values.get(question.key)
        if value is None and not question.column.nullable:
            raise DomainError(question.key, "Choose what happened")
        offered = {code.value for code in options(question, stands)}
        if question.kind == "choice" and value is not None and str(value) not in offered:
            raise DomainError(question.key, "Choose one of the answers offered")
    blocking = [each for each in findings(stay, sections, values, as_of) if each.blocks]
    if blocking:
        raise Refused(blocking)
    return occurrence_forms.as_columns(sections, values)
