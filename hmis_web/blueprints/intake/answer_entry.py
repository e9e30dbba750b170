"""HUD's questions of one stage for several members on one page: what is asked now, what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from hmis_web.domain import answers
from hmis_web.domain.answers import Prior
from hmis_web.domain.stay_members import StayMember
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.forms import Place, Section, answered, form_for, shown, with_known
from hmis_web.web import questions
from hmis_web.web.presenters import name_of

HIV = "disabilities.8.disability_response"
"""The earlier answer that opens questions of later forms. HUD W4, W6."""


@dataclass
class Typed:
    """One member: the questions asked, what was answered, what stood before."""

    member: StayMember
    form: tuple[Section, ...]
    answers: Any
    errors: dict[str, str]
    prior: Mapping[str, Prior]
    differs: bool = False
    """Whether the member has a day and destination of their own."""
    was_kept: bool = False
    """Whether an earlier exit filled the form."""
    is_touched: bool = False
    """Whether something was typed for the member."""

    @property
    def prefix(self) -> str:
        """What the names of their fields begin with."""
        return prefix_of(self.member.enrollment_id)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The questions whose conditions hold now."""
        return shown(self.form, self.answers)


def prefix_of(enrollment_id: int) -> str:
    """What the names of a member's own fields begin with."""
    return f"m{enrollment_id}-"


def form_of(member: StayMember, stage: CollectionPoint, place: Place, day: date) -> tuple[Section, ...]:
    """The questions of a stage for a member."""
    who = answers.person_of(member.relationship_to_hoh, member.birth_date, member.veteran_status, day)
    return form_for(stage, place, who)


def read(
    member: StayMember,
    form: tuple[Section, ...],
    fields: Any,
    prior: Mapping[str, Prior],
    told: Mapping[str, Any],
    *,
    differs: bool = False,
) -> Typed:
    """What was posted for a member, or left as a draft; without any (`fields` None) what was `told`
    before."""
    known = {HIV: prior[HIV].value} if HIV in prior else {}
    form = with_known(form, known)
    if fields is None:
        asked_for = {each.key for section in form for each in section.questions}
        kept = {name: value for name, value in told.items() if name in asked_for}
        return Typed(member, form, kept, {}, prior, differs, was_kept=bool(told))
    prefix = prefix_of(member.enrollment_id)
    found, errors = questions.read_form(form, prefix, prior=prior, fields=fields)
    now = {each.key for section in shown(form, found) for each in section.questions}
    errors = {key: message for key, message in errors.items() if key in now}  # hidden ones are not kept
    touched = any(value and name.startswith(prefix) for name, value in fields.items(multi=True))
    return Typed(member, form, found, errors, prior, differs, is_touched=touched)


def only(form: tuple[Section, ...], elements: frozenset[str], *, but: bool = False) -> tuple[Section, ...]:
    """The questions of some elements; `but`: all others."""
    kept = (
        replace(each, questions=tuple(one for one in each.questions if (one.element in elements) != but))
        for each in form
    )
    return tuple(each for each in kept if each.questions)


def without_keys(form: tuple[Section, ...], *keys: str) -> tuple[Section, ...]:
    """The questions but for some."""
    kept = (
        replace(each, questions=tuple(one for one in each.questions if one.key not in keys)) for each in form
    )
    return tuple(each for each in kept if each.questions)


def asked(typed: Typed, *, is_only: bool) -> dict[str, Any]:
    """A member's questions for templates; `is_only`: nobody else's stand beside them."""
    done, of = answered(typed.form, typed.answers)
    return {
        "id": typed.member.enrollment_id,
        "name": name_of(typed.member.person),
        "sections": typed.sections,
        "answers": typed.answers,
        "errors": typed.errors,
        "prior": typed.prior,
        "prefix": typed.prefix,
        "count": _("%(done)s of %(of)s answered", done=done, of=of),
        "is_open": is_only or typed.is_touched or bool(typed.errors),
    }
