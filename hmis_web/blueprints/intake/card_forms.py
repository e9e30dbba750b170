"""What is asked about ID cards."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from hmis_web.domain.projects import ProjectChoice
from hmis_web.web.forms import BaseForm

PRINT, REPLACE = "print", "replace"


class CardForm(BaseForm):
    """Print a client's card, or make another one in its place."""

    what = HiddenField(_l("Card"), [InputRequired(_l("Choose what to do"))])
    card = IntegerField(widget=HiddenInput(), validators=[Optional()])


class CardEndForm(BaseForm):
    """Why a card is no longer valid."""

    reason = RadioField(_l("Why?"), validate_choice=False)

    @classmethod
    def ask(cls) -> CardEndForm:
        """The form, with nothing chosen beforehand."""
        form = cls()
        words = reasons()
        form.reason.choices = [(code, words[code]) for code in ("lost", "found", "ended")]
        return form


class ProgramCardsForm(BaseForm):
    """Whose cards to print."""

    project = SelectField(_l("Program"), [InputRequired(_l("Choose a program"))])

    @classmethod
    def ask(cls, programs: Sequence[ProjectChoice]) -> ProgramCardsForm:
        """The form for the programs of the agency acted for."""
        form = cls()
        form.project.choices = [("", _("Choose")), *((str(each.id), each.name) for each in programs)]
        return form


def reasons() -> dict[str, str]:
    """{why a card is no longer valid: in words}."""
    return {
        "replaced": _("Replaced by another one"),
        "lost": _("It was lost"),
        "found": _("Somebody handed it in"),
        "ended": _("It is no longer needed"),
    }
