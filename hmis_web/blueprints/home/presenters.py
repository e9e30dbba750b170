"""What the first page shows, by role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.admin.training_presenters import ending_soon
from hmis_web.blueprints.reports.presenters import run_item
from hmis_web.domain.clients import Person
from hmis_web.domain.drafts import ALL_AGENCIES, Line
from hmis_web.domain.training import Requirement
from hmis_web.jobs.report_jobs import RunLine
from hmis_web.web.drafts import TITLES, numbers_of
from hmis_web.web.presenters import hit, name_of

TASKS = (
    (Permission.CLIENT_SEARCH, "intake.client_search", "search"),
    (Permission.WORKLIST_READ_OWN, "home.worklist", "check"),
    (Permission.CLIENT_PRINT, "intake.form_list", "print"),
    (Permission.REPORT_RUN, "reports.report_list", "reports"),
    (Permission.HMIS_CSV_IMPORT, "admin.import_list", "upload"),
    (Permission.HMIS_CSV_EXPORT, "admin.export_new", "download"),
)


def home_page(
    actor: Actor, as_of: date, recent: Sequence[Person], entered: int | None, runs: Sequence[RunLine]
) -> dict[str, Any]:
    """The context of home/home.html. `entered`: stays begun within a week, None when the role doesn't see
    them."""
    figures = []
    if entered is not None:
        figures.append(
            {"label": _("entered in the last seven days"), "value": f"{entered:,}", "url": None, "note": ""}
        )
    return {
        "greeting": actor.display_name,
        "today": as_of,
        "figures": figures,
        "tasks": tasks(actor),
        "recent": [hit(person) for person in recent],
        "runs": [run_item(line, actor) for line in runs],
    }


def tasks(actor: Actor) -> list[dict[str, str]]:
    """What the role does from here."""
    return [_task(endpoint, icon) for right, endpoint, icon in TASKS if actor.may(right)]


def clients_of(unfinished: Sequence[Line]) -> list[int]:
    """The clients that drafts are about."""
    found = (numbers_of(line.path).get("client_id") for line in unfinished)
    return [client_id for client_id in found if client_id is not None]


def unfinished_items(
    actor: Actor, unfinished: Sequence[Line], about: dict[int, Person]
) -> list[dict[str, Any]]:
    """Drafts as the first page lists them; `about`: the clients among them that the present agency sees."""
    return [
        {
            "id": line.id,
            "title": TITLES.get(line.form, _("A form")),
            "name": _name_of_subject(line, about),
            "saved_at": line.saved_at,
            "url": line.path,
            "switch": _agency_to_switch_to(actor, line),
        }
        for line in unfinished
    ]


def _name_of_subject(line: Line, about: dict[int, Person]) -> str:
    client_id = numbers_of(line.path).get("client_id")
    if client_id is None:
        return ""
    person = about.get(client_id)
    return name_of(person) if person else f"R-{client_id}"


def _agency_to_switch_to(actor: Actor, line: Line) -> dict[str, Any] | None:
    """The agency that a draft was typed for, when it is not the present one."""
    if line.organization_id == (actor.organization_id or ALL_AGENCIES):
        return None
    return {"id": line.organization_id, "name": line.agency or _("All agencies")}


def training_part(asked: Sequence[Requirement], as_of: date) -> dict[str, Any]:
    """The part of home/home.html's context that tells of courses that expire soon."""
    return {"ending": ending_soon(asked, as_of), "training_url": url_for("admin.training_own")}


def _task(endpoint: str, icon: str) -> dict[str, str]:
    title, text = {
        "intake.client_search": (
            _("Find a client"),
            _("by name, birth date, last four, or ID; / from any page"),
        ),
        "home.worklist": (_("Work through what is missing"), _("findings and incomplete forms, by program")),
        "intake.form_list": (_("Print blank forms"), _("intake, update, exit and consent, for paper")),
        "reports.report_list": (_("Run a report"), _("on screen, as PDF, or in HUD's upload format")),
        "admin.import_list": (
            _("Import a file"),
            _("HMIS CSV from another system, checked before it is applied"),
        ),
        "admin.export_new": (_("Export HMIS CSV"), _("your programs' records for another system")),
    }[endpoint]
    return {"title": title, "text": text, "url": url_for(endpoint), "icon": icon}
