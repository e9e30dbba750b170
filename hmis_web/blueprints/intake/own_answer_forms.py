"""What stands around the community's own questions in their form."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from hmis_web.web.drafts import typed
from hmis_web.web.forms import BaseForm


class OwnAnswersForm(BaseForm):
    """The answers are read by `web/questions`; this knows which ones the page was opened with."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    fields: Any = None
    """What was posted or left as a draft; None for neither."""

    @classmethod
    def ask(cls, version: int) -> OwnAnswersForm:
        """The form over what stands."""
        fields = typed()
        form = cls(formdata=fields, version=version)
        form.fields = fields
        return form
