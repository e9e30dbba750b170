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
from hmis_web.domain.service_choices import Choice
from hmis_web.web.forms import BaseForm, DateField, MoneyField

KEY = re.compile(r"[0-9a-z]{8,40}")
APART = "~"
_CODE = r"(?:hud-\d{1,3}-\d{1,3}|own-\d{1,9})"
_MUCH = r"(?:\d{1,9}(?:\.\d{1,2})?)?"
ROW = re.compile(
    r"(?P<key>[0-9a-z]{8,40})~(?P<stay>\d{1,9})~(?P<household>1?)~(?P<project>\d{1,9})"
    rf"~(?P<codes>{_CODE}(?: {_CODE}){{0,2}})~(?P<day>\d{{4}}-\d\d-\d\d)"
    rf"~(?P<units>{_MUCH})~(?P<amount>{_MUCH})~(?P<note>1?)"
)


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
    has_note: bool = False
    """Whether a note stands on the server: it does not travel."""

    def text(self) -> str:
        """As a page sends it."""
        entry, household = self.entry, "1" if self.entry.household else ""
        return APART.join([entry.key, str(entry.enrollment_id), household, *said(self.chosen, self.has_note)])


def said(chosen: SetUp, has_note: bool) -> list[str]:
    """What is logged, as a waiting row says it."""
    much = [("" if value is None else str(value)) for value in (chosen.units, chosen.amount)]
    noted = "1" if has_note else ""
    return [str(chosen.project_key), " ".join(chosen.codes), chosen.day.isoformat(), *much, noted]


def row_of(text: str, *, again: bool = False) -> Row | None:
    """A waiting row, None for what no page of ours has sent."""
    found = ROW.fullmatch(text)
    if found is None:
        return None
    try:
        chosen = SetUp(
            int(found["project"]),
            tuple(dict.fromkeys(found["codes"].split())),
            date.fromisoformat(found["day"]),
            Decimal(found["units"]) if found["units"] else None,
            Decimal(found["amount"]) if found["amount"] else None,
        )
    except ValueError:
        return None
    entry = Entry(found["key"], int(found["stay"]), found["household"] == "1", again)
    return Row(entry, chosen, found["note"] == "1")


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
        bool(chosen.note),
    )


def picked() -> int | None:
    """The enrollment that was chosen among several; None when none was, or something else was typed since."""
    if request.form.get("who", "") != request.form.get("said", ""):
        return None
    return request.form.get("pick", type=int)


def waiting_rows(texts: Sequence[str]) -> list[Row]:
    """Rows that were not sent yet, each once."""
    found = [row_of(text) for text in dict.fromkeys(texts)]
    return [row for row in found if row is not None]


def posted_day() -> date | None:
    """The day that a form names; None for what is none."""
    try:
        return date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        return None


def new_key() -> str:
    """A key for an entry."""
    return uuid.uuid4().hex


def undone_rows() -> list[tuple[str, int]]:
    """(kind, id) of the services that a row takes back: `hud.12 own.3`."""
    found = re.findall(r"\b(hud|own)\.(\d{1,12})\b", request.form.get("rows", ""))
    return [(kind, int(number)) for kind, number in found]
