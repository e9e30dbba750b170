"""What imports and exports are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from hmis_web.domain.projects import ProjectChoice
from hmis_web.exporting.hmis_csv import ExportParams
from hmis_web.web.forms import BaseForm, DateField

ALL_UP_TO = 30
"""No more projects than this are ticked beforehand."""


class ExportForm(BaseForm):
    """Projects, period, and whether names are hashed."""

    everything = BooleanField(
        _l("Everything there is, whatever its date"),
        description=_l("To move to another system: all programs, deleted records included."),
    )
    data_source = SelectField(_l("Data source"), coerce=int)
    project_keys = SelectMultipleField(
        _l("Programs"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    start = DateField(_l("First day"), [Optional()])
    end = DateField(_l("Last day"), [Optional()])
    hash = BooleanField(_l("Hash names and Social Security numbers"))

    @classmethod
    def ask(cls, choices: Sequence[ProjectChoice], as_of: date, *, may_take_everything: bool) -> ExportForm:
        """The form for one person's projects: this year so far, all projects when they are few."""
        keys = [choice.id for choice in choices]
        form = cls(
            start=as_of.replace(month=1, day=1),
            end=as_of,
            project_keys=keys if len(keys) <= ALL_UP_TO else [],
        )
        form.project_keys.choices = [(choice.id, f"{choice.agency}: {choice.name}") for choice in choices]
        sources = {choice.data_source_id: choice.data_source for choice in choices}
        form.data_source.choices = [(0, _("All of them")), *sorted(sources.items())]
        if len(sources) < 2:
            del form.data_source
        if not may_take_everything:
            del form.everything
        return form

    def to_params(self, community: str) -> ExportParams:
        """What was asked for. No ticked project means every one that the person sees."""
        everything = "everything" in self and bool(self.everything.data)
        keys = None if everything else tuple(self.project_keys.data or ()) or None
        return ExportParams(
            start=None if everything else self.start.data,
            end=None if everything else self.end.data,
            project_keys=keys,
            data_source_id=(self.data_source.data or None) if "data_source" in self else None,
            hash=bool(self.hash.data),
            everything=everything,
            source_name=community,
        )
