"""The form for one service."""

from __future__ import annotations

import uuid
from datetime import date
from itertools import groupby
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from hmis_web import standards
from hmis_web.domain.service_changes import Logged
from hmis_web.domain.service_details import ServiceInput, wanted_details
from hmis_web.domain.service_history import Choices, Wanted
from hmis_web.domain.service_lists import OUTCOMES, Offer, sub_types
from hmis_web.web.drafts import typed
from hmis_web.web.forms import BaseForm, DateField, MoneyField

DETAILS = (
    "sub_type_provided",
    "other_type",
    "fa_amount",
    "fa_start_date",
    "fa_end_date",
    "referral_outcome",
)
CHOSEN = ("sub_type_provided", "referral_outcome")
"""Details that are a code."""


class FilterForm(BaseForm):
    """Which services to list; it stands in the address and changes nothing."""

    project = SelectField(_l("Program"), validate_choice=False)
    kind = SelectField(_l("Kind"), validate_choice=False)
    first = DateField(_l("From"))
    last = DateField(_l("Until"))

    class Meta:
        """No token: it is sent with GET."""

        csrf = False

    @classmethod
    def ask(cls, choices: Choices) -> FilterForm:
        """The filters of a client's services."""
        form = cls(formdata=request.args)
        form.project.choices = [("", _("All")), *((str(key), name) for key, name in choices.projects)]
        form.kind.choices = [
            ("", _("All")),
            *((str(code), standards.label("1.4", code)) for code in choices.record_types),
        ]
        form.validate()
        return form

    def to_wanted(self) -> Wanted:
        """What was chosen; an answer that can't be read chooses nothing."""
        return Wanted(_number(self.project.data), _number(self.kind.data), self.first.data, self.last.data)

    def chosen(self) -> dict[str, str]:
        """What was chosen, for an address."""
        return {field.name: str(field.data) for field in self if field.data}


class ServiceForm(BaseForm):
    """Service, date, and what some services want to know besides."""

    idempotency_key = HiddenField(validators=[Length(max=64)])
    version = HiddenField()
    service = SelectField(_l("Service"), [InputRequired(_l("Choose a service"))], validate_choice=False)
    date_provided = DateField(_l("Date of service"), [InputRequired(_l("Enter the date of service"))])
    sub_type_provided = SelectField(_l("Which kind"), validate_choice=False)
    other_type = StringField(_l("What was it?"))
    fa_amount = MoneyField(_l("Amount in dollars"))
    fa_start_date = DateField(_l("Paid for, from"), [Optional()])
    fa_end_date = DateField(_l("Paid for, until"), [Optional()])
    referral_outcome = SelectField(_l("What came of it"), validate_choice=False)

    @classmethod
    def ask(cls, offer: Offer, as_of: date) -> ServiceForm:
        """The form, as far as the chosen service needs it. A service in the address is chosen already."""
        form = cls(formdata=typed(), date_provided=as_of, service=request.args.get("service", ""))
        form.service.choices = _choices(offer)
        if len(offer.types) == 1 and not form.service.data:
            form.service.data = _value(offer.types[0])
        if not form.idempotency_key.data:
            form.idempotency_key.data = uuid.uuid4().hex
        form._keep_wanted()
        return form

    @classmethod
    def change(cls, offer: Offer, logged: Logged) -> ServiceForm:
        """A service as it stands, to be changed."""
        form = cls(formdata=typed(), **said_of(logged))
        form.service.choices = _choices(offer)
        form._keep_wanted()
        return form

    @property
    def chosen(self) -> tuple[int | None, int | None]:
        """The codes of the chosen service: record type and type."""
        record_type, _colon, type_provided = (self.service.data or "").partition(":")
        return _number(record_type), _number(type_provided)

    @property
    def details(self) -> list[Any]:
        """The fields that the chosen service needs besides."""
        return [self[name] for name in DETAILS if name in self]

    def to_input(self) -> ServiceInput:
        """What was answered; codes that can't be read become 0, which no list offers."""
        record_type, type_provided = self.chosen
        told = {name: self[name].data for name in DETAILS if name in self}
        for name in CHOSEN:
            if name in told:
                told[name] = _number(told[name])
        return ServiceInput(
            idempotency_key=self.idempotency_key.data or "",
            date_provided=self.date_provided.data or date.min,
            record_type=record_type or 0,
            type_provided=type_provided or 0,
            **told,
        )

    def _keep_wanted(self) -> None:
        wanted = wanted_details(*self.chosen)
        for name in DETAILS:
            if name not in wanted:
                del self[name]
        if "sub_type_provided" in self:
            kinds = [(code.value, code.label) for code in sub_types(*self.chosen)]
            self.sub_type_provided.choices = [("", _("Choose")), *kinds]
        if "referral_outcome" in self:
            outcomes = [(code.value, code.label) for code in standards.offered(OUTCOMES)]
            self.referral_outcome.choices = [("", _("Choose")), *outcomes]


def said_of(logged: Logged) -> dict[str, Any]:
    """A service as its form says it."""
    entry = logged.entry
    return {
        "version": str(logged.version),
        "service": f"{entry.record_type}:{entry.type_provided}",
        "date_provided": entry.date_provided,
        **{name: _text(getattr(entry, name)) for name in CHOSEN},
        "other_type": entry.other_type,
        "fa_amount": entry.fa_amount,
        "fa_start_date": entry.fa_start_date,
        "fa_end_date": entry.fa_end_date,
    }


def _choices(offer: Offer) -> Any:
    """The services, under the names of their lists when there are several."""
    groups = {
        standards.label("1.4", record_type): [(_value(each), each.label) for each in types]
        for record_type, types in groupby(offer.types, key=lambda each: each.record_type)
    }
    flat = [choice for choices in groups.values() for choice in choices]
    if len(flat) == 1:
        return flat
    first = ("", _("Choose a service"))
    return [first, *flat] if len(groups) == 1 else {"": [first]} | groups


def _value(each: Any) -> str:
    return f"{int(each.record_type)}:{each.type_provided}"


def _text(code: int | None) -> str:
    return "" if code is None else str(code)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
