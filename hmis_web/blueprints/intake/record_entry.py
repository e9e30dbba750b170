"""What is typed on the page of a stage's record, member by member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hmis_web.blueprints.intake import answer_entry
from hmis_web.blueprints.intake.answer_entry import Typed
from hmis_web.blueprints.intake.record_forms import ANNUAL, POST_EXIT, RecordForm
from hmis_web.domain import anniversaries, answers, exit_rules, stage_records, stage_rules
from hmis_web.domain.anniversaries import Anniversary
from hmis_web.domain.answers import Finding
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stage_records import Record, Told
from hmis_web.domain.stay_members import StayMember
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.forms import without
from hmis_web.web.presenters import name_of
from hmis_web.web.state import actor, read_session, today


@dataclass
class Entry:
    """The whole page."""

    stay: Stay
    stage: CollectionPoint
    form: RecordForm
    members: list[StayMember]
    """Who may be ticked: present on the day, and asked something."""
    typed: list[Typed]
    anniversary: Anniversary | None = None
    """Which one an annual assessment of that day is about."""

    @property
    def on(self) -> date:
        """The day of the record."""
        return self.form.information_date.data or today()

    def told(self, *, complete: bool) -> list[Told]:
        """What was answered, for the domain."""
        return [Told(each.member.enrollment_id, self.on, each.answers, complete) for each in self.typed]

    def refuse(self, findings: Mapping[int, Sequence[Finding]]) -> None:
        """Put what contradicts to its questions; what is about the day to the day."""
        for each in self.typed:
            asked = {one.key for section in each.form for one in section.questions}
            for finding in findings.get(each.member.enrollment_id, ()):
                if finding.key in asked:
                    each.errors.setdefault(finding.key, finding.message)
                else:
                    field = self.form.information_date
                    field.errors = [*field.errors, finding.message]

    def note_errors(self) -> None:
        """Name every mistake at the top of the page."""
        for each in self.typed:
            name = name_of(each.member.person) if len(self.typed) > 1 else ""
            self.form.refuse_answers(each.errors, each.prefix, name)


def read_new(
    stay: Stay, household: list[StayMember], stage: CollectionPoint, fields: Any, wanted: date | None
) -> Entry:
    """A page of new records: as posted or left as a draft, else with the day to begin with. Three
    statements, however many it is about."""
    session = read_session()
    begin = anniversaries.begin_of(stay, household) if stage is ANNUAL else None
    on = wanted or _first_day(stay, stage, begin)
    everybody = [each.enrollment_id for each in household]
    form = RecordForm.ask(fields, on, everybody if stage is ANNUAL else [stay.id])
    day = form.information_date.data or on
    place = answers.place_of(session, stay.project_key, day)
    forms = {
        each.enrollment_id: _asked(answer_entry.form_of(each, stage, place, day), stage)
        for each in stage_rules.present(household, stage, day)
    }
    members = [each for each in household if forms.get(each.enrollment_id)]
    chosen = form.offer(members)
    keys = [each.enrollment_id for each in chosen]
    begun = answers.beginnings(session, actor(), keys, stage, day)
    typed = [
        answer_entry.read(
            each,
            forms[each.enrollment_id],
            fields,
            begun[each.enrollment_id].prior,
            begun[each.enrollment_id].told,
        )
        for each in chosen
    ]
    anniversary = anniversaries.nearest(begin, day) if begin is not None else None
    return Entry(stay, stage, form, members, typed, anniversary)


def read_change(stay: Stay, member: StayMember, record: Record, fields: Any) -> Entry:
    """A record that stands: with what was posted or left as a draft, else as it was saved."""
    session, stage = read_session(), record.stage
    form = RecordForm.ask(fields, record.on, [stay.id], record.version)
    day = form.information_date.data or record.on
    place = answers.place_of(session, stay.project_key, day)
    questions = _asked(answer_entry.form_of(member, stage, place, day), stage)
    prior = answers.prior_many(session, actor(), [stay.id], record.on, besides=stage)
    stands = saved(stay, record) if fields is None else {}
    form.offer([member])
    typed = answer_entry.read(member, questions, fields, prior.get(stay.id, {}), stands)
    begin = anniversaries.head_entries(session, [stay]).get(stay.id) if stage is ANNUAL else None
    anniversary = anniversaries.nearest(begin, day) if begin is not None else None
    return Entry(stay, stage, form, [member], [typed], anniversary)


def saved(stay: Stay, record: Record) -> dict[str, Any]:
    """What stands in the rows of a record."""
    found = answers.read(read_session(), actor(), stay.id, record.stage, record.on)
    return {key: value for key, value in found.items() if key != exit_rules.EXIT_DATE}


def _asked(form: tuple[Any, ...], stage: CollectionPoint) -> tuple[Any, ...]:
    """The questions of a page: the day is asked once, above them."""
    form = without(form, "stay")
    return answer_entry.without_keys(form, stage_records.AFTERCARE_DATE) if stage is POST_EXIT else form


def _first_day(stay: Stay, stage: CollectionPoint, begin: date | None) -> date:
    if stage is ANNUAL and begin is not None:
        return anniversaries.suggested_date(begin, stay.exit_date, today())
    if stage is POST_EXIT:
        return min(today(), (stay.exit_date or today()) + stage_rules.AFTERCARE)
    return min(today(), stay.exit_date or today())
