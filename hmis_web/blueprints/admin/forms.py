"""What imports and exports are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from hmis_web.domain.projects import ProjectChoice
from hmis_web.exporting.hmis_csv import ExportParams
from hmis_web.importing.apply import Choices
from hmis_web.importing.sharing import ALL, ENROLLING
from hmis_web.web.drafts import typed
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
    start = DateField(_l("First day"))
    end = DateField(_l("Last day"))
    hash = BooleanField(_l("Hash names and Social Security numbers"))
    own_fields = BooleanField(
        _l("Your community's own questions, too"),
        description=_l("In a second file: HUD's stay as the specification writes them."),
    )

    @classmethod
    def ask(
        cls, choices: Sequence[ProjectChoice], as_of: date, *, may_take_everything: bool, asks_own: bool
    ) -> ExportForm:
        """The form for one person's projects: this year so far, all projects when they are few."""
        keys = [choice.id for choice in choices]
        form = cls(
            formdata=typed(),
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
        if not asks_own:
            del form.own_fields
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
            own_fields="own_fields" in self and bool(self.own_fields.data),
            source_name=community,
        )


class ImportForm(BaseForm):
    """A file and where its rows belong."""

    file = FileField(_l("File"), [FileRequired(_l("Choose the .zip to import"))])
    source = StringField(
        _l("Data source"),
        [Optional(), Length(max=100)],
        description=_l(
            "The system that sends the file. Leave it empty to take the name that the file gives itself; "
            "always write it alike, as identifiers are compared within one source."
        ),
        render_kw={"autocomplete": "off"},
    )


class ConfirmForm(BaseForm):
    """What to do with rows that differ from the plan's usual way."""

    sharing = RadioField(
        _l("Who may see the clients of this source?"),
        choices=[
            SelectChoice(ENROLLING, _l("Agencies that enrolled them")),
            SelectChoice(
                ALL, _l("All agencies of this source; only with releases of information that say so")
            ),
        ],
        default=ENROLLING,
        description=_l(
            "Asked once, for all imports of this source. Who is known to a victim service provider is "
            "never shared."
        ),
    )
    take_conflicts = BooleanField(_l("Take conflicting rows from the file, over what is here"))
    delete_missing = BooleanField(_l("Delete what is here but no longer in the file"))

    @classmethod
    def ask(cls, *, conflicts: int, missing: int, source_is_new: bool) -> ConfirmForm:
        """The form, with no more questions than the plan raises."""
        form = cls()
        if not source_is_new:
            del form.sharing
        if not conflicts:
            del form.take_conflicts
        if not missing:
            del form.delete_missing
        return form

    def to_choices(self) -> Choices:
        """The answers; a question that was not asked has its usual one."""
        return Choices(**{field.name: field.data for field in self if field.name in _QUESTIONS})


_QUESTIONS = {field.name for field in fields(Choices)}
