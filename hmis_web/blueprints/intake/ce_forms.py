"""The forms of coordinated entry: what stands beside HUD's questions, and the lines of an assessment."""

from __future__ import annotations

import re
import uuid
from typing import Any

from wtforms import HiddenField
from wtforms.validators import Length

from hmis_web.domain.assessment_lines import SORTS, Lines, Pair
from hmis_web.web.drafts import typed
from hmis_web.web.forms import BaseForm

MOST_LINES = 200
LINE = re.compile(r"(questions|results)-([0-9]{1,3})-(?:first|second)")


class CeForm(BaseForm):
    """An assessment or event: which one it is, and from which version it was read. HUD 4.19, 4.20."""

    idempotency_key = HiddenField(validators=[Length(max=64)])
    version = HiddenField()

    @classmethod
    def asked(cls, version: int) -> tuple[CeForm, Any]:
        """(form, posted fields or those of a draft; None for neither)."""
        fields = typed()
        form = cls(formdata=fields)
        if not form.idempotency_key.data:
            form.idempotency_key.data = uuid.uuid4().hex
        if not form.version.data:
            form.version.data = str(version)
        return form, fields


def read_lines(fields: Any) -> Lines:
    """The lines of a posted form or a draft, each in its place, blank ones too."""
    found: dict[str, tuple[Pair, ...]] = {}
    for sort in SORTS:
        places = (LINE.fullmatch(name) for name in fields)
        numbers = [int(place[2]) for place in places if place and place[1] == sort.name]
        count = min(max(numbers, default=-1) + 1, MOST_LINES)
        found[sort.name] = tuple(_pair(fields, f"{sort.name}-{number}") for number in range(count))
    return Lines(found["questions"], found["results"])


def _pair(fields: Any, name: str) -> Pair:
    first, second = (str(fields.get(f"{name}-{part}") or "").strip() for part in ("first", "second"))
    return first, second
