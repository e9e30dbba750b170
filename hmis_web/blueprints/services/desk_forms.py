"""What the service desk is asked and told."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from hmis_web.domain.desk import Entry, SetUp
from hmis_web.domain.projects import ProjectChoice
from hmis_web.domain.service_door import Choice
from hmis_web.web.forms import BaseForm, DateField, MoneyField

KEY = re.compile(r"[0-9a-z]{8,40}")
CODE = re.compile(r"(hud-\d{1,3}-\d{1,3}|own-\d{1,9})")
APART = "~"


class SetUpForm(BaseForm):
    """Program, one to three services, date, how much, note."""

    project = SelectField(_l("Program"), validate_choice=False)
    services = SelectMultipleField(
        _l("Services, up to three"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    day = DateField(_l("Date"), [InputRequired(_l("Enter the date of the services"))])
    units = MoneyField(_l("Units"))
    amount = MoneyField(_l("Amount in dollars"))
    note = StringField(_l("Note"), [Length(max=200)])

    @classmethod
    def ask(cls, programs: Sequence[ProjectChoice], offered: Sequence[Choice], chosen: SetUp) -> SetUpForm:
        """The form, filled with what is logged at the moment."""
        form = cls(
            project=str(chosen.project_key),
            services=list(chosen.codes),
            day=chosen.day,
            units=chosen.units,
            amount=chosen.amount,
            note=chosen.note,
        )
        form.project.choices = [(str(each.id), each.name) for each in programs]
        form.services.choices = [(each.code, each.label) for each in offered]
        wanted = frozenset[str]().union(*(each.wants for each in offered))
        for name in ("units", "amount"):
            if name not in wanted:
                del form[name]
        return form

    def to_set_up(self) -> SetUp:
        """What was chosen; a program that can't be read becomes 0, which nobody sees."""
        return SetUp(
            int(self.project.data) if str(self.project.data).isdecimal() else 0,
            tuple(dict.fromkeys(self.services.data or ())),
            self.day.data or date.min,
            self.units.data if "units" in self else None,
            self.amount.data if "amount" in self else None,
            (self.note.data or "").strip(),
        )


@dataclass(frozen=True)
class Row:
    """An entry with all that it says: nothing in it but numbers, codes, a day and its key, so that it may
    wait in a page."""

    entry: Entry
    chosen: SetUp

    def text(self) -> str:
        """As a page sends it."""
        entry, chosen = self.entry, self.chosen
        return APART.join(
            [entry.key, str(entry.enrollment_id), "1" if entry.household else "", *said(chosen)]
        )


def said(chosen: SetUp) -> list[str]:
    """What is logged, as a waiting row says it: the note stays on the server."""
    much = [("" if value is None else str(value)) for value in (chosen.units, chosen.amount)]
    return [str(chosen.project_key), " ".join(chosen.codes), chosen.day.isoformat(), *much]


def row_of(text: str, *, again: bool = False) -> Row | None:
    """A waiting row, None for what no page of ours has sent."""
    parts = text.split(APART)
    if len(parts) != len(("key", "stay", "household", "project", "codes", "day", "units", "amount")):
        return None
    key, stay, household, project, codes, day, units, amount = parts
    chosen = tuple(codes.split())
    if not (
        KEY.fullmatch(key) and stay.isdecimal() and project.isdecimal() and all(map(CODE.fullmatch, chosen))
    ):
        return None
    try:
        on = date.fromisoformat(day)
        units_said, amount_said = (Decimal(value) if value else None for value in (units, amount))
    except (ArithmeticError, ValueError):
        return None
    entry = Entry(key, int(stay), household == "1", again)
    return Row(entry, SetUp(int(project), chosen, on, units_said, amount_said))


def posted_row(chosen: SetUp, stay: int) -> Row:
    """The entry of a form without a script, about somebody's enrollment."""
    key = request.form.get("key", "")
    return Row(
        Entry(
            key if KEY.fullmatch(key) else new_key(),
            stay,
            bool(request.form.get("household")),
            bool(request.form.get("again")),
        ),
        chosen,
    )


def picked() -> int | None:
    """The enrollment that was chosen among several; None when none was."""
    return request.form.get("pick", type=int)


def waiting_rows(texts: Sequence[str]) -> list[Row]:
    """Rows that were not sent yet, each once."""
    found = [row_of(text) for text in dict.fromkeys(texts)]
    return [row for row in found if row is not None]


def new_key() -> str:
    """A key for an entry."""
    return uuid.uuid4().hex


def undone_rows() -> list[tuple[str, int]]:
    """(kind, id) of the services that a row takes back: `hud.12 own.3`."""
    found = re.findall(r"\b(hud|own)\.(\d{1,12})\b", request.form.get("rows", ""))
    return [(kind, int(number)) for kind, number in found]
