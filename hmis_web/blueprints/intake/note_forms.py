"""Writing a note, and a public alert."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from hmis_web.domain.alert_changes import DAYS, LONGEST_TEXT, AlertInput
from hmis_web.domain.alerts import AlertItem
from hmis_web.domain.note_changes import NoteInput
from hmis_web.domain.notes import NoteItem
from hmis_web.web.drafts import typed
from hmis_web.web.forms import BaseForm, DateField

PRIORITIES = (("info", _l("For information")), ("important", _l("Important")), ("urgent", _l("Urgent")))


class OwnRowForm(BaseForm):
    """A form that makes a row of ours, or changes one."""

    offers: ClassVar[dict[str, list[Any]]] = {}
    """{field: what there is to choose}."""

    idempotency_key = HiddenField(validators=[Length(max=64)])
    version = HiddenField()

    @classmethod
    def filled(cls, version: int | None = None, **data: Any) -> Any:
        """The form with what was typed, else what stands; `version` of the row that is changed."""
        form = cls(formdata=typed(), version=version or "", **data)
        for name, choices in cls.offers.items():
            form[name].choices = choices
        if not form.idempotency_key.data:
            form.idempotency_key.data = uuid.uuid4().hex
        return form


class NoteForm(OwnRowForm):
    """The day and the text of a note."""

    written_on = DateField(_l("Date"), [InputRequired(_l("Enter the day that the note is about"))])
    text = TextAreaField(_l("Note"), [InputRequired(_l("Write the note"))])

    @classmethod
    def ask(cls, as_of: date, note: NoteItem | None = None) -> NoteForm:
        """An empty form with today's date, or a note to change."""
        if note is None:
            return cls.filled(written_on=as_of)
        return cls.filled(note.version, written_on=note.written_on, text=note.text)

    def to_input(self) -> NoteInput:
        """What was written."""
        return NoteInput(
            written_on=self.written_on.data or date.min,
            text=self.text.data or "",
            idempotency_key=self.idempotency_key.data or "",
        )


class AlertForm(OwnRowForm):
    """What a public alert says, to whom one turns, and how long it runs."""

    offers: ClassVar = {"priority": list(PRIORITIES)}

    title = StringField(
        _l("Title"),
        [InputRequired(_l("Say in a few words what it is about"))],
        description=_l("Such as “Please call us”"),
    )
    text = TextAreaField(
        _l("Text"),
        description=_l("What another agency should do. At most %(most)s characters.", most=LONGEST_TEXT),
    )
    priority = RadioField(_l("Priority"), validate_choice=False)
    phone = StringField(
        _l("Phone"),
        [InputRequired(_l("Enter the number that other agencies call"))],
        description=_l("The number of your agency; it stands beside the alert."),
    )
    ends_on = DateField(
        _l("Last day"),
        [InputRequired(_l("Enter the last day; every alert ends"))],
        description=_l("After it the alert is gone from the record."),
    )

    @classmethod
    def ask(cls, as_of: date, phone: str, alert: AlertItem | None = None) -> AlertForm:
        """An empty form that ends in 30 days, or an alert to change."""
        if alert is None:
            ends_on = as_of + timedelta(days=DAYS)
            return cls.filled(priority="info", phone=phone, ends_on=ends_on)
        return cls.filled(
            alert.version,
            title=alert.title,
            text=alert.text,
            priority=alert.priority,
            phone=phone,
            ends_on=alert.ends_on,
        )

    def to_input(self) -> AlertInput:
        """What was written."""
        return AlertInput(
            title=self.title.data or "",
            text=self.text.data or "",
            priority=self.priority.data or "",
            phone=self.phone.data or "",
            ends_on=self.ends_on.data or date.min,
            idempotency_key=self.idempotency_key.data or "",
        )
