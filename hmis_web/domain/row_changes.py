"""Changes of single rows of HUD's that one act makes, kept so that the act can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import as_received, audit, entered
from hmis_web.domain.clock import Clock
from hmis_web.domain.enrollments import Stay
from hmis_web.models import Enrollment, Services

Change = tuple[str, int, str, Any, Any]
"""(table, id, column, before, after)."""
MODELS: dict[str, Any] = {"enrollment": Enrollment, "services": Services}
SUBJECTS = {"enrollment": "enrollment", "services": "service"}


def write(
    session: Session, actor: Actor, stay: Stay, row: Any, wanted: Mapping[str, Any], verb: str, clock: Clock
) -> list[Change]:
    """Set columns of a row where they differ; answers what changed. Audited as `verb`. The caller flushes."""
    table = row.__tablename__
    changes: list[Change] = [
        (table, row.id, name, getattr(row, name), value)
        for name, value in wanted.items()
        if getattr(row, name) != value
    ]
    if not changes:
        return []
    for _table, _id, name, _before, after in changes:
        setattr(row, name, after)
    touch(session, actor, stay.data_source_id, row, clock)
    audit.record(
        session, actor, verb, SUBJECTS[table], row.id,
        client_id=row.client_key,
        before={name: before for _t, _i, name, before, _a in changes},
        after={name: after for _t, _i, name, _b, after in changes},
    )  # fmt: skip
    return changes


def touch(session: Session, actor: Actor, data_source_id: int, row: Any, clock: Clock) -> None:
    """Write down that a row was changed here, by whom and when; ask before the flush, with what changed set.
    HUD 5.02, 5.07."""
    as_received.keep_unchanged(row)  # first: the next line may flush
    row.user_id = entered.ensure_hud_user(session, actor, data_source_id, clock)
    row.date_updated, row.edited_at, row.content_hash = clock.stamp, clock.now, None
    row.version += 1


def take_back(
    session: Session, actor: Actor, stay: Stay, changes: Iterable[Change], verb: str, clock: Clock
) -> None:
    """Give columns their old values, where they still hold what the act wrote: a later change by somebody
    else stays. Audited as `verb`. Flushes."""
    by_row: dict[tuple[str, int], dict[str, Change]] = {}
    for change in changes:
        by_row.setdefault(change[:2], {})[change[2]] = change
    for (table, key), columns in by_row.items():
        model = MODELS[table]
        row = session.scalar(select(model).where(model.id == key).with_for_update())
        if row is not None:
            old = {name: each[3] for name, each in columns.items() if getattr(row, name) == each[4]}
            write(session, actor, stay, row, old, verb, clock)
    session.flush()


def to_text(changes: Iterable[Change]) -> str:
    """Changes as they are kept."""
    return json.dumps([[*each[:3], _plain(each[3]), _plain(each[4])] for each in changes])


def from_text(text: str) -> list[Change]:
    """Changes as they were kept; columns know whether they hold dates."""
    return [
        (table, key, name, _typed(table, name, before), _typed(table, name, after))
        for table, key, name, before, after in json.loads(text)
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _typed(table: str, name: str, value: Any) -> Any:
    kind = MODELS[table].__table__.columns[name].type.python_type
    return date.fromisoformat(value) if kind is date and value is not None else value
