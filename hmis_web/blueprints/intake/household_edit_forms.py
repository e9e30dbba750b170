"""Changing a household: for each member what happens from a day on, and as what."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from hmis_web.blueprints.intake.household_line_form import number
from hmis_web.blueprints.intake.record import relations
from hmis_web.db.errors import DomainError
from hmis_web.domain.household_records import Membership
from hmis_web.web.drafts import typed
from hmis_web.web.forms import BaseForm, DateField

STAYS, LEAVES, APART = "stays", "leaves", "apart"
DELETING = "household-"
"""What the names of the deletion's fields begin with: a client's page has other forms with reasons."""


@dataclass(frozen=True)
class Change:
    """What was told: who stays as what, and who moves out together as what."""

    staying: dict[int, int]
    going: dict[int, int]


class MemberForm(BaseForm):
    """What becomes of one member."""

    place = SelectField(_l("From that day on"), validate_choice=False)
    relationship = SelectField(_l("Relation to head"), validate_choice=False)
    joined_on = DateField(_l("So since"))


class HouseholdEditForm(BaseForm):
    """From which day on; a line for each member."""

    idempotency_key = HiddenField(validators=[Length(max=64)])
    version = HiddenField()
    on = DateField(_l("From this day on"), [InputRequired(_l("Enter the day from which on it is so"))])

    members: dict[int, MemberForm]

    @classmethod
    def ask(cls, members: Sequence[Membership], version: int, as_of: date) -> HouseholdEditForm:
        """The form, filled with how it is now."""
        data = typed()
        form = cls(formdata=data, on=as_of, version=str(version))
        if not form.idempotency_key.data:
            form.idempotency_key.data = uuid.uuid4().hex
        form.members = {each.person.id: form._member(each, data) for each in members}
        return form

    @staticmethod
    def _member(member: Membership, data: MultiDict[str, str] | None) -> MemberForm:
        form = MemberForm(
            data,
            prefix=f"m{member.person.id}-",
            place=STAYS,
            relationship=str(member.relationship_to_hoh),
            joined_on=member.joined_on,
            meta={"csrf": False},
        )
        form.place.choices = [
            (STAYS, _("stays")),
            (LEAVES, _("leaves the household")),
            (APART, _("moves out, into a household with the others who do")),
        ]
        form.relationship.choices = relations()
        return form

    @property
    def errors(self) -> dict[str | None, list[str]]:
        """Everything that is wrong, those of the members too."""
        found = dict(super().errors)
        for member in self.members.values():
            found |= {field.name: list(field.errors) for field in member if field.errors}
        return found

    def __getitem__(self, name: str) -> object:
        """A field of the form or of a member."""
        key, dash, rest = name.partition("-")
        return self.members[int(key[1:])][rest] if dash else super().__getitem__(name)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """The members' lines, too."""
        return all([super().validate(*args, **kwargs), *(each.validate() for each in self.members.values())])

    def joined(self) -> dict[int, date]:
        """Since when each member is what they are, as told; a blank day changes nothing."""
        told = {key: form.joined_on.data for key, form in self.members.items()}
        return {key: day for key, day in told.items() if day is not None}

    def read_version(self) -> int:
        """The version that the person saw."""
        return number(self.version.data) or 0

    def to_change(self) -> Change:
        """What was told of each member."""
        told = {
            key: (form.place.data, number(form.relationship.data) or 0) for key, form in self.members.items()
        }
        return Change(
            {key: code for key, (place, code) in told.items() if place not in (LEAVES, APART)},
            {key: code for key, (place, code) in told.items() if place == APART},
        )

    def refuse(self, error: DomainError) -> None:
        """Show a domain error at its field; one about relations at the first member."""
        if error.field == "relations" and self.members:
            field = next(iter(self.members.values())).relationship
            field.errors = [*field.errors, error.message]
        elif error.field == "joined_on" and self.members:
            self._at_changed_day(error.message)
        else:
            super().refuse(error)

    def _at_changed_day(self, message: str) -> None:
        """At the first day that differs from the one that stands."""
        fields = [form.joined_on for form in self.members.values()]
        field = next((each for each in fields if each.data != each.object_data), fields[0])
        field.errors = [*field.errors, message]


class HouseholdDeleteForm(BaseForm):
    """Why a household goes."""

    version = HiddenField()
    reason = TextAreaField(_l("Why?"))
