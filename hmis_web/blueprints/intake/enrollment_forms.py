"""Entering a project: the project, the day, the CoC, and a line for each member. HUD's questions are read by
`web/questions`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import Length, Optional

from hmis_web.blueprints.intake.household_line_form import number
from hmis_web.blueprints.intake.record import relations
from hmis_web.domain.enrollment_people import Entrant
from hmis_web.web.drafts import typed
from hmis_web.web.forms import BaseForm, DateField

OWN = ("known", "inside", "relation")
"""What a member's line asks; the rest of what begins with their prefix are answers."""


class MemberForm(BaseForm):
    """One member: whether they enter, as what, and when if not with the others."""

    inside = BooleanField(_l("Enters"))
    relation = SelectField(_l("Relation to head"), validate_choice=False)
    entry = DateField(_l("Entry date, if later than the head's"), [Optional()])

    @classmethod
    def ask(cls, entrant: Entrant, data: MultiDict[str, str], *, ticked: bool) -> MemberForm:
        """The line as posted; `ticked`: whether somebody enters who was not on the page yet."""
        prefix = prefix_of(entrant.id)
        known = f"{prefix}known" in data
        form = cls(
            data if known else MultiDict(),
            prefix=prefix,
            relation=str(entrant.relationship_to_hoh or ""),
            meta={"csrf": False},
        )
        form.inside.data = form.inside.data if known else ticked
        form.relation.choices = [("", _("Choose")), *relations()]
        return form

    @property
    def relationship(self) -> int | None:
        """The code that was chosen (3.15)."""
        return number(self.relation.data)


class EntryForm(BaseForm):
    """What all members share."""

    idempotency_key = HiddenField(validators=[Length(max=64)])
    project = SelectField(_l("Program"), validate_choice=False)
    entry_date = DateField(_l("Entry date"))
    coc = SelectField(_l("CoC where they stay"), validate_choice=False)
    coc_text = StringField(
        _l("CoC where they stay"), [Length(max=6, message=_l("Enter the CoC's code, such as XX-501"))]
    )
    q = StringField(_l("Add somebody"), [Length(max=120)])

    fields: MultiDict[str, str]
    """What was posted, or left as a draft; empty for neither."""
    members: dict[int, MemberForm]

    @classmethod
    def ask(cls, as_of: date, projects: Sequence[tuple[str, str]]) -> EntryForm:
        """The form as posted or as it was left; a program in the address is chosen already."""
        data = typed()
        form = cls(formdata=data, entry_date=as_of, project=request.args.get("project", ""))
        form.project.choices = [("", _("Choose the program")), *projects]
        if len(projects) == 1 and not form.project.data:
            form.project.data = projects[0][0]
        if not form.idempotency_key.data:
            form.idempotency_key.data = uuid.uuid4().hex
        form.fields, form.members = MultiDict(data or {}), {}
        return form

    @property
    def project_key(self) -> int | None:
        """The chosen program, when it is offered."""
        offered = {str(choice[0]) for choice in self.project.choices or () if choice[0]}
        return number(self.project.data) if self.project.data in offered else None

    @property
    def shown(self) -> int | None:
        """Whose questions were on the page, or are asked for."""
        wanted = self.fields.getlist("show")
        return number(wanted[-1]) if wanted else None

    @property
    def added(self) -> list[int]:
        """Clients who were added beside the household."""
        return list(dict.fromkeys(key for each in self.fields.getlist("also") if (key := number(each))))

    def offer_cocs(self, codes: Sequence[str]) -> None:
        """The CoCs of the program: one is chosen already."""
        self.coc.choices = [("", _("Choose")), *((code, code) for code in codes)]
        if len(codes) == 1:
            self.coc.data = codes[0]

    def chosen_coc(self, codes: Sequence[str]) -> str | None:
        """The CoC's code (3.16); typed where the program has none on record."""
        text = self.coc.data if codes else (self.coc_text.data or "").strip().upper()
        return text or None

    def add_members(self, entrants: Mapping[int, Entrant], added: int) -> None:
        """A line for each. All are ticked when the page opens; later who was added just now."""
        self.members = {
            key: MemberForm.ask(each, self.fields, ticked=not self.fields or key == added)
            for key, each in entrants.items()
        }

    def entry_of(self, key: int) -> date | None:
        """The day on which a member enters."""
        own = self.members[key].entry.data
        return own if isinstance(own, date) else self.entry_date.data

    @property
    def inside(self) -> list[int]:
        """Who is ticked."""
        return [key for key, member in self.members.items() if member.inside.data]

    @property
    def errors(self) -> Any:
        """Everything that is wrong: shared fields, lines, questions."""
        found = super().errors
        for member in self.members.values():
            found |= {field.name: list(field.errors) for field in member if field.errors}
        return found

    def __getitem__(self, name: str) -> Any:
        """A field of the form or of a line."""
        key, dash, rest = name.partition("-")
        return self.members[int(key[1:])][rest] if dash else super().__getitem__(name)

    def check(self) -> bool:
        """Whether all that was typed here can be read."""
        lines = [self.members[key].validate() for key in self.inside]
        return self.validate() and all(lines)


def prefix_of(client_id: int) -> str:
    """What the names of a member's fields begin with."""
    return f"m{client_id}-"
