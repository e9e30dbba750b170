"""The events of our own tables: contacts, places, files, releases, notes and alerts. They belong to a client,
not to an enrollment."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, or_

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import own_row_readable
from hmis_web.domain import file_lines, own_rows
from hmis_web.domain.history.events import Wanted, What
from hmis_web.domain.history.rows import row, within
from hmis_web.models import (
    ClientContact,
    ClientFile,
    ClientLocation,
    Note,
    Organization,
    Release,
)

P = Permission
EXCERPT = 200
"""Letters of a note that are read."""


def of_client(actor: Actor, client_id: int, wanted: Wanted, as_of: date) -> list[Select[Any]]:
    """Sorts that have a day, as far as the role sees each."""
    made: list[tuple[Any, Select[Any]]] = [
        *_reached(actor, ClientContact, P.CONTACT_READ, P.CONTACT_READ_LIMITED, as_of),
        *_reached(actor, ClientLocation, P.LOCATION_READ, P.LOCATION_READ_LIMITED, as_of),
    ]
    if actor.may(P.FILE_READ) or actor.may(P.FILE_READ_LIMITED):
        made.append((ClientFile, _files(actor)))
    if actor.may(P.CONSENT_READ):
        made += [(Release, query) for query in _releases()]
    if actor.may(P.NOTE_READ_LIMITED):
        made.append((Note, _notes(actor)))
    return [
        within(query.where(model.client_id == client_id), query.selected_columns.day, wanted)
        for model, query in made
    ]


def _own(model: Any, what: What, day: Any, **values: Any) -> Select[Any]:
    agency: dict[str, Any] = {"agency": Organization.organization_name, "agency_key": Organization.id}
    query = row(what, day, model.id, **values, **agency).select_from(model)
    return query.join(Organization, Organization.id == model.organization_id)


def _reached(
    actor: Actor, model: Any, right: Permission, limited: Permission, as_of: date
) -> list[tuple[Any, Select[Any]]]:
    """When a contact or place began and ended. Limited viewing knows the own agency's contacts by kind and
    name, and the present places by their label (access rules 4.1)."""
    is_place = model is ClientLocation
    words = model.label if is_place else model.name
    began = What.LOCATION if is_place else What.CONTACT
    over = What.LOCATION_OVER if is_place else What.CONTACT_OVER
    live = model.deleted_at.is_(None)
    if actor.may(right):
        readable = own_row_readable(actor, model)
        begun = _own(model, began, model.valid_from, kind=model.kind, words=words).where(live, readable)
        ended = _own(model, over, model.valid_to, kind=model.kind, words=words).where(live, readable)
        return [(model, begun), (model, ended.where(model.valid_to < as_of))]
    if not actor.may(limited):
        return []
    own = own_rows.belonging(actor, model.organization_id)
    told: dict[str, Any] = {"words": words} if is_place else {"kind": model.kind, "words": words}
    query = _own(model, began, model.valid_from, **told).where(live, own)
    present = or_(model.valid_to.is_(None), model.valid_to >= as_of)
    return [(model, query.where(present, model.valid_from <= as_of) if is_place else query)]


def _files(actor: Actor) -> Select[Any]:
    full: dict[str, Any] = {"kind": ClientFile.category} if actor.may(P.FILE_READ) else {}
    query = _own(ClientFile, What.FILE, ClientFile.added_on, words=ClientFile.name, **full)
    return query.where(file_lines.readable(actor))


def _releases() -> list[Select[Any]]:
    signed = row(
        What.RELEASE,
        Release.signed_on,
        Release.id,
        kind=Release.kind,
        first_day=Release.ends_on,
        agency=Organization.organization_name,
        agency_key=Organization.id,
    )
    back = row(
        What.RELEASE_BACK,
        Release.revoked_on,
        Release.id,
        agency=Organization.organization_name,
        agency_key=Organization.id,
    )
    return [
        query.select_from(Release)
        .outerjoin(Organization, Organization.id == Release.organization_id)
        .where(Release.deleted_at.is_(None))
        for query in (signed, back)
    ]


def _notes(actor: Actor) -> Select[Any]:
    """Notes are their agency's own, however the client is shared (decision 11)."""
    beginning = func.substr(Note.text, literal(1), literal(EXCERPT))
    query = _own(Note, What.NOTE, Note.written_on, words=beginning)
    return query.where(Note.deleted_at.is_(None), own_rows.belonging(actor, Note.organization_id))
