"""The small forms of what happens within a stay; HUD's own questions come from the form definition."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from hmis_web.web.drafts import typed
from hmis_web.web.forms import BaseForm, DateField


class OnceForm(BaseForm):
    """Engagement, move-in or PATH status: HUD's questions, and which version they were read from."""

    version = HiddenField()

    @classmethod
    def ask(cls, version: int) -> OnceForm:
        """The form, as it was opened."""
        form = cls()
        if not form.version.data:
            form.version.data = str(version)
        return form


class SituationForm(BaseForm):
    """The day of a current living situation; HUD's questions stand beside it. HUD 4.12.1."""

    idempotency_key = HiddenField(validators=[Length(max=64)])
    version = HiddenField()
    information_date = DateField(
        _l("Date of the contact"), [InputRequired(_l("Enter the date of the contact"))]
    )

    @classmethod
    def ask(cls, fields: Any, on: date | None, version: int = 0) -> SituationForm:
        """The form with what was typed before, else the day and version as they stand."""
        form = cls(formdata=fields, information_date=on)
        if not form.idempotency_key.data:
            form.idempotency_key.data = uuid.uuid4().hex
        if not form.version.data:
            form.version.data = str(version)
        return form

    @classmethod
    def asked(cls, on: date | None, version: int = 0) -> tuple[SituationForm, Any]:
        """(form, posted fields or those of a draft; None for neither)."""
        fields = typed()
        return cls.ask(fields, on, version), fields


def version_of(form: Any) -> int:
    """The version that a form was opened with; 0, which no row has, when that can't be read."""
    text = form.version.data or ""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
