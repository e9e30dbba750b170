"""The tab of contacts and locations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import record
from hmis_web.blueprints.intake.contact_forms import CONTACT_KINDS, LOCATION_KINDS
from hmis_web.domain import deletion, locations, own_rows
from hmis_web.domain.contacts import Around, Contact
from hmis_web.domain.locations import Location
from hmis_web.domain.overview import Header
from hmis_web.web.filters import hud_date
from hmis_web.web.links import may_open
from hmis_web.web.presenters import phone_text

KINDS = dict(CONTACT_KINDS) | {f"place-{code}": words for code, words in LOCATION_KINDS}


def list_page(
    actor: Actor,
    header: Header,
    contacts: Sequence[Contact],
    places: Sequence[Location],
    label: str,
    as_of: date,
) -> dict[str, Any]:
    """The context of intake/contact_list.html besides what was deleted. `label`: the present place for
    limited viewing."""
    client_id = header.card.id
    present = locations.current(places, as_of)
    rows = [(each.is_current(as_of), _contact(actor, client_id, each)) for each in contacts]
    there = [(each.is_current(as_of), _location(actor, client_id, each, present)) for each in places]
    return {
        **record.above(actor, header, "contacts"),
        "contacts": [row for current, row in rows if current],
        "earlier_contacts": [row for current, row in rows if not current],
        "sees_contacts": actor.may(Permission.CONTACT_READ_LIMITED),
        "sees_all_of_contacts": actor.may(Permission.CONTACT_READ),
        "places": [row for current, row in there if current],
        "earlier_places": [row for current, row in there if not current],
        "sees_places": actor.may(Permission.LOCATION_READ),
        "sees_label": actor.may(Permission.LOCATION_READ_LIMITED),
        "label": label,
        "new_url": _url(actor, "intake.contact_new", client_id),
        "place_new_url": _url(actor, "intake.location_new", client_id),
    }


def _contact(actor: Actor, client_id: int, contact: Contact) -> dict[str, Any]:
    where: dict[str, Any] = {"client_id": client_id, "contact_id": contact.id}
    kind = str(KINDS[contact.kind])
    return {
        "title": contact.name or kind,
        "kind": kind if contact.name else "",
        "relation": contact.relation,
        "phone": phone_text(contact.phone),
        "email": contact.email,
        "comment": contact.comment,
        "message_ok": contact.message_ok,
        **_shared(actor, contact),
        **_ways(actor, contact, "contact", Permission.CONTACT_EDIT, where),
    }


def _location(actor: Actor, client_id: int, place: Location, present: Location | None) -> dict[str, Any]:
    where: dict[str, Any] = {"client_id": client_id, "location_id": place.id}
    town = " ".join(part for part in (place.state, place.zip) if part)
    return {
        "title": place.label,
        "kind": str(KINDS[f"place-{place.kind}"]),
        "address": ", ".join(part for part in (place.address, place.city, town) if part),
        "comment": place.comment,
        "is_present": present is not None and place.id == present.id,
        **_shared(actor, place),
        **_ways(actor, place, "location", Permission.LOCATION_EDIT, where),
    }


def _shared(actor: Actor, row: Around) -> dict[str, Any]:
    since = _("since %(day)s", day=hud_date(row.valid_from))
    if row.valid_to is not None:
        since = _("%(first)s to %(last)s", first=hud_date(row.valid_from), last=hud_date(row.valid_to))
    own = row.organization_id == actor.organization_id
    return {"since": since, "confidential": row.confidential, "agency": "" if own else row.agency}


def _ways(actor: Actor, row: Around, kind: str, right: Permission, where: dict[str, Any]) -> dict[str, str]:
    may_edit = own_rows.belongs(actor, row.organization_id) and actor.may(right)
    may_delete = deletion.may_delete(actor, kind, row.organization_id)
    return {
        "edit_url": url_for(f"intake.{kind}_edit", **where) if may_edit else "",
        "delete_url": url_for(f"intake.{kind}_delete", **where) if may_delete else "",
    }


def _url(actor: Actor, endpoint: str, client_id: int) -> str:
    return url_for(endpoint, client_id=client_id) if may_open(actor, endpoint) else ""
