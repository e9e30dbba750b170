"""The page of an update, an annual assessment or a follow-up: its day, and whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from hmis_web.domain.stay_members import StayMember
from hmis_web.standards.elements import CollectionPoint
from hmis_web.web.forms import BaseForm, DateField
from hmis_web.web.presenters import name_of

UPDATE, ANNUAL, POST_EXIT = CollectionPoint.UPDATE, CollectionPoint.ANNUAL, CollectionPoint.POST_EXIT
TITLES = {
    UPDATE: _l("Update"),
    ANNUAL: _l("Annual assessment"),
    POST_EXIT: _l("Follow-up after exit"),
    CollectionPoint.EXIT: _l("Exit"),
}


class RecordForm(BaseForm):
    """Day and members; HUD's questions stand beside it."""

    version = HiddenField()
    information_date = DateField(_l("Date"), [InputRequired(_l("Enter the date"))])
    members = SelectMultipleField(
        _l("Whom is it about?"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    @classmethod
    def ask(cls, fields: Any, on: date, chosen: Sequence[int], version: int = 0) -> RecordForm:
        """The form with what was typed before, else the day and members to begin with."""
        form = cls(formdata=fields, information_date=on, members=list(chosen))
        if not form.version.data:
            form.version.data = str(version)
        return form

    def offer(self, members: Sequence[StayMember]) -> list[StayMember]:
        """Let choose among members; answers those ticked."""
        self.members.choices = [(each.enrollment_id, name_of(each.person)) for each in members]
        ticked = set(self.members.data or [])
        return [each for each in members if each.enrollment_id in ticked]
