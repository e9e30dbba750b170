"""A client's history, month by month."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import url_for

from hmis_web.access.actor import Actor
from hmis_web.blueprints.intake import record
from hmis_web.blueprints.intake.history_forms import HistoryForm, to_query
from hmis_web.domain.history import words
from hmis_web.domain.history.events import Event, Page, Place, Wanted, What
from hmis_web.domain.overview import Header
from hmis_web.web.links import may_open

TABS = {
    What.ALERT: "intake.note_list",
    What.CONTACT: "intake.contact_list",
    What.CONTACT_OVER: "intake.contact_list",
    What.LOCATION: "intake.contact_list",
    What.LOCATION_OVER: "intake.contact_list",
    What.FILE: "intake.file_list",
    What.ASSESSMENT: "assessments.assessment_list",
    What.CE_EVENT: "assessments.assessment_list",
    What.RELEASE: "intake.release_list",
    What.RELEASE_BACK: "intake.release_list",
}
"""The tab on which a sort of event stands, besides enrollments, services and notes."""


def page_of(
    actor: Actor, header: Header, page: Page, form: HistoryForm, after: Place | None
) -> dict[str, Any]:
    """The context of intake/history_show.html besides printing."""
    client_id = header.card.id
    wanted = form.to_wanted()
    here: dict[str, Any] = {"client_id": client_id, **to_query(wanted)}
    return {
        **record.above(actor, header, "history"),
        "form": form,
        "filtered": wanted != Wanted(),
        "page_url": url_for("intake.history_show", client_id=client_id),
        "months": [
            {"name": name, "events": [_line(actor, client_id, event) for event in events]}
            for name, events in groupby(page.events, key=lambda event: f"{event.day:%B %Y}")
        ],
        "older_url": url_for("intake.history_show", **here, after=str(page.after)) if page.after else None,
        "newest_url": url_for("intake.history_show", **here) if after else None,
    }


def _line(actor: Actor, client_id: int, event: Event) -> dict[str, Any]:
    return {
        "day": words.days(event),
        "title": words.title(event),
        "url": _url(actor, client_id, event),
        "detail": words.detail(event),
        "where": " · ".join(part for part in (event.project, event.agency) if part),
    }


def _url(actor: Actor, client_id: int, event: Event) -> str:
    """The page of an event, as far as the role opens it; empty otherwise."""
    if event.what in (What.SERVICES, What.NIGHTS):
        days = {"first": event.first_day, "last": event.day}
        about = {"project": event.project_key, "kind": event.code, **days}
        return _open(actor, "services.service_list", client_id=client_id, **about)
    if event.what is What.NOTE:
        return _open(actor, "intake.note_show", client_id=client_id, note_id=event.key)
    if event.what is What.MERGE:
        return _open(actor, "intake.merge_list")
    if event.what in TABS:
        return _open(actor, TABS[event.what], client_id=client_id)
    if not (actor.is_system_administrator or event.agency_key == actor.organization_id):
        return ""
    where = {"client_id": client_id, "enrollment_id": event.enrollment_key}
    return _open(actor, "intake.enrollment_show", **where)


def _open(actor: Actor, endpoint: str, **where: Any) -> str:
    return url_for(endpoint, **where) if may_open(actor, endpoint) else ""
