"""Form fields that say what to do when they can't read an answer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField as PlainDateField
from wtforms import Field
from wtforms.widgets import TextInput

from hmis_web.db.errors import DomainError
from hmis_web.web.questions import anchor


class BaseForm(FlaskForm):
    """A form whose fields can be refused by the domain, too."""

    def refuse(self, error: DomainError) -> None:
        """Show a domain error at the field that it names, or at the top when the form hasn't got it."""
        if error.field in self._fields:
            field = self._fields[error.field]
            field.errors = [*field.errors, error.message]
        else:
            self.form_errors.append(error.message)

    def refuse_answers(self, errors: Mapping[str, str], prefix: str = "", who: str = "") -> None:
        """Name errors of HUD's questions, by key, at the top of the page; `who` says whose they are when a
        page asks several people."""
        for key, message in errors.items():
            self.answer_errors[f"#{anchor(prefix, key)}"] = [f"{who}: {message}" if who else message]

    @property
    def errors(self) -> Any:
        """{field or #anchor: messages}."""
        return {**super().errors, **self.answer_errors}

    @property
    def seen_version(self) -> int:
        """The version that was opened, of a form with a field `version`; 0, which no row has, for what can't
        be read."""
        text = str(self["version"].data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    @cached_property
    def answer_errors(self) -> dict[str, list[str]]:
        """What `refuse_answers` was told."""
        return {}


class DateField(PlainDateField):
    """A date. What can't be read stays as typed, with a message that says how to write it."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%m/%d/%Y"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a date as browsers send it, or month first as people type it."""
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata([valuelist[0].strip()])
        except ValueError as error:
            raise ValueError(_l("Enter a date such as 11/03/2026")) from error


class MoneyField(Field):
    """US dollars. Reads `1,128.50` and `$40`; two decimals at most."""

    widget = TextInput()
    data: Decimal | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read an amount."""
        self.data = None
        self.typed = valuelist[0] if valuelist else ""
        text = self.typed.replace("$", "").replace(",", "").strip()
        if not text:
            return
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise ValueError(_l("Enter an amount in dollars, such as 450.00")) from error
        if not amount.is_finite() or amount != amount.quantize(Decimal("0.01")):
            raise ValueError(_l("Enter an amount in dollars and cents, such as 450.00"))
        self.data = amount

    def _value(self) -> str:
        return self.typed if hasattr(self, "typed") else ("" if self.data is None else f"{self.data:.2f}")
