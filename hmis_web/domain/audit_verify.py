"""Holding the audit trail against its chain: what was altered, removed, inserted, put in another order or cut
off.

Everything is read once, in the order of the seals, some thousand at a time. Findings name the sequence at
which the chain is broken first; an event that was never sealed has none, and is named by its own number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import MARK_KEY
from hmis_web.domain.audit_chain import begins_after, chain_key, head
from hmis_web.domain.audit_content import CONTENT, event_digest, link_hash, mark_fits
from hmis_web.domain.audit_heads import ExportedHead
from hmis_web.domain.audit_values import content_digest
from hmis_web.models import AuditEvent, AuditPending, AuditSeal, AuditValue

AT_ONCE = 2000
MOST_FINDINGS = 50
SEAL, EVENT, VALUE, PENDING = (model.__table__ for model in (AuditSeal, AuditEvent, AuditValue, AuditPending))


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong."""

    sequence: int | None
    """Of the seal; None for an event that has none."""
    event_id: int | None
    what: str

    def __str__(self) -> str:
        where = f"sequence {self.sequence}" if self.sequence is not None else "not sealed"
        return f"{where}{f', event {self.event_id}' if self.event_id is not None else ''}: {self.what}"


@dataclass
class Verdict:
    """What was looked at, and what is wrong: the first sequence first."""

    sealed: int = 0
    waiting: int = 0
    heads: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(session: Session, keyring: KeyRing, heads: Iterable[ExportedHead] = ()) -> Verdict:
    """Check every seal, event and value, and the chain against exported heads. Seal first: what waits is not
    looked at. Reads only; at most 50 findings, the first sequences."""
    verdict = Verdict(waiting=session.scalar(select(func.count()).select_from(PENDING)) or 0)
    walk = _Walk(session, keyring)
    found = [*walk.findings(verdict), *_unsealed(session), *_doubles(session)]
    newest = walk.last
    for each in heads:
        verdict.heads += 1
        found += _against(session, keyring, each, newest)
    unique = {(finding.sequence, finding.event_id, finding.what): finding for finding in found}
    ordered = sorted(unique.values(), key=_order)
    verdict.findings = ordered[:MOST_FINDINGS]
    return verdict


class _Walk:
    """One pass over the chain."""

    def __init__(self, session: Session, keyring: KeyRing) -> None:
        self._session = session
        self._key = chain_key(keyring)
        self._mark_key = session.connection().info.get(MARK_KEY) or keyring.secret("audit-mark")
        self._begins_after = 0
        self._previous = ""
        self.last = -1

    def findings(self, verdict: Verdict) -> Iterator[Finding]:
        newest = head(self._session)
        if newest is None:
            return
        while rows := self._some(newest.sequence):
            if self.last < 0:
                self._begins_after = begins_after(rows)
            for row in rows:
                yield from self._seal(row)
            verdict.sealed += sum(row.sequence > 0 for row in rows)

    def _some(self, newest: int) -> list[Any]:
        columns = [
            *(SEAL.c[name] for name in ("sequence", "event_id", "digest", "sealed_at", "hash")),
            *(EVENT.c[name].label(f"event_{name}") for name in ("id", *CONTENT, "mark") if name != "id"),
            EVENT.c.id.label("found_id"),
            VALUE.c.event_id.label("value_id"),
            VALUE.c.salt,
            VALUE.c.content,
            VALUE.c.emptied_at,
        ]
        query = (
            select(*columns)
            .outerjoin(EVENT, EVENT.c.id == SEAL.c.event_id)
            .outerjoin(VALUE, VALUE.c.event_id == SEAL.c.event_id)
            .where(SEAL.c.sequence > self.last, SEAL.c.sequence <= newest)
            .order_by(SEAL.c.sequence)
            .limit(AT_ONCE)
        )
        return list(self._session.execute(query))

    def _seal(self, row: Any) -> Iterator[Finding]:
        if row.sequence != self.last + 1:
            yield Finding(self.last + 1, None, "the seal is missing")
        expected = link_hash(self._key, self._previous, row.sequence, row.event_id, row.digest, row.sealed_at)
        if row.hash != expected:
            yield Finding(row.sequence, row.event_id, "the seal does not follow from the one before")
        self.last, self._previous = row.sequence, row.hash
        if row.event_id is None:
            return
        if row.found_id is None:
            yield Finding(row.sequence, row.event_id, "the event was removed")
            return
        event = {name: getattr(row, f"event_{name}") for name in (*CONTENT, "mark")} | {"id": row.found_id}
        if event_digest(event) != row.digest:
            yield Finding(row.sequence, row.event_id, "the event was altered")
        elif event["mark"] is None and row.event_id <= self._begins_after:
            pass  # older than the chain
        elif not mark_fits(self._mark_key, event):
            yield Finding(row.sequence, row.event_id, "the event was not written by this program")
        yield from _values(row)


def _values(row: Any) -> Iterator[Finding]:
    digest = row.event_values_digest
    if row.value_id is None:
        if digest is not None:
            yield Finding(row.sequence, row.event_id, "the old and new values were removed")
    elif digest is None:
        yield Finding(row.sequence, row.event_id, "old and new values were inserted")
    elif row.content is None:
        if row.emptied_at is None:
            yield Finding(row.sequence, row.event_id, "the old and new values were removed")
    elif content_digest(row.salt or "", row.content) != digest:
        yield Finding(row.sequence, row.event_id, "the old and new values were altered")


def _unsealed(session: Session) -> Iterator[Finding]:
    """Events without a seal that do not wait for one, and such as wait and are not there."""
    loose = (
        select(EVENT.c.id)
        .outerjoin(SEAL, SEAL.c.event_id == EVENT.c.id)
        .outerjoin(PENDING, PENDING.c.event_id == EVENT.c.id)
        .where(SEAL.c.event_id.is_(None), PENDING.c.event_id.is_(None))
        .order_by(EVENT.c.id)
        .limit(MOST_FINDINGS)
    )
    for event_id in session.scalars(loose):
        yield Finding(None, event_id, "the event was inserted, or its seal removed")
    gone = (
        select(PENDING.c.event_id)
        .outerjoin(EVENT, EVENT.c.id == PENDING.c.event_id)
        .where(EVENT.c.id.is_(None))
        .limit(MOST_FINDINGS)
    )
    for event_id in session.scalars(gone):
        yield Finding(None, event_id, "the event was removed before it was sealed")


def _doubles(session: Session) -> Iterator[Finding]:
    """Events that were copied, with the mark that the program gave another one."""
    copied = (
        select(func.max(EVENT.c.id))
        .where(EVENT.c.mark.is_not(None))
        .group_by(EVENT.c.mark)
        .having(func.count() > 1)
        .limit(MOST_FINDINGS)
    )
    for event_id in session.scalars(copied).all():
        sequence = session.scalar(select(SEAL.c.sequence).where(SEAL.c.event_id == event_id))
        yield Finding(sequence, event_id, "the event is a copy of another one")


def _against(session: Session, keyring: KeyRing, each: ExportedHead, newest: int) -> Iterator[Finding]:
    if not each.is_ours(keyring):
        yield Finding(each.sequence, None, "the exported head was not made by this installation")
        return
    if each.sequence > newest:
        yield Finding(
            newest + 1, None, f"the tail is cut off; a head of sequence {each.sequence} was exported"
        )
        return
    stored = session.scalar(select(SEAL.c.hash).where(SEAL.c.sequence == each.sequence))
    if stored is not None and stored != each.hash:
        yield Finding(each.sequence, None, "the chain was made anew; it differs from the exported head")


def _order(finding: Finding) -> tuple[bool, int, int]:
    return finding.sequence is None, finding.sequence or 0, finding.event_id or 0
