"""Finding clients, and a client's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web import standards
from hmis_web.access.actor import Actor
from hmis_web.blueprints.intake import record
from hmis_web.blueprints.intake.sharing import sharing_text
from hmis_web.domain.clients import ClientCard, Person
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.overview import Overview
from hmis_web.domain.search.results import Match
from hmis_web.domain.search.scoring import Why
from hmis_web.domain.services import may_log_on
from hmis_web.web.filters import hud_date
from hmis_web.web.links import may_open
from hmis_web.web.presenters import hit, service_items

ADULT = 18
PHOTOS = 2
"""Best matches of a search that show their photo: each is a request, and a page has a budget of three."""


def search_page(
    text: str,
    found: Sequence[Match],
    alerted: set[int],
    elsewhere: Sequence[str],
    recent: Sequence[Person],
) -> dict[str, Any]:
    """The context of intake/client_search.html and intake/_client_results.html."""
    return {
        "query": text,
        "results": [
            *(_match(match, alerted, place) for place, match in enumerate(found)),
            *(_elsewhere(each) for each in elsewhere),
        ],
        "recent": [hit(person) for person in recent],
        "focus_search": not text,
    }


def client_page(actor: Actor, overview: Overview, as_of: date) -> dict[str, Any]:
    """The context of intake/client_show.html."""
    card = overview.card
    services = [stay for stay in overview.active if may_log_on(actor, stay, as_of)]
    logging = [_log(stay) for stay in services[:1]] if len(services) == 1 else []
    several = len({member.project_name for member in overview.household}) > 1
    return {
        **record.above(actor, overview, "overview"),
        "actions": [*logging, *record.actions(actor, card.id)],
        "active": [_stay_row(actor, stay, overview, as_of) for stay in overview.active],
        "past": [_stay_row(actor, stay, overview, as_of) for stay in overview.past],
        "services": service_items(overview.services),
        "services_url": _link(actor, "services.service_list", card.id),
        "notes_url": _link(actor, "intake.note_list", card.id),
        "household": [record.member(member, name_project=several) for member in overview.household],
        "glance": _glance(card),
        "notes": overview.notes,
        "sharing": sharing_text(actor, overview.sharing),
        "releases_url": _link(actor, "intake.release_list", card.id),
        "alike_url": _link(actor, "intake.alike_list", card.id),
        "audit_url": _link(actor, "admin.client_audit", card.id),
        "photo": _photo(actor, card),
    }


def _link(actor: Actor, endpoint: str, client_id: int) -> str:
    return url_for(endpoint, client_id=client_id) if may_open(actor, endpoint) else ""


def _photo(actor: Actor, card: ClientCard) -> tuple[str, str] | None:
    """The way to the page of the photo, for who may set it."""
    if not may_open(actor, "intake.photo_edit"):
        return None
    label = _("Change the photo") if card.has_photo else _("Add a photo")
    return label, url_for("intake.photo_edit", client_id=card.id)


def _match(match: Match, alerted: set[int], place: int) -> dict[str, Any]:
    years = ngettext("%(num)s year", "%(num)s years", match.age) if match.age is not None else ""
    return {
        "url": url_for("intake.client_show", client_id=match.client_id),
        "name": match.name,
        "detail": " · ".join(part for part in (years, hud_date(match.birth_date)) if part),
        "identifier": match.record_number,
        "last4": match.last4 or "",
        "why": ", ".join(why.value for why in match.why if why is not Why.SAME_NAME),
        "alert": match.client_id in alerted,
        "photo_url": url_for("intake.photo_show", client_id=match.client_id)
        if match.has_photo and place < PHOTOS
        else "",
    }


def _elsewhere(record_number: str) -> dict[str, Any]:
    """A record of another agency: that it is there, and nothing else (decision 20)."""
    return {
        "url": None,
        "name": _("A record exists at another agency"),
        "detail": _("Ask for a release of information."),
        "identifier": record_number,
        "last4": "",
        "why": "",
        "alert": False,
    }


def _stay_row(actor: Actor, stay: Stay, overview: Overview, as_of: date) -> dict[str, Any]:
    return {
        "project": stay.project_name,
        "url": record.stay_url(actor, stay),
        "agency": stay.agency,
        "type": standards.label("2.02.6", stay.project_type),
        "entry": stay.entry_date,
        "exit": stay.exit_date,
        "destination": standards.label("3.12.1", stay.destination),
        "last_contact": overview.last_contact.get(stay.id),
        "service_url": _service_url(stay) if may_log_on(actor, stay, as_of) else None,
    }


def _log(stay: Stay) -> dict[str, Any]:
    return {"label": _("Log a service"), "url": _service_url(stay), "primary": True, "icon": "plus"}


def _service_url(stay: Stay) -> str:
    return url_for("services.service_new", client_id=stay.client_id, enrollment_id=stay.id)


def _glance(card: ClientCard) -> list[tuple[str, str]]:
    """What a full profile tells besides the header; nothing for limited viewing. HUD asks 3.07 of adults."""
    is_child = card.age is not None and card.age < ADULT
    pairs = [
        (_("Sex"), standards.label("4.21", card.sex)),
        (_("Veteran"), "" if is_child else standards.label("1.8", card.veteran_status)),
        (_("HMIS ID"), card.personal_id),
        (_("Record from"), card.data_source),
    ]
    return [(label, value) for label, value in pairs if value]
