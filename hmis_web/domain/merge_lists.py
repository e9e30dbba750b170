"""Merges that were made, and what to look at before the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from hmis_web.access.actor import Actor
from hmis_web.domain import clients, enrollments
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.merging import NEEDED
from hmis_web.models import Account, ClientMerge, ClientMergeRow
from hmis_web.standards.codes import ProjectType

RESIDENTIAL = frozenset({
    ProjectType.ES_ENTRY_EXIT, ProjectType.ES_NIGHT_BY_NIGHT, ProjectType.TRANSITIONAL_HOUSING,
    ProjectType.PSH, ProjectType.SAFE_HAVEN, ProjectType.PH_HOUSING_ONLY, ProjectType.PH_WITH_SERVICES,
    ProjectType.RAPID_REHOUSING,
})  # fmt: skip
"""Nobody lives in two of them at a time. HUD 2.02.6."""


@dataclass(frozen=True)
class Overlap:
    """Two stays that lie over each other. `same_household`: both stand in one household."""

    one: Stay
    other: Stay
    same_project: bool
    same_household: bool


@dataclass(frozen=True)
class MergeLine:
    """A merge as the list shows it."""

    id: int
    survivor: clients.Person | None
    survivor_id: int
    merged_id: int
    author: str
    merged_at: datetime
    undone_at: datetime | None
    undone_author: str
    moved: int


def overlaps(session: Session, actor: Actor, client_id: int, other_id: int, as_of: date) -> list[Overlap]:
    """Stays of two records that can't both be one person's as they stand: in the same project, in two
    residential ones, or in one household. Two statements. HUD 3.10, 3.11, 5.09; rules S040 and S041."""
    mine = enrollments.of_client(session, actor, client_id, as_of)
    theirs = enrollments.of_client(session, actor, other_id, as_of)
    found = []
    for one in mine:
        for other in theirs:
            together = one.household_id is not None and one.household_id == other.household_id
            same = one.project_key == other.project_key
            live = {one.project_type, other.project_type} <= RESIDENTIAL
            if (together and same) or ((same or live) and _overlap(one, other)):
                found.append(Overlap(one, other, same, together and same))
    return found


def latest(session: Session, actor: Actor, as_of: date, limit: int, offset: int = 0) -> list[MergeLine]:
    """Merges, the latest first. Raises Forbidden. Three statements."""
    actor.require(NEEDED)
    undoer = aliased(Account)
    rows = session.execute(
        select(ClientMerge, Account.display_name, undoer.display_name)
        .outerjoin(Account, Account.id == ClientMerge.account_id)
        .outerjoin(undoer, undoer.id == ClientMerge.undone_by)
        .order_by(ClientMerge.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    people = clients.by_ids(session, actor, [row.survivor_id for row, *_names in rows], as_of)
    counts = _counts(session, [row.id for row, *_names in rows])
    return [
        MergeLine(
            row.id, people.get(row.survivor_id), row.survivor_id, row.merged_id, author or "", row.merged_at,
            row.undone_at, undone or "", counts.get(row.id, 0),
        )
        for row, author, undone in rows
    ]  # fmt: skip


def _overlap(one: Stay, other: Stay) -> bool:
    """Whether two stays share a night; the exit of one on the entry of the other is none."""
    first, last = one.entry_date or date.min, one.exit_date or date.max
    begin, end = other.entry_date or date.min, other.exit_date or date.max
    return first < end and begin < last


def _counts(session: Session, merge_ids: list[int]) -> dict[int, int]:
    rows = session.execute(
        select(ClientMergeRow.merge_id, func.count())
        .where(ClientMergeRow.merge_id.in_(merge_ids))
        .group_by(ClientMergeRow.merge_id)
    )
    return {row[0]: row[1] for row in rows}
