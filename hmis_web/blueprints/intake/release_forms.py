"""How a client's release of information was given and signed (access rules, row 11)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from hmis_web.domain.client_rules import adult_on
from hmis_web.domain.release_signing import ReleaseInput
from hmis_web.web import uploads
from hmis_web.web.forms import BaseForm, DateField

A_YEAR = timedelta(days=365)
KINDS = {
    "signed": _l("The client signs here"),
    "attached": _l("A signed paper is attached"),
    "guardian": _l("A parent or guardian signs"),
    "verbal": _l("The client said so"),
}
WAYS = {
    "drawn": _l("In a box on this page"),
    "typed": _l("By typing the name"),
    "paper": _l("On paper, attached"),
}


class ReleaseFields:
    """The questions about a release, in this form or another one."""

    kind = SelectField(_l("Release of information"), validate_choice=False)
    signed_on = DateField(_l("Signed on"))
    ends_on = DateField(_l("Last day"))
    own_consent = BooleanField(_l("This young person may consent without a guardian"))
    signer = StringField(_l("Name of who signs"), [Length(max=100)])
    guardian_relation = StringField(
        _l("Relation to the client"), [Length(max=100)], description=_l("Such as mother.")
    )
    how = SelectField(_l("How is it signed?"), validate_choice=False)
    drawing = HiddenField(_l("Signature"))
    paper = FileField(_l("Signed paper"), description=_l("A scan or photo: PDF, JPEG or PNG, up to 10 MB."))

    is_minor = False
    """Whether they may consent without a guardian is asked."""

    def begin_release(self: Any, nothing: Any, born: date | None, as_of: date) -> None:
        """Offer the ways of giving a release; `nothing` is what no choice means."""
        self.is_minor = adult_on(born, as_of) is False
        self.kind.choices = [("", nothing), *KINDS.items()]
        ways = WAYS if self.kind.data == "guardian" else {way: WAYS[way] for way in ("drawn", "typed")}
        self.how.choices = [("", _l("Choose")), *ways.items()]
        self.how.data = self.how.data if self.how.data in ways else ""
        if self.signed_on.data is None and not self.signed_on.raw_data:
            self.signed_on.data, self.ends_on.data = as_of, as_of + A_YEAR

    def release(self: Any) -> ReleaseInput:
        """The release as told. Raises DomainError("paper") for a paper that is not kept."""
        return ReleaseInput(
            kind=self.kind.data or "",
            signed_on=self.signed_on.data,
            ends_on=self.ends_on.data,
            how=self.how.data or "",
            signer=self.signer.data or "",
            guardian_relation=self.guardian_relation.data or "",
            own_consent=bool(self.own_consent.data),
            drawing=self.drawing.data or "",
            paper=uploads.received_paper(request.files.get("paper")),
        )


class ReleaseForm(ReleaseFields, BaseForm):
    """A release of somebody whose record is there."""

    idempotency_key = HiddenField(validators=[Length(max=64)])


class DeleteForm(BaseForm):
    """Why a release was a mistake."""

    reason = StringField(_l("Why was it a mistake?"), [Length(max=200)], id="mistake")


class PrivacyForm(BaseForm):
    """Why a record is private."""

    reason = TextAreaField(_l("Why is the record private?"), [Length(max=500)], id="private")
