"""The one form that adds a person: who they are, their release, and who they are not."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length

from hmis_web.blueprints.intake.client_forms import PersonForm, new_key
from hmis_web.blueprints.intake.own_part import OwnPart
from hmis_web.blueprints.intake.release_forms import ReleaseFields
from hmis_web.db.errors import DomainError
from hmis_web.domain import release_signing
from hmis_web.domain.contact_changes import ContactInput
from hmis_web.domain.release_signing import ReleaseInput
from hmis_web.web.state import today

NOT_SAME = "not_same"
"""Boxes beside the form: records of whom somebody said that they are somebody else."""
LIKELY = "likely"
"""The part of the page that shows them; the form has no such field."""
ASK = "ask"
"""The button that shows what an answer brings, in a browser without JavaScript."""


class ClientNewForm(ReleaseFields, PersonForm):
    """A person who is not known yet."""

    idempotency_key = HiddenField(validators=[Length(max=64)])
    phone = StringField(_l("Phone"), [Length(max=40)])
    email = StringField(_l("E-mail"), [Length(max=200)])
    organization_id = SelectField(_l("Agency that meets this person"), coerce=int, validate_choice=False)

    own: OwnPart
    """The community's own questions."""
    answered: set[int]
    """Records of whom the form, or the draft that fills it, says that they are somebody else."""

    @classmethod
    def ask(
        cls, formdata: Any, agencies: list[tuple[int, str]], data: dict[str, str] | None = None
    ) -> ClientNewForm:
        """The form. `agencies`: for who acts for all of them; `data`: what is typed already, as text."""
        form = cls(formdata=formdata)
        told = formdata.getlist(NOT_SAME) if formdata else []
        form.answered = {int(text) for text in told if text.isdecimal() and len(text) < 10}
        for name, text in (data or {}).items():
            form[name].process_formdata([text])
        form.organization_id.choices = [(0, _("Choose")), *agencies]
        if not agencies:
            del form.organization_id
        form.idempotency_key.data = form.idempotency_key.data or new_key()
        form.begin_release(_("None yet: only your agency sees the record"), form.dob.data, today())
        form.follow()
        return form

    @property
    def agency(self) -> int | None:
        """The agency chosen by who acts for all of them."""
        return self.organization_id.data or None if "organization_id" in self else None

    def contacts(self) -> list[ContactInput]:
        """How the person can be reached, as far as told."""
        return [
            ContactInput(
                kind=kind, name="", relation="", comment="", message_ok=False, confidential=False,
                phone=text if kind == "phone" else "", email=text if kind == "email" else "",
                valid_from=today(), valid_to=None, idempotency_key=f"{self.idempotency_key.data}-{kind}",
            )
            for kind, text in (("phone", self.phone.data or ""), ("email", self.email.data or ""))
            if text.strip()
        ]  # fmt: skip

    @property
    def only_asks(self) -> bool:
        """Whether only the questions that follow are asked for: nothing is saved."""
        return ASK in request.form

    def checked_release(self) -> ReleaseInput | None:
        """The release, checked; None when there is none yet. Raises DomainError naming the field."""
        if not self.kind.data:
            return None
        told = self.release()
        release_signing.check(told, self.dob.data, today())
        return told


def refuse_strong(form: ClientNewForm) -> None:
    """Somebody like this is known, and nobody said yet that they are another person."""
    words = _(
        "Somebody very much like this is recorded already: open that record, or say that it is not the same"
    )
    form.refuse(DomainError(LIKELY, words))
