"""The page where each thing that is due is done: one click from the caseload to the field."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hmis_web.access.actor import Actor
from hmis_web.domain import due_words
from hmis_web.domain.due import Due, DueKind
from hmis_web.standards.codes import DataCollectionStage
from hmis_web.web.links import open_url
from hmis_web.web.questions import anchor

SOON = timedelta(days=14)


def due_item(actor: Actor, due: Due, as_of: date) -> dict[str, Any]:
    """One thing to do, for home/_cases.html."""
    return {
        "text": due_words.text(due, as_of),
        "url": url_of(actor, due),
        "tag": {"label": due_words.when(due, as_of), "kind": _kind(due, as_of)},
    }


def url_of(actor: Actor, due: Due) -> str:
    """Where it is done: at the field, as far as the role may."""
    client, stay = due.client_id, due.enrollment_id
    if due.kind in (DueKind.INCOMPLETE, DueKind.ANSWERS):
        return record_url(actor, client, stay, due.stage, due.record_id, due.key)
    if due.kind == DueKind.CONSENT:
        return open_url(actor, "intake.release_new", client_id=client)
    if due.kind == DueKind.FILE:
        return open_url(actor, "intake.file_list", client_id=client)
    if due.kind == DueKind.ANNUAL:
        return _new_record(actor, client, stay, "annual")
    if due.kind == DueKind.TURNED_18:
        return _new_record(actor, client, stay, "update")
    if due.kind == DueKind.MOVE_IN:
        return open_url(
            actor, "intake.occurrence_edit", client_id=client, enrollment_id=stay, occurrence="move-in"
        )
    return open_url(actor, "intake.living_situation_new", client_id=client, enrollment_id=stay)


def record_url(
    actor: Actor, client_id: int, enrollment_id: int | None, stage: int, record_id: int | None, key: str
) -> str:
    """The form of a record that needs a look, at the question when one is named."""
    field = f"#{anchor('', key)}" if key else ""
    values = {"client_id": client_id, "enrollment_id": enrollment_id}
    if stage == DataCollectionStage.EXIT:
        url = open_url(actor, "intake.enrollment_exit", **values)
    elif stage == DataCollectionStage.ENTRY:
        url = open_url(actor, "intake.enrollment_edit", **values)
    elif stage == 0 or record_id is None:
        url = open_url(actor, "intake.client_edit", client_id=client_id)
    else:
        url = open_url(actor, "intake.record_edit", **values, record_id=record_id)
    return url + field if url else ""


def _new_record(actor: Actor, client_id: int, enrollment_id: int | None, stage: str) -> str:
    return open_url(actor, "intake.record_new", client_id=client_id, enrollment_id=enrollment_id, stage=stage)


def _kind(due: Due, as_of: date) -> str:
    if due.is_late(as_of):
        return "bad"
    return "warn" if due.day <= as_of + SOON else ""
