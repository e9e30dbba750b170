"""The community's own questions about a person, within the forms that add and change one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hmis_web.blueprints.intake.client_forms import PersonForm
from hmis_web.domain.custom_fields import clients as own
from hmis_web.standards.forms import Section
from hmis_web.web import question_conflict
from hmis_web.web.question_conflict import Difference
from hmis_web.web.questions import read_form
from hmis_web.web.state import actor, clock, read_session, session, today

VERSION = "own_version"
"""The hidden field that says which answers the page was opened with."""


@dataclass
class OwnPart:
    """What is asked, what was answered, and what is wrong with it; no section where nothing is asked."""

    sections: tuple[Section, ...]
    answers: Any
    version: int = 0
    unread: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def check(self, form: PersonForm) -> None:
        """Say on the form what could not be read, and what wants an answer."""
        self.errors = self.unread or own.unanswered(self.sections, self.answers)
        form.refuse_answers(self.errors)

    def save_new(self, client_id: int) -> None:
        """Keep the answers about somebody who was just added."""
        if self.sections:
            own.answer_new(session(), actor(), client_id, self.answers, clock())

    def save(self, client_id: int) -> None:
        """Keep the answers. Raises StaleVersion when somebody else answered since."""
        if self.sections:
            own.answer_about(session(), actor(), client_id, self.answers, self.version, clock())

    def against(self, client_id: int) -> tuple[list[Difference], int]:
        """(what differs from the answers that stand now, their version)."""
        now = own.answers_about(session(), actor(), client_id, clock())
        return question_conflict.differences(self.sections, now.answers, self.answers), now.version


def of_new(form: PersonForm, fields: Any) -> OwnPart:
    """What is asked about somebody new, as far as the form says how old they are. `fields`: what was posted
    or left as a draft."""
    sections = own.sections_of(read_session(), form.dob.data, today())
    if fields is None:
        return OwnPart(sections, {})
    answers, unread = read_form(sections, fields=fields)
    return OwnPart(sections, answers, unread=unread)


def of_person(client_id: int, fields: Any) -> OwnPart:
    """What is asked about a person who is known, with what stands or was typed over it."""
    now = own.answers_about(read_session(), actor(), client_id, clock())
    if fields is None:
        return OwnPart(now.sections, dict(now.answers), now.version)
    answers, unread = read_form(now.sections, fields=fields, stored=now.answers)
    opened = fields.get(VERSION, "")
    return OwnPart(now.sections, answers, int(opened) if opened.isdecimal() else now.version, unread)
