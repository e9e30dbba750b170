"""Choosing a second record, and the values that stay."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from hmis_web.domain.merge_values import GROUPS
from hmis_web.web.forms import BaseForm

PICK = "pick-"
VERSION = "version-"


class OtherForm(BaseForm):
    """The number of the other record."""

    other = StringField(
        _l("Number of the other record"),
        [Length(max=12)],
        description=_l("Such as R-123: it stands on its page."),
    )


class MergeForm(BaseForm):
    """Which record stays, and for each value whose: the radio buttons of the table carry that."""

    other = HiddenField(validators=[Length(max=12)])
    keep = HiddenField()

    def chosen(self) -> dict[str, int]:
        """{group of values: record whose values stay}."""
        return {group: _number(request.form.get(PICK + group)) for group in GROUPS}

    def survivor(self, one: int, other: int) -> int:
        """The record that stays."""
        return other if _number(self.keep.data) == other else one

    def versions(self, *client_ids: int) -> tuple[int, int]:
        """The versions of both records that the page showed."""
        one, two = (_number(request.form.get(f"{VERSION}{key}")) for key in client_ids)
        return one, two


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
