"""The tab of notes and alerts, and a note with what it said before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import record
from hmis_web.domain import alerts, deletion, notes
from hmis_web.domain.alerts import AlertItem
from hmis_web.domain.clock import Clock
from hmis_web.domain.notes import PER_PAGE, EarlierNote, NoteItem
from hmis_web.domain.overview import Header
from hmis_web.web.filters import hud_date, hud_datetime
from hmis_web.web.links import may_open
from hmis_web.web.presenters import phone_text

MOST_FOUND = 50


def list_page(
    actor: Actor,
    header: Header,
    found: tuple[Sequence[NoteItem], int],
    words: str,
    page: int,
    clock: Clock,
) -> dict[str, Any]:
    """The context of intake/note_list.html besides alerts, printing and what was deleted."""
    client_id, (items, total) = header.card.id, found
    return {
        **record.above(actor, header, "notes"),
        "notes": [note_item(actor, item, clock) for item in items],
        "may_read_notes": actor.may(Permission.NOTE_READ_LIMITED),
        "words": words,
        "total": total,
        "more_found": bool(words) and total > MOST_FOUND,
        "page_url": url_for("intake.note_list", client_id=client_id),
        "new_url": _url(actor, "intake.note_new", client_id=client_id),
        "alert_new_url": _url(actor, "intake.alert_new", client_id=client_id),
        "pages": None if words else _pages(client_id, page, total),
    }


def note_item(actor: Actor, note: NoteItem, clock: Clock) -> dict[str, Any]:
    """A note with what the actor may do to it."""
    where: dict[str, Any] = {"client_id": note.client_id, "note_id": note.id}
    changed = ""
    if note.edited_at is not None:
        changed = _("changed %(moment)s by %(who)s", moment=hud_datetime(note.edited_at), who=note.edited_by)
    may_delete = deletion.may_delete(actor, "note", note.organization_id)
    return {
        "day": note.written_on,
        "text": note.text,
        "author": note.author,
        "agency": note.agency if actor.is_system_administrator else "",
        "changed": changed,
        "url": url_for("intake.note_show", **where),
        "edit_url": url_for("intake.note_edit", **where) if notes.may_edit(actor, note, clock) else "",
        "delete_url": url_for("intake.note_delete", **where) if may_delete else "",
    }


def note_page(
    actor: Actor, header: Header, note: NoteItem, earlier: Sequence[EarlierNote], clock: Clock
) -> dict[str, Any]:
    """The context of intake/note_show.html."""
    return {
        **record.above(actor, header, "notes"),
        "note": note_item(actor, note, clock),
        "written": hud_datetime(note.created_at),
        "earlier": [
            {
                "version": each.version,
                "day": each.written_on,
                "text": each.text,
                "saved": _("%(moment)s, %(who)s", moment=hud_datetime(each.saved_at), who=each.author),
            }
            for each in earlier
        ],
        "list_url": url_for("intake.note_list", client_id=header.card.id),
    }


def alert_rows(actor: Actor, client_id: int, items: Sequence[AlertItem], as_of: date) -> dict[str, Any]:
    """Alerts in force, and earlier ones, with what the actor may do to them."""
    rows = [(item.is_active(as_of), _alert(actor, client_id, item, as_of)) for item in items]
    return {
        "alert_items": [row for active, row in rows if active],
        "earlier_alerts": [row for active, row in rows if not active],
    }


def _alert(actor: Actor, client_id: int, item: AlertItem, as_of: date) -> dict[str, Any]:
    where: dict[str, Any] = {"client_id": client_id, "alert_id": item.id}
    may_edit, active = alerts.may_edit(actor, item), item.is_active(as_of)
    words = {"urgent": _("urgent"), "important": _("important")}
    until = _("until %(day)s", day=hud_date(item.ends_on))
    if item.ended_at is not None:
        until = _("ended %(day)s", day=hud_date(item.ended_at.date()))
    elif not active:
        until = _("ran out %(day)s", day=hud_date(item.ends_on))
    return {
        "title": item.title,
        "text": item.text,
        "priority": words.get(item.priority, ""),
        "agency": item.agency,
        "phone": phone_text(item.phone),
        "author": item.author,
        "until": until,
        "edit_url": url_for("intake.alert_edit", **where) if may_edit else "",
        "end_url": url_for("intake.alert_end", **where) if may_edit and active else "",
        "delete_url": url_for("intake.alert_delete", **where)
        if deletion.may_delete(actor, "alert", item.organization_id)
        else "",
    }


def _url(actor: Actor, endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values) if may_open(actor, endpoint) else ""


def _pages(client_id: int, page: int, total: int) -> dict[str, Any]:
    first = (page - 1) * PER_PAGE

    def at(number: int) -> str:
        return url_for("intake.note_list", client_id=client_id, page=number)

    return {
        "first": first + 1,
        "last": min(first + PER_PAGE, total),
        "total": total,
        "previous_url": at(page - 1) if page > 1 else None,
        "next_url": at(page + 1) if first + PER_PAGE < total else None,
    }
