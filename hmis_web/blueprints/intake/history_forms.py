"""What of a client's history is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional

from hmis_web.domain.enrollments import Stay
from hmis_web.domain.history.events import Group, Wanted
from hmis_web.web.forms import BaseForm, DateField

GROUPS = {
    "enrollments": _l("Entries and exits"),
    "answers": _l("Updates and living situations"),
    "services": _l("Services and bed nights"),
    "assessments": _l("Coordinated entry"),
    "notes": _l("Notes"),
    "alerts": _l("Public alerts"),
    "contacts": _l("Contacts and locations"),
    "files": _l("Files"),
    "releases": _l("Releases"),
    "merges": _l("Merged records"),
}


class HistoryForm(BaseForm):
    """Kind, program and days. It stands in the address: numbers, days and words of ours alone."""

    class Meta:
        csrf = False

    kind = SelectField(_l("Show"), validate_choice=False)
    program = SelectField(_l("Program"), validate_choice=False)
    first = DateField(_l("From"), [Optional()])
    last = DateField(_l("To"), [Optional()])

    @classmethod
    def ask(cls, groups: Iterable[Group], stays: Iterable[Stay], source: Any = None) -> HistoryForm:
        """The form as it was sent (by default in the address), checked."""
        form = cls(formdata=request.args if source is None else source)
        form.kind.choices = [("", _l("Everything")), *((group.code, GROUPS[group.code]) for group in groups)]
        names = {str(stay.project_key): stay.project_name for stay in stays}
        named = sorted(names.items(), key=lambda pair: pair[1].casefold())
        form.program.choices = [("", _l("All programs")), *named]
        form.validate()
        first, last = form.first.data, form.last.data
        if first and last and first > last:
            form.last.errors = [*form.last.errors, _l("Enter a last day that is not before the first")]
        return form

    def to_wanted(self) -> Wanted:
        """What was asked for; a kind or program that is not offered counts as none."""
        kinds = {choice[0] for choice in self.kind.choices or ()}
        programs = {choice[0] for choice in self.program.choices or ()}
        kind, program = self.kind.data or "", self.program.data or ""
        return Wanted(
            group=kind if kind and kind in kinds else None,
            project_key=int(program) if program and program in programs else None,
            first=self.first.data,
            last=self.last.data,
        )


def to_query(wanted: Wanted) -> dict[str, Any]:
    """What was asked for, as an address has it."""
    told = {
        "kind": wanted.group,
        "program": wanted.project_key,
        "first": wanted.first,
        "last": wanted.last,
    }
    return {name: str(value) for name, value in told.items() if value is not None}
