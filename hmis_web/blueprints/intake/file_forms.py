"""Adding a file about a client, saying what it is, and the photo."""

from __future__ import annotations

import uuid
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from hmis_web.domain.file_kinds import ACCEPTED, NAME_LENGTH
from hmis_web.domain.files import FileFacts, FileLine
from hmis_web.web.forms import BaseForm, DateField

CATEGORIES = {
    "identity": _l("ID card or passport"),
    "birth": _l("Birth certificate"),
    "social_security": _l("Social Security card"),
    "income": _l("Proof of income"),
    "homelessness": _l("Proof of homelessness"),
    "disability": _l("Proof of disability"),
    "housing": _l("Lease and housing papers"),
    "medical": _l("Medical papers"),
    "legal": _l("Court and legal papers"),
    "consent": _l("Signed release or consent"),
    "letter": _l("Letter"),
    "other": _l("Something else"),
}
PHOTO_KINDS = ".jpg,.jpeg,.png"


class FileEditForm(BaseForm):
    """What is said of a file."""

    version = HiddenField()
    category = SelectField(
        _l("What is it about?"), [InputRequired(_l("Choose what the file is about"))], validate_choice=False
    )
    name = StringField(_l("Name"), [InputRequired(_l("Enter a name")), Length(max=NAME_LENGTH)])
    expires_on = DateField(
        _l("Valid until"), [Optional()], description=_l("Only for what expires, such as an ID card.")
    )
    confidential = BooleanField(
        _l("Confidential"),
        description=_l(
            "Only your agency's managers and whoever added it will see that there is such a file."
        ),
    )

    @classmethod
    def of(cls, line: FileLine) -> FileEditForm:
        """The form with what stands."""
        form = cls(
            version=line.version,
            category=line.category,
            name=line.name,
            expires_on=line.expires_on,
            confidential=line.confidential,
        )
        form.category.choices = [*CATEGORIES.items()]
        return form

    def to_facts(self) -> FileFacts:
        """What was answered."""
        return FileFacts(
            name=self.name.data or "",
            category=self.category.data or "",
            expires_on=self.expires_on.data,
            confidential=bool(self.confidential.data),
        )


class FileForm(FileEditForm):
    """A file, and what is said of it."""

    idempotency_key = HiddenField(validators=[Length(max=64)])
    file = FileField(_l("File"), [FileRequired(_l("Choose the file"))], render_kw={"accept": ACCEPTED})
    name = StringField(
        _l("Name"),
        [Optional(), Length(max=NAME_LENGTH)],
        description=_l("If you leave this empty, the file keeps its own name."),
    )
    order = (
        "idempotency_key",
        "version",
        "file",
        "category",
        "name",
        "expires_on",
        "confidential",
        "csrf_token",
    )

    @classmethod
    def ask(cls) -> FileForm:
        """The form, with nothing chosen beforehand."""
        form = cls()
        form._fields = {name: form._fields[name] for name in cls.order if name in form._fields}
        form.category.choices = [("", _l("Choose")), *CATEGORIES.items()]
        if not form.idempotency_key.data:
            form.idempotency_key.data = uuid.uuid4().hex
        return form


class PhotoForm(BaseForm):
    """A picture of somebody."""

    file = FileField(
        _l("Picture"),
        [FileRequired(_l("Choose the picture"))],
        description=_l("JPEG or PNG. The middle is cut out as a small square; nothing else of it is kept."),
        render_kw={"accept": PHOTO_KINDS},
    )


def days_left(expires_on: date | None, as_of: date) -> int | None:
    """Whole days until the last valid one; negative when it is over, None without one."""
    return None if expires_on is None else (expires_on - as_of).days
