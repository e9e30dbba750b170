"""The page of blank forms for paper: which form, of which program, for whom, in which language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from hmis_web.domain.projects import ProjectChoice
from hmis_web.jobs.form_prints import PrintedForm, WantedForm
from hmis_web.web.filters import hud_datetime
from hmis_web.web.forms import BaseForm
from hmis_web.web.job_progress import is_under_way, progress_of, state_tag


class BlankForm(BaseForm):
    """A blank form."""

    project = SelectField(_l("Program"), [InputRequired(_l("Choose a program"))])
    stage = RadioField(_l("Form"), [InputRequired(_l("Choose a form"))])
    about = RadioField(_l("For whom"), default="adult")
    language = RadioField(_l("Language"), default="en")

    @classmethod
    def ask(cls, programs: Sequence[ProjectChoice], named: bool) -> BlankForm:
        """The form for the programs in scope; `named`: with their agencies."""
        form = cls()
        form.project.choices = [
            ("", _("Choose")),
            *((str(each.id), f"{each.name}, {each.agency}" if named else each.name) for each in programs),
        ]
        form.stage.choices = list(titles().items())
        form.about.choices = [("adult", _("Adult or head of household")), ("child", _("Child"))]
        form.language.choices = [("en", _("English")), ("es", _("Spanish: intake and consent alone"))]
        return form

    def wanted(self) -> WantedForm:
        """What was asked for."""
        return WantedForm(
            self.stage.data, int(self.project.data), self.about.data or "adult", self.language.data or "en"
        )


def titles() -> dict[str, str]:
    """{form: what it is called}."""
    return {
        "entry": _("Intake"),
        "update": _("Update"),
        "annual": _("Annual assessment"),
        "exit": _("Exit"),
        "consent": _("Consent form"),
    }


def page(printed: Sequence[PrintedForm], programs: Sequence[ProjectChoice]) -> dict[str, Any]:
    """The context of intake/form_list.html besides the form."""
    names = {each.id: each.name for each in programs}
    running = next((line.job for line in printed if is_under_way(line.job)), None)
    return {
        "printed": [
            {
                "title": _title(line.wanted),
                "detail": f"{names.get(line.wanted.project_key, '')} · {hud_datetime(line.job.created_at)}",
                "state": state_tag(line.job.state),
                "url": url_for("intake.form_file", job_id=line.job.id) if line.artifact else "",
            }
            for line in printed
        ],
        "job": progress_of(running, _("Printing")) if running else None,
    }


def _title(wanted: WantedForm) -> str:
    parts = [titles()[wanted.stage]]
    if wanted.stage != "consent":
        parts.append(_("child") if wanted.about == "child" else _("adult"))
    if wanted.language == "es":
        parts.append(_("Spanish"))
    return ", ".join(parts)
