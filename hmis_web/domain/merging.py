"""Two records of one person become one, and two again (access rules, row 5; decision 25)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import Conflict, DomainError, NotFound, StaleVersion
from hmis_web.db.keys import KeyRing
from hmis_web.domain import as_received, audit, clients, drafts, merge_rows, merge_values, sharing_outcome
from hmis_web.domain.client_changes import fields_of
from hmis_web.domain.client_fields import ClientFields
from hmis_web.domain.clock import Clock
from hmis_web.domain.merge_rows import Moved
from hmis_web.models import Client, ClientAgency, ClientAlias, ClientMerge, ClientMergeRow

NEEDED = Permission.CLIENT_MERGE
DRAFT = "draft"
"""Drafts know their client by number only, in what they are about."""


@dataclass(frozen=True)
class Side:
    """One of two records, as it is compared."""

    card: clients.ClientCard
    fields: ClientFields
    version: int


def side(session: Session, actor: Actor, keyring: KeyRing, client_id: int, as_of: date) -> Side:
    """A record to compare. Raises Forbidden, NotFound. Two statements."""
    actor.require(NEEDED)
    card = clients.get_card(session, actor, keyring, client_id, as_of)
    row = session.get_one(Client, client_id)
    return Side(card, fields_of(row, keyring), row.version)


def merge(
    session: Session,
    actor: Actor,
    keyring: KeyRing,
    survivor_id: int,
    merged_id: int,
    chosen: Mapping[str, int],
    versions: tuple[int, int],
    clock: Clock,
) -> int:
    """Make one record of two: everything linked to `merged_id` follows `survivor_id`, and for each of
    `GROUPS` the values of the record in `chosen` stay. Answers the merge's id; a second time the same one's.
    Raises Forbidden, NotFound, StaleVersion when one of them was changed since, DomainError for the same
    record twice, ClientRefused when the chosen values contradict each other. Flushes."""
    actor.require(NEEDED)
    if survivor_id == merged_id:
        raise DomainError("other", "Choose another record: this is the same one")
    done = _done(session, survivor_id, merged_id)
    if done is not None:
        return done
    survivor, merged = _both(session, actor, survivor_id, merged_id)
    if (survivor.version, merged.version) != versions:
        raise StaleVersion("client")
    known = merge_values.errors_of(session, keyring, survivor, merged, as_of=clock.as_of)
    before, after = merge_values.choose(survivor, merged, chosen)
    row = ClientMerge(
        survivor_id=survivor_id,
        merged_id=merged_id,
        account_id=actor.account_id,
        merged_at=clock.now,
        survivor_before=merge_rows.to_json(before),
        survivor_after=merge_rows.to_json(after),
    )
    session.add(row)
    _stamp(clock, survivor, merged)
    merged.date_deleted = clock.stamp
    session.flush()
    rows = _move(session, keyring, row, merged)
    merge_values.refuse_new_errors(session, keyring, survivor, known, clock.as_of)
    _record(session, actor, "client:merge", row, rows)
    sharing_outcome.refresh(session, [survivor_id, merged_id], clock.as_of)
    return row.id


def undo(session: Session, actor: Actor, keyring: KeyRing, merge_id: int, clock: Clock) -> int:
    """Make two records of one again, however long ago: all that moved goes back; what was entered since stays
    with the survivor, but for what is about a stay that goes back. A value of the survivor that was changed
    since stays changed. Answers the key of the record that is there again; a second time changes nothing.
    Raises Forbidden, NotFound, Conflict when one of the two was merged again since. Flushes."""
    actor.require(NEEDED)
    row = session.get(ClientMerge, merge_id, with_for_update=True)
    if row is None:
        raise NotFound("merge")
    if row.undone_at is not None:
        return row.merged_id
    if _later(session, row) is not None:
        raise Conflict("One of the two was merged again later. Undo that merge first.")
    survivor, merged = session.get_one(Client, row.survivor_id), session.get_one(Client, row.merged_id)
    _forget_sharing(session, survivor.id, merged.id)
    session.execute(delete(ClientAlias).where(ClientAlias.replaced_key == merged.id))
    moved = _kept(session, row.id)
    rows = [each for each in moved if each.table != DRAFT]
    merge_rows.move_back(session.connection(), rows, merged.id, survivor.id)
    followed = [json.loads(each.key)[0] for each in moved if each.table == DRAFT]
    drafts.follow_client(session, keyring, survivor.id, merged.id, followed)
    session.expire_all()
    merge_values.restore(survivor, json.loads(row.survivor_before), json.loads(row.survivor_after))
    _stamp(clock, survivor, merged)
    merged.date_deleted = None
    row.undone_at, row.undone_by = clock.now, actor.account_id
    row.version += 1
    session.flush()
    _record(session, actor, "client:unmerge", row, len(moved))
    sharing_outcome.refresh(session, [row.survivor_id, row.merged_id], clock.as_of)
    return row.merged_id


def _done(session: Session, survivor_id: int, merged_id: int) -> int | None:
    """The merge that a form sent twice made the first time."""
    return session.scalar(
        select(ClientMerge.id).where(
            ClientMerge.survivor_id == survivor_id,
            ClientMerge.merged_id == merged_id,
            ClientMerge.undone_at.is_(None),
        )
    )


def _both(session: Session, actor: Actor, survivor_id: int, merged_id: int) -> tuple[Client, Client]:
    """Both records, kept from others until the end. Raises NotFound."""
    query = select(Client).where(Client.id.in_([survivor_id, merged_id]), client_visible(actor))
    rows = session.scalars(
        query.order_by(Client.id).with_for_update(of=Client), execution_options={"populate_existing": True}
    )
    found = {row.id: row for row in rows}
    if len(found) != 2:
        raise NotFound("client")
    return found[survivor_id], found[merged_id]


def _move(session: Session, keyring: KeyRing, row: ClientMerge, merged: Client) -> int:
    """Let everything follow the survivor, and keep what moved; answers how many rows that were."""
    _forget_sharing(session, row.survivor_id, row.merged_id)
    alias = ClientAlias(
        data_source_id=merged.data_source_id,
        personal_id=merged.personal_id,
        client_id=row.survivor_id,
        replaced_key=row.merged_id,
    )
    moved = merge_rows.move_all(session.connection(), row.merged_id, row.survivor_id)
    followed = drafts.follow_client(session, keyring, row.merged_id, row.survivor_id)
    moved += [Moved(DRAFT, "path", json.dumps([key])) for key in followed]
    _keep(session, row.id, moved)
    session.add(alias)
    session.flush()
    session.expire_all()
    return len(moved)


def _stamp(clock: Clock, *rows: Client) -> None:
    for row in rows:
        as_received.keep_unchanged(row)
        row.date_updated, row.edited_at, row.content_hash = clock.stamp, clock.now, None
        row.version += 1


def _forget_sharing(session: Session, *client_ids: int) -> None:
    """What releases share is worked out anew afterwards: it must not be taken for what agencies own."""
    session.execute(
        delete(ClientAgency).where(ClientAgency.by_release, ClientAgency.client_id.in_(client_ids))
    )


def _keep(session: Session, merge_id: int, moved: list[Moved]) -> None:
    rows = [
        {
            "merge_id": merge_id,
            "table_name": each.table,
            "column_name": each.column,
            "row_key": each.key,
            "removed": each.removed,
        }
        for each in moved
    ]
    if rows:
        session.execute(insert(ClientMergeRow), rows)


def _kept(session: Session, merge_id: int) -> list[Moved]:
    rows = session.scalars(
        select(ClientMergeRow).where(ClientMergeRow.merge_id == merge_id).order_by(ClientMergeRow.id)
    )
    return [Moved(each.table_name, each.column_name, each.row_key, each.removed) for each in rows]


def _later(session: Session, row: ClientMerge) -> int | None:
    both = [row.survivor_id, row.merged_id]
    return session.scalar(
        select(ClientMerge.id).where(
            ClientMerge.id > row.id,
            ClientMerge.undone_at.is_(None),
            or_(ClientMerge.survivor_id.in_(both), ClientMerge.merged_id.in_(both)),
        )
    )


def _record(session: Session, actor: Actor, verb: str, row: ClientMerge, rows: int) -> None:
    for one, other in ((row.survivor_id, row.merged_id), (row.merged_id, row.survivor_id)):
        details = {"merge": row.id, "other": other, "survivor": row.survivor_id, "rows": rows}
        audit.record(session, actor, verb, "client", one, client_id=one, details=details)
