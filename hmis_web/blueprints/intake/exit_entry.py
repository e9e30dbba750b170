"""What is typed on the page of an exit, member by member: which questions are asked now, what was answered,
and the plan that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hmis_web.blueprints.intake import answer_entry
from hmis_web.blueprints.intake.answer_entry import Typed, prefix_of
from hmis_web.blueprints.intake.exit_forms import EVERYBODY, ExitForm, likely_relation
from hmis_web.domain import answers, exit_facts, exit_rules
from hmis_web.domain.answers import Beginning
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.exits import ExitRefused, Leaving, NewHead, Plan
from hmis_web.domain.stay_members import StayMember
from hmis_web.standards.elements import CollectionPoint, Person
from hmis_web.standards.forms import Section, form_for, without
from hmis_web.web import questions
from hmis_web.web.presenters import name_of
from hmis_web.web.state import actor, read_session, today

STAGE = CollectionPoint.EXIT
DESTINATION = frozenset({"3.12"})


@dataclass
class Entry:
    """The whole page."""

    stay: Stay
    members: list[StayMember]
    form: ExitForm
    common: tuple[Section, ...]
    answers: Any
    errors: dict[str, str]
    typed: list[Typed]
    candidates: list[StayMember] = field(default_factory=list)
    """Who can become the head; empty when the head stays, or all leave."""
    relations: dict[int, int | None] = field(default_factory=dict)
    """What the others are to the new head, by enrollment; empty until one is chosen."""
    relations_asked: bool = True
    """Whether the page had asked for them when it was sent."""
    paid_beyond: int = 0

    @property
    def is_faulty(self) -> bool:
        """Whether something can't be read."""
        return bool(self.errors) or any(each.errors for each in self.typed)

    def plan(self, *, complete: bool) -> Plan:
        """What was typed, for the domain."""
        chosen = self.form.new_head.data or 0
        told = {key: code for key, code in self.relations.items() if code is not None}
        return Plan(
            self.form.idempotency_key.data or "",
            [self._leaving(each, complete=complete) for each in self.typed],
            NewHead(chosen, told) if self.candidates and chosen else None,
            bool(self.form.closes_services.data),
        )

    def refuse(self, refused: ExitRefused) -> None:
        """Put what contradicts to its questions: those asked once stand at the top."""
        for key, findings in refused.findings.items():
            member = next(each for each in self.typed if each.member.enrollment_id == key)
            for finding in findings:
                self._refuse_one(member, finding.key, finding.message)

    def note_errors(self) -> None:
        """Name every mistake at the top of the page."""
        self.form.refuse_answers(self.errors, EVERYBODY)
        for each in self.typed:
            self.form.refuse_answers(each.errors, each.prefix, name_of(each.member.person))

    def _refuse_one(self, member: Typed, key: str, message: str) -> None:
        asked = {each.key for section in member.form for each in section.questions}
        if key in asked:
            member.errors.setdefault(key, message)
        elif key == exit_rules.EXIT_DATE:
            field = self.form.exit_date
            field.errors = [*field.errors, message]
        else:
            self.errors.setdefault(key, message)

    def _leaving(self, each: Typed, *, complete: bool) -> Leaving:
        common = {} if each.differs else dict(self.answers)
        told = {**common, **each.answers}
        day = told.pop(exit_rules.EXIT_DATE, None) or self.form.exit_date.data or today()
        return Leaving(each.member.enrollment_id, day, told, complete)


def read(stay: Stay, members: list[StayMember], fields: Any) -> Entry:
    """The page as it was posted, or left as a draft; with nothing typed (`fields` None) as it begins. Four
    statements, however many leave."""
    session = read_session()
    known = exit_facts.dated(session, members)
    suggested = exit_facts.suggested_date(stay, members, known, today())
    form = ExitForm.ask(fields, members, suggested)
    day = form.exit_date.data or suggested
    place = answers.place_of(session, stay.project_key, day)
    leaving = [member for member in members if member.enrollment_id in form.ticked]
    keys = [member.enrollment_id for member in leaving]
    begun = answers.beginnings(session, actor(), keys, STAGE, day)
    typed = [_member(each, place, day, fields, begun[each.enrollment_id]) for each in leaving]
    common = answer_entry.only(form_for(STAGE, place, Person(is_hoh=True, is_adult=True)), DESTINATION)
    told, errors = _read_common(common, fields, begun)
    entry = Entry(stay, members, form, common, told, errors, typed)
    _add_head(entry, fields, day)
    days = {each.member.enrollment_id: each.answers.get(exit_rules.EXIT_DATE) or day for each in typed}
    entry.paid_beyond = exit_facts.paid_beyond(known, days)
    return entry


def _member(
    member: StayMember,
    place: Any,
    day: date,
    fields: Any,
    begun: Beginning,
) -> Typed:
    differs = fields is not None and f"{prefix_of(member.enrollment_id)}differs" in fields
    form = _own(answer_entry.form_of(member, STAGE, place, day), differs=differs)
    return answer_entry.read(member, form, fields, begun.prior, begun.told, differs=differs)


def _read_common(
    common: tuple[Section, ...], fields: Any, begun: Mapping[int, Beginning]
) -> tuple[Any, dict[str, str]]:
    if fields is not None:
        return questions.read_form(common, EVERYBODY, fields=fields)
    asked = {each.key for section in common for each in section.questions}
    first: Any = next((each.told for each in begun.values() if each.told), {})
    return {name: value for name, value in first.items() if name in asked}, {}


def _own(form: tuple[Section, ...], *, differs: bool) -> tuple[Section, ...]:
    """A member's questions: without what is asked once, unless the member differs."""
    return form if differs else without(answer_entry.only(form, DESTINATION, but=True), "stay")


def _add_head(entry: Entry, fields: Any, day: date) -> None:
    """Who may lead the household when its head leaves, and what the others are to that person."""
    days = {each.member.enrollment_id: each.answers.get(exit_rules.EXIT_DATE) or day for each in entry.typed}
    entry.candidates = exit_rules.without_head(entry.members, days)
    choice = entry.form.new_head
    choice.choices = [*(choice.choices or []), *(
        (each.enrollment_id, name_of(each.person)) for each in entry.candidates
    )]  # fmt: skip
    if len(entry.candidates) == 1:
        choice.data = entry.candidates[0].enrollment_id
    chosen = next((each for each in entry.candidates if each.enrollment_id == choice.data), None)
    if chosen is None:
        return
    for member in entry.members:
        if member is chosen:
            continue
        text = "" if fields is None else fields.get(f"relation-{member.enrollment_id}")
        entry.relations_asked = entry.relations_asked and text is not None
        given = int(text) if text and text.isdecimal() and len(text) < 4 else None
        entry.relations[member.enrollment_id] = given if text else likely_relation(member, chosen)
