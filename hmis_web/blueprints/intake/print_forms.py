"""The form that asks for a document about a client: one button for each, in each language."""

from __future__ import annotations

import re
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from hmis_web.db.errors import DomainError
from hmis_web.jobs.client_prints import Wanted
from hmis_web.web.forms import BaseForm, DateField

FORM = re.compile(r"(\d{1,9}):([a-z-]{4,10}):(\d{4}-\d{2}-\d{2})")


class PrintForm(BaseForm):
    """What to print (the button that was pressed), and from when to when services are listed."""

    what = StringField(_l("Document"), [InputRequired(_l("Choose what to print")), Length(max=80)])
    since = DateField(_l("From"), [Optional()])
    until = DateField(_l("Until"), [Optional()])

    def wanted(self, client_id: int) -> Wanted:
        """What was asked for: `services:es`. Raises DomainError("what") for what can't be read."""
        document, _colon, rest = (self.what.data or "").partition(":")
        if not document or not rest:
            raise DomainError("what", "Choose what to print")
        if document == "form":
            return _form(client_id, rest)
        services = document == "services"
        return Wanted(
            document=document,
            client_id=client_id,
            language=rest,
            since=self.since.data if services else None,
            until=self.until.data if services else None,
        )


def _form(client_id: int, text: str) -> Wanted:
    """A filled form: `12:entry:2026-01-05`, stay, stage and day."""
    found = FORM.fullmatch(text)
    if found is None:
        raise DomainError("what", "Choose what to print")
    try:
        day = date.fromisoformat(found[3])
    except ValueError as error:
        raise DomainError("what", "Choose what to print") from error
    return Wanted("form", client_id, enrollment_id=int(found[1]), stage=found[2], on=day)
