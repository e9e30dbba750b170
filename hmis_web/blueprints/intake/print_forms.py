"""The form that asks for a document about a client: one button for each, in each language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from hmis_web.db.errors import DomainError
from hmis_web.jobs.client_prints import Wanted
from hmis_web.web.forms import BaseForm, DateField


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
        services = document == "services"
        return Wanted(
            document=document,
            client_id=client_id,
            language=rest,
            since=self.since.data if services else None,
            until=self.until.data if services else None,
        )
