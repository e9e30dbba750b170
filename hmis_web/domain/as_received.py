"""What a file wrote in another form than ours (`as_received`), once a row is changed here: the received text
of what nobody touched still holds, of everything else it holds no longer (decision 2)."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import inspect

from hmis_web import standards

ALWAYS = frozenset({"date_updated", "user_id", "date_deleted"})
"""What every change here says anew: when, by whom, and whether the row is deleted."""


def keep_unchanged(row: Any) -> None:
    """Forget the received text of what was changed of a row; ask before the flush, when everything is set."""
    if row.as_received is not None:
        changed = {each.key for each in inspect(row).attrs if each.history.has_changes()}
        row.as_received = left(row.as_received, type(row).__name__, changed)


def left(originals: str, file: str, changed: Collection[str]) -> str | None:
    """Of the received texts of a row of a file those that still hold once columns have `changed`; None for
    none."""
    said_anew = ALWAYS | set(changed)
    gone = {column.name for column in standards.file(file).columns if column.attribute in said_anew}
    still = {name: text for name, text in json.loads(originals).items() if name not in gone}
    return json.dumps(still) if still else None
