"""What is typed on the enrollment page, member by member: which questions are asked now, what was
answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from hmis_web.blueprints.intake.enrollment_forms import OWN, EntryForm, MemberForm, prefix_of
from hmis_web.domain.answers import answered, check
from hmis_web.domain.enrollment_people import Entrant
from hmis_web.domain.enrollment_preview import STAY, Preview
from hmis_web.domain.enrollment_rules import HEAD
from hmis_web.standards.forms import Section, questions_by_key, shown
from hmis_web.standards.own_questions import OWN as OWN_SECTION
from hmis_web.standards.own_questions import is_own
from hmis_web.web.questions import Posted, notices, read_form

ASKED = "asked"
"""What of the page asks for the questions alone: they follow all else with a request of their own."""


@dataclass
class Typed:
    """One member: who, their line, the questions asked now and what was answered."""

    entrant: Entrant
    form: MemberForm
    asked: tuple[Section, ...] = ()
    """Every section of their form."""
    sections: tuple[Section, ...] = ()
    """What is asked now; without the sections that ask nothing."""
    answers: Posted = field(default_factory=Posted)
    errors: dict[str, str] = field(default_factory=dict)
    count: tuple[int, int] = (0, 0)
    warnings: tuple[str, ...] = ()
    """What is to be said of the stay already (overlaps and the like)."""

    @property
    def prefix(self) -> str:
        """What the names of their fields begin with."""
        return prefix_of(self.entrant.id)

    @property
    def is_complete(self) -> bool:
        """Whether every question has an answer."""
        return self.count[0] == self.count[1]


def read_members(
    form: EntryForm, entrants: Mapping[int, Entrant], previews: Mapping[int, Preview]
) -> dict[int, Typed]:
    """Every member with what was typed for them; those without a preview (not ticked, no program) have no
    questions."""
    return {key: _read(form, each, previews.get(key)) for key, each in entrants.items()}


def copy_from_head(form: EntryForm, wanted: str) -> None:
    """Give a member the head's answers of one section; `wanted` is `<client>:<section>`."""
    client, _colon, section = wanted.partition(":")
    head = next((key for key, line in form.members.items() if line.relationship == HEAD), None)
    if head is None or not client.isdecimal() or int(client) not in form.members:
        return
    of_head = prefix_of(head)
    keys = [key for key, question in questions_by_key().items() if question.section == section]
    if section == OWN_SECTION:
        names = (name.removeprefix(of_head) for name in form.fields if name.startswith(of_head))
        keys = [key for key in names if is_own(key)]
    for key in keys:
        form.fields.setlist(prefix_of(int(client)) + key, form.fields.getlist(of_head + key))


def kept(fields: MultiDict[str, str], member: Typed) -> list[tuple[str, str]]:
    """(name, value) of what was typed for a member besides their line."""
    own = {member.prefix + name for name in OWN}
    return [
        (name, value)
        for name, value in fields.items(multi=True)
        if value and name.startswith(member.prefix) and name not in own
    ]


def note_faults(
    form: EntryForm, members: Mapping[int, Typed], current: int | None, names: Mapping[int, str]
) -> None:
    """Name the mistakes of all members at the top of the page; those of a member whose questions are not on
    it lead to their name."""
    for key, member in members.items():
        if key == current:
            form.refuse_answers(member.errors, member.prefix, names[key] if len(members) > 1 else "")
        elif member.errors:
            first = next(iter(member.errors.values()))
            form.answer_errors[f"#show-{key}"] = [f"{names[key]}: {first}"]


def _read(form: EntryForm, entrant: Entrant, preview: Preview | None) -> Typed:
    member = Typed(entrant, form.members[entrant.id])
    if preview is None:
        return member
    member.answers, member.errors = read_form(preview.sections, member.prefix, fields=form.fields)
    member.asked = preview.sections
    member.sections = shown(preview.sections, member.answers)
    asked = {question.key for section in member.sections for question in section.questions}
    member.errors = {key: message for key, message in member.errors.items() if key in asked}
    member.count = answered(preview.sections, member.answers)
    stay = {"enrollment.entry_date": preview.context.entry_date}
    found = check(preview.all_sections, {**member.answers, **stay}, preview.context)
    about_stay = {key for key, each in questions_by_key().items() if each.section == STAY}
    said = notices(tuple(each for each in found if each.key in about_stay and each.rule_id in SAID_BEFORE))
    member.warnings = tuple(dict.fromkeys(said.values()))
    return member


SAID_BEFORE = frozenset({"S031", "S037", "S039", "S041", "S042"})
"""Rules about the stay that are worth saying before anything is saved."""
