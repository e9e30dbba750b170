"""The household grid: a line for each person, since when, and where to go on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired, Length

from hmis_web.blueprints.intake.household_line_form import NEW, LineForm, number
from hmis_web.domain.client_fields import ClientFields
from hmis_web.domain.household_intake import MOST, Existing, Line, LineFault, Plan
from hmis_web.domain.household_matches import Found
from hmis_web.standards.codes import RelationshipToHoH
from hmis_web.web.drafts import typed
from hmis_web.web.forms import BaseForm, DateField

LINES = 4
"""Lines that a grid begins with."""
HEAD = str(int(RelationshipToHoH.SELF))
AT = {
    "name_data_quality": "first_name",
    "ssn_data_quality": "ssn",
    "dob_data_quality": "dob",
    "race_none": "races",
}
"""Where the grid shows what is said of a field that it does not ask."""


class HouseholdForm(BaseForm):
    """The lines, since when, and whether all of them are enrolled next."""

    idempotency_key = HiddenField(validators=[Length(max=64)])
    version = HiddenField()
    on = DateField(_l("Living together since"), [InputRequired(_l("Enter the day since when"))])
    project = SelectField(_l("Then enroll them in"), validate_choice=False)

    lines: list[LineForm]
    projects: frozenset[str]
    as_of: date

    @classmethod
    def ask(
        cls, as_of: date, projects: Sequence[tuple[str, str]], known: Sequence[int], *, joins: bool
    ) -> HouseholdForm:
        """The grid as posted, else as it was left, else with empty lines. `known` are clients who belong to
        it from the start; `joins`: the household has its head already."""
        data = typed()
        form = cls(formdata=data, on=as_of)
        form.project.choices = [("", _("Not now")), *projects]
        form.projects = frozenset(value for value, _label in projects)
        if not form.idempotency_key.data:
            form.idempotency_key.data = uuid.uuid4().hex
        count = min(number((data or {}).get("lines")) or 0, MOST)
        form.as_of = as_of
        form.lines = [form._line(each, data) for each in range(count)]
        if not form.lines:
            form.lines = [form._line(at, None, client=key) for at, key in enumerate(known)]
            form.lines += [form._line(at, None) for at in range(len(known), LINES)]
            if not joins:
                form.lines[0].relationship.data = HEAD
        return form

    def _line(self, at: int, data: Any, client: int | None = None) -> LineForm:
        line = LineForm(data or MultiDict(), prefix=f"l{at}-", client=client, meta={"csrf": False})
        line.prepare(self.as_of)
        return line

    def add_line(self) -> int:
        """Where to go on: the first empty line, a new one when there is none. Answers its number."""
        for at, line in enumerate(self.lines):
            if line.is_empty:
                return at
        if len(self.lines) < MOST:
            self.lines.append(self._line(len(self.lines), None))
        return len(self.lines) - 1

    @property
    def filled(self) -> list[tuple[int, LineForm]]:
        """The lines with somebody in them, with their numbers."""
        return [(at, line) for at, line in enumerate(self.lines) if not line.is_empty]

    @property
    def head(self) -> LineForm | None:
        """The line of the head of household."""
        return next((line for _at, line in self.filled if line.relationship.data == HEAD), None)

    @property
    def project_key(self) -> int | None:
        """The project in which they are enrolled next."""
        return number(self.project.data) if self.project.data in self.projects else None

    def read_version(self) -> int:
        """The version of the household that the person saw."""
        return number(self.version.data) or 0

    @property
    def errors(self) -> dict[str | None, list[str]]:
        """Everything that is wrong, by field, those of the lines too."""
        found = dict(super().errors)
        for line in self.lines:
            found |= {field.name: list(field.errors) for field in line if field.errors}
        return found

    def __getitem__(self, name: str) -> Any:
        """A field of the form or of a line."""
        number, dash, rest = name.partition("-")
        return self.lines[int(number[1:])][rest] if dash else super().__getitem__(name)

    def check(self) -> bool:
        """Whether all that was typed can be read."""
        lines = [line.validate() for _at, line in self.filled]
        if not self.filled:
            self.lines[0].first_name.errors = [_("Enter the name of the first person")]
            return False
        return self.validate() and all(lines)

    def ask_who(self, found: dict[int, Found]) -> bool:
        """Whether it is said of each line with somebody very like it who it is; asks where it is not."""
        open_lines = [
            line for at, line in self.filled
            if at in found and found[at].strong and not line.chosen and line.who.data != NEW
        ]  # fmt: skip
        for line in open_lines:
            line.who.errors = [_("Say whether this is somebody known: use a record, or a new person")]
        return not open_lines

    def refuse_lines(self, faults: Sequence[LineFault]) -> None:
        """Show what the domain refuses at its line and field."""
        for fault in faults:
            line = self.lines[fault.number]
            name = AT.get(fault.field, fault.field)
            field = line[name if name in line else "who"]
            field.errors = [*field.errors, fault.message]

    def to_plan(
        self, joins: Existing | None, head: ClientFields | None, agency: int | None, found: dict[int, Found]
    ) -> Plan:
        """What was told."""
        lines = [
            Line(
                at,
                number(line.relationship.data),
                line.chosen,
                None if line.chosen else line.to_fields(head),
                found[at].strong if at in found and line.who.data == NEW else frozenset(),
            )
            for at, line in self.filled
        ]
        return Plan(lines, self.on.data or date.min, self.idempotency_key.data or "", joins, agency)
