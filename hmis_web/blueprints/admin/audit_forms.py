"""Which acts of the audit trail are shown. The answers stand in the address: numbers, kinds and days only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField
from wtforms.validators import ValidationError

from hmis_web.domain.audit_log import Wanted
from hmis_web.domain.audit_words import KINDS
from hmis_web.web.forms import BaseForm, DateField

RECORD = re.compile(r"\s*(?:R-?)?(\d{1,9})\s*", re.IGNORECASE)


class ClientAuditForm(BaseForm):
    """What happened to one client."""

    class Meta:
        """Asks, and changes nothing."""

        csrf = False

    kind = SelectField(_l("What"), default="")
    first = DateField(_l("From"))
    last = DateField(_l("To"))

    @classmethod
    def ask(cls, answers: MultiDict[str, str], **defaults: Any) -> ClientAuditForm:
        """The form as it was answered in the address."""
        form = cls(formdata=answers, **defaults)
        form.kind.choices = [("", _("Everything")), *((kind.code, kind.words) for kind in KINDS)]
        return form

    def validate_last(self, field: DateField) -> None:
        """The days are in order."""
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(_("Enter a day that is not before the first"))

    @property
    def asked(self) -> dict[str, str]:
        """What was chosen, as it stands in an address."""
        return {field.name: str(field.data) for field in self if field.data}

    def to_wanted(self, zone: ZoneInfo) -> Wanted:
        """What was asked for."""
        return Wanted(kind=self.kind.data or "", first=self.first.data, last=self.last.data, zone=zone)


class AuditForm(ClientAuditForm):
    """What happened in the installation."""

    person = SelectField(_l("Who"), default="")
    record = StringField(_l("Record"), render_kw={"autocomplete": "off", "placeholder": "R-"})

    def validate_record(self, field: StringField) -> None:
        """A record's number, with or without its R."""
        if (field.data or "").strip() and not RECORD.fullmatch(field.data or ""):
            raise ValidationError(_("Enter a record number such as R-123"))

    @classmethod
    def of_people(
        cls, answers: MultiDict[str, str] | None, people: Sequence[tuple[int, str]], **defaults: Any
    ) -> AuditForm:
        """The form as it was answered in the address."""
        form = cls(formdata=answers, **defaults)
        form.kind.choices = [("", _("Everything")), *((kind.code, kind.words) for kind in KINDS)]
        form.person.choices = [("", _("Everybody")), *((str(key), name) for key, name in people)]
        return form

    def to_wanted(self, zone: ZoneInfo) -> Wanted:
        """What was asked for."""
        found = RECORD.fullmatch(self.record.data or "")
        return Wanted(
            client_id=int(found[1]) if found else None,
            account_id=int(self.person.data) if self.person.data else None,
            kind=self.kind.data or "",
            first=self.first.data,
            last=self.last.data,
            zone=zone,
        )
