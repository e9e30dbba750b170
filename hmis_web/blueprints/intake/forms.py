"""What is asked about a client."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from hmis_web.domain import ssn
from hmis_web.web.forms import BaseForm

REASONS = {
    "benefits": _l("Applying for benefits with the client"),
    "housing": _l("A housing application or lease"),
    "identity": _l("Making sure who this is"),
    "correction": _l("Correcting the record"),
    "other": _l("Something else"),
}


class SsnForm(BaseForm):
    """Why somebody needs to see the whole number. It stands above every page of a client, so its fields have
    ids of their own."""

    reason = SelectField(_l("Why do you need the whole number?"), id="ssn-reason", validate_choice=False)
    words = StringField(
        _l("In a few words"), id="ssn-words", description=_l("Needed for something else. No numbers, please.")
    )

    @classmethod
    def ask(cls) -> SsnForm:
        """The form, with nothing chosen beforehand."""
        form = cls()
        choices = [(code, REASONS[code]) for code in ssn.REASONS]
        form.reason.choices = [("", _l("Choose")), *choices]
        return form
