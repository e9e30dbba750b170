"""The page of what is printed about a client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.access.actor import Actor
from hmis_web.domain.saved_forms import SavedForm
from hmis_web.jobs import client_prints, paper_forms
from hmis_web.jobs.client_prints import PrintLine
from hmis_web.web.filters import hud_date, hud_datetime
from hmis_web.web.job_progress import is_under_way, progress_of, state_tag
from hmis_web.web.links import open_url


def print_page(
    actor: Actor, client_id: int, printed: Sequence[PrintLine], forms: Sequence[SavedForm]
) -> dict[str, Any]:
    """The context of intake/client_print.html besides the client's header and the form."""
    running = next((line.job for line in printed if is_under_way(line.job)), None)
    return {
        "documents": [_document(name) for name in client_prints.offered(actor) if name != "form"],
        "forms": [_form(each) for each in forms],
        "blank_url": open_url(actor, "intake.form_list"),
        "card_url": open_url(actor, "intake.card_show", client_id=client_id),
        "printed": [_printed(client_id, line) for line in printed],
        "job": progress_of(running, _("Printing")) if running else None,
    }


def _document(name: str) -> dict[str, Any]:
    title, text = _words()[name]
    languages = {"en": _("English"), "es": _("Spanish")}
    offered = client_prints.DOCUMENTS[name].languages
    buttons = [
        {"label": languages[each] if len(offered) > 1 else _("Print"), "value": f"{name}:{each}"}
        for each in offered
    ]
    return {"name": name, "title": title, "text": text, "buttons": buttons, "dated": name == "services"}


def _form(each: SavedForm) -> dict[str, Any]:
    return {
        "title": paper_forms.TITLES[each.stage.value][0],
        "project": each.project_name,
        "day": each.on,
        "value": f"form:{each.enrollment_id}:{each.stage.value}:{each.on}",
    }


def _words() -> dict[str, tuple[str, str]]:
    return {
        "summary": (_("Client summary"), _("Who they are, household, programs, services of the past year.")),
        "services": (_("Services received"), _("A list to take along. Without days it holds everything.")),
        "consent": (_("Consent form"), _("The release of information, to sign on paper.")),
        "assessments": (_("Assessments"), _("For coordinated entry, with answers and results.")),
    }


def _printed(client_id: int, line: PrintLine) -> dict[str, Any]:
    language = {"en": _("English"), "es": _("Spanish")}[line.wanted.language]
    several = len(client_prints.DOCUMENTS[line.wanted.document].languages) > 1
    words = _words().get(line.wanted.document)
    title = words[0] if words else f"{paper_forms.TITLES[line.wanted.stage][0]}, {hud_date(line.wanted.on)}"
    return {
        "title": f"{title}, {language}" if several else title,
        "when": hud_datetime(line.job.created_at),
        "state": state_tag(line.job.state),
        "url": url_for("intake.client_print_file", client_id=client_id, job_id=line.job.id)
        if line.artifact
        else "",
    }
