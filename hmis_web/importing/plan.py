"""What applying would do, file by file: compared with what is here, written nowhere but into the staging
area."""

from __future__ import annotations

from sqlalchemy import Connection, exists, func, insert, literal, select

from hmis_web import standards
from hmis_web.domain.progress import Progress
from hmis_web.importing.compare import CHANGED, differences, same_row
from hmis_web.importing.load import Loaded
from hmis_web.importing.merged import point_to_survivors
from hmis_web.importing.missing import find_missing
from hmis_web.importing.outcome import SAMPLE, FilePlan, Named, Plan
from hmis_web.importing.stage import TABLES, live_table
from hmis_web.models import DataSource
from hmis_web.standards import HudFile


def source_id_of(connection: Connection, name: str) -> int | None:
    """The data source of that name, None when nothing came from it yet."""
    return connection.execute(select(DataSource.id).where(DataSource.name == name)).scalar()


def hold_source(connection: Connection, name: str) -> int | None:
    """The same, and no other import may apply to it until the transaction ends."""
    held = select(DataSource.id).where(DataSource.name == name).with_for_update(key_share=True)
    return connection.execute(held).scalar()


def make_plan(connection: Connection, plan: Plan, loaded: Loaded, progress: Progress) -> Plan:
    """Fill in the files of a plan. The connection sees staging and live tables; of those only staging is
    written."""
    source_id = source_id_of(connection, plan.source_name)
    merged = point_to_survivors(connection, source_id) if source_id is not None else 0
    for number, file in enumerate(standards.files()):
        progress.check_cancelled()
        progress.update(number / len(standards.files()), f"Comparing {file.name}.csv with what is here")
        plan.files.append(_file_plan(connection, file, source_id, loaded, plan))
        if file.name == "Client":
            plan.files[-1].merged = merged
    if source_id is not None and loaded.period.full_refresh:
        counts = find_missing(connection, source_id, loaded.period)
        for each in plan.files:
            each.missing = counts.get(each.file, 0)
            plan.missing.extend(_named_missing(connection, standards.file(each.file)) if each.missing else ())
    return plan


def _file_plan(
    connection: Connection, file: HudFile, source_id: int | None, loaded: Loaded, plan: Plan
) -> FilePlan:
    staged = TABLES.rows[file.name]
    found = FilePlan(file.name, loaded.rows[file.name], loaded.stopped[file.name])
    deleted = func.count(staged.c.date_deleted) if "date_deleted" in staged.c else literal(0)
    count, found.deleted = connection.execute(select(func.count(), deleted).select_from(staged)).one()
    matched = match(connection, file, source_id, loaded.present[file.name]) if source_id is not None else 0
    found.new = count - matched
    if matched:
        state, named = TABLES.matches.c.state, TABLES.matches.c.file == file.name
        states: dict[str, int] = dict(
            connection.execute(select(state, func.count()).where(named).group_by(state)).all()
        )
        found.changed = states.pop(CHANGED, 0)
        found.conflict = sum(states.values())
        found.unchanged = matched - found.changed - found.conflict
        if found.conflict:
            plan.conflicts.extend(named_conflicts(connection, file))
    if matched and found.deleted and source_id is not None:
        found.deleted = _newly_deleted(connection, file, source_id)
    return found


def match(connection: Connection, file: HudFile, source_id: int, present: list[str]) -> int:
    """Find the staged rows that are here already: those that differ go into the match table. Answers how
    many are here."""
    staged, matches, live = TABLES.rows[file.name], TABLES.matches, live_table(file)
    connection.execute(matches.delete().where(matches.c.file == file.name))
    if not connection.execute(select(exists().where(live.c.data_source_id == source_id))).scalar():
        return 0
    count = select(func.count()).select_from(staged.join(live, same_row(file, source_id)))
    matched: int = connection.execute(count).scalar_one()
    if matched:
        rows = differences(file, source_id, present)
        connection.execute(insert(matches).from_select([column.name for column in matches.c], rows))
    return matched


def _newly_deleted(connection: Connection, file: HudFile, source_id: int) -> int:
    """Staged rows that are deleted at the source and not here yet."""
    staged, live = TABLES.rows[file.name], live_table(file)
    known = exists().where(same_row(file, source_id), live.c.date_deleted.is_not(None))
    query = select(func.count()).select_from(staged).where(staged.c.date_deleted.is_not(None), ~known)
    found: int = connection.execute(query).scalar_one()
    return found


def named_conflicts(connection: Connection, file: HudFile) -> list[Named]:
    """The first of the conflicts that `match` found."""
    staged, matches = TABLES.rows[file.name], TABLES.matches
    query = (
        select(staged.c[file.key.attribute], matches.c.live_id, matches.c.state)
        .join_from(matches, staged, staged.c.line == matches.c.line)
        .where(matches.c.file == file.name, matches.c.state != CHANGED)
        .order_by(staged.c.line)
        .limit(SAMPLE)
    )
    return [Named(file.name, *row) for row in connection.execute(query)]


def _named_missing(connection: Connection, file: HudFile) -> list[Named]:
    missing, live = TABLES.missing, live_table(file)
    query = (
        select(live.c[file.key.attribute], live.c.id)
        .join_from(missing, live, live.c.id == missing.c.live_id)
        .where(missing.c.file == file.name)
        .order_by(live.c.id)
        .limit(SAMPLE)
    )
    return [Named(file.name, *row, "missing") for row in connection.execute(query)]
