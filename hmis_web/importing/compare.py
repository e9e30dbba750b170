"""A staged row against the live row of the same identifier: is it other, and may it replace it?

All HUD columns that the file has count, except ExportID, which every export gives anew; an SSN is compared
by its keyed index.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, Table, and_, case, literal, or_, select

from hmis_web.importing.parse import AS_RECEIVED
from hmis_web.importing.secrets import SSN
from hmis_web.importing.stage import TABLES, live_table
from hmis_web.standards import HudFile

CHANGED = "changed"
EDITED = "edited"
OLDER = "older"
STAMP = "____-__-__ __:__:__"
"""What a stamp that was read looks like: only those can be compared."""


def same_row(file: HudFile, source_id: int) -> ColumnElement[bool]:
    """The live row of this source with the staged row's identifier."""
    staged, live = TABLES.rows[file.name], live_table(file)
    key = file.key.attribute
    return and_(live.c.data_source_id == source_id, live.c[key] == staged.c[key])


def differences(file: HudFile, source_id: int, present: list[str]) -> Select[tuple[str, int, int, str]]:
    """Rows that are here with other values: file, line, live id, and whether they are changed, edited here,
    or older than what is here."""
    staged, live = TABLES.rows[file.name], live_table(file)
    state = case(
        (live.c.edited_at.is_not(None), literal(EDITED)),
        (_older(staged, live, present), literal(OLDER)),
        else_=literal(CHANGED),
    )
    query = select(literal(file.name), staged.c.line, live.c.id, state).join_from(
        staged, live, same_row(file, source_id)
    )
    return query.where(_differs(file, staged, live, present))


def _differs(file: HudFile, staged: Table, live: Table, present: list[str]) -> ColumnElement[bool]:
    names = [name for name in present if name not in ("export_id", file.key.attribute)]
    compared = ["ssn_index" if file.name == "Client" and name == SSN else name for name in names]
    return or_(*(live.c[name].is_distinct_from(staged.c[name]) for name in (*compared, AS_RECEIVED)))


def _older(staged: Table, live: Table, present: list[str]) -> ColumnElement[bool]:
    """Whether what is here was updated later at the source. A stamp that cannot be read says nothing: then
    the source's word counts."""
    if "date_updated" not in present:
        return literal(value=False) == literal(value=True)
    mine, theirs = live.c.date_updated, staged.c.date_updated
    return and_(mine.like(STAMP), theirs.like(STAMP), theirs < mine)
