"""What a report is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, ValidationError
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from hmis_web.domain.projects import ProjectChoice
from hmis_web.reports.engine.params import ReportParams
from hmis_web.web.drafts import typed
from hmis_web.web.forms import BaseForm, DateField

ALL_UP_TO = 30
"""No more projects than this are ticked beforehand."""


class ReportForm(BaseForm):
    """Projects and dates."""

    projects = SelectMultipleField(
        _l("Programs"),
        [InputRequired(_l("Choose at least one program"))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    start = DateField(_l("First day"), [InputRequired(_l("Enter the first day"))])
    end = DateField(_l("Last day"), [InputRequired(_l("Enter the last day"))])

    @classmethod
    def ask(cls, choices: Sequence[ProjectChoice], as_of: date, chosen: Sequence[int] = ()) -> ReportForm:
        """The form for one person's projects: the twelve months up to the last one, all projects when they
        are few."""
        start, end = last_year(as_of)
        keys = [choice.id for choice in choices]
        if not chosen and len(keys) <= ALL_UP_TO:
            chosen = keys
        form = cls(formdata=typed(), start=start, end=end, projects=list(chosen))
        agencies = {choice.agency for choice in choices}
        form.projects.choices = [(choice.id, _label(choice, several=len(agencies) > 1)) for choice in choices]
        return form

    def validate_end(self, field: Any) -> None:
        """A report ends after it begins."""
        if field.data and self.start.data and field.data < self.start.data:
            raise ValidationError(_("Enter a last day on or after the first day"))

    def to_params(self, kind: str, as_of: date) -> ReportParams:
        """What was asked for."""
        start, end = self.start.data, self.end.data
        if start is None or end is None:
            raise ValueError("the form was not validated")
        return ReportParams(kind, start, end, tuple(self.projects.data or ()), as_of)


def last_year(as_of: date) -> tuple[date, date]:
    """The twelve whole months before this one: what is most often reported on."""
    end = as_of.replace(day=1) - timedelta(days=1)
    return as_of.replace(year=as_of.year - 1, day=1), end


def _label(choice: ProjectChoice, *, several: bool) -> str:
    return f"{choice.agency}: {choice.name}" if several else choice.name
