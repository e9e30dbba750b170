"""Forms that hand clients over, and that give households somebody who works with them."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from hmis_web.domain.case_workers import CaseWorker
from hmis_web.domain.due import CaseLine
from hmis_web.domain.handover import NOTE_LENGTH, Handover
from hmis_web.web.drafts import typed
from hmis_web.web.forms import BaseForm
from hmis_web.web.presenters import name_of

SEPARATOR = "-"


class HandoverForm(BaseForm):
    """Which households, to whom, with which words."""

    everything = BooleanField(_l("All of them"))
    households = SelectMultipleField(
        _l("Which households"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    receiver = SelectField(_l("To whom"), [InputRequired(_l("Choose a colleague"))])
    note = TextAreaField(
        _l("What they should know"),
        [Length(max=NOTE_LENGTH, message=_l("Use 1,000 characters or fewer"))],
        description=_l("They see it on their caseload, with these clients."),
    )

    @classmethod
    def ask(cls, giver: int, lines: Sequence[CaseLine], colleagues: Sequence[CaseWorker]) -> HandoverForm:
        """The form for somebody's households."""
        form = cls(formdata=typed())
        form.households.choices = [
            (_value(line), f"{name_of(line.case.head.person)} · {line.case.project_name or _('no program')}")
            for line in lines
        ]
        others = [each for each in colleagues if each.may_receive and each.account_id != giver]
        form.receiver.choices = [
            ("", _("Choose")),
            *((str(each.account_id), f"{each.name}, {each.role}") for each in others),
        ]
        form.note.flags.optional = True
        return form

    def to_handover(self, giver: int) -> Handover:
        """What was asked for."""
        ticked = tuple(
            int(number)
            for value in self.households.data or ()
            for number in value.split(SEPARATOR)
            if number.isdecimal() and len(number) < 10
        )
        return Handover(
            giver=giver,
            receiver=int(self.receiver.data),
            assignments=None if self.everything.data else ticked,
            note=self.note.data or "",
        )


class AssignForm(BaseForm):
    """Households that nobody works with, and who shall."""

    project = HiddenField()
    stays = StringField(_l("Which households"))
    """Ticked on the page; each a stay of a head of household."""
    account = SelectField(_l("Give them to"), [InputRequired(_l("Choose a colleague"))])

    @classmethod
    def ask(cls, colleagues: Sequence[CaseWorker]) -> AssignForm:
        """The form with everybody who works with clients."""
        form = cls()
        form.account.choices = [
            ("", _("Choose")),
            *((str(each.account_id), each.name) for each in colleagues if each.may_receive),
        ]
        return form

    def ticked(self) -> list[int]:
        """The stays that were ticked."""
        return [int(text) for text in self.stays.raw_data or () if text.isdecimal() and len(text) < 10]


def _value(line: CaseLine) -> str:
    return SEPARATOR.join(str(number) for number in line.case.assignments)
