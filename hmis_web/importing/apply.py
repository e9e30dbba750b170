"""From the staging area into the live tables: the only writer, set-based, one transaction (decisions 1, 2,
10, 20).

Everything that people see of an import, its rows, the index that finds its clients, which agencies see
them, the audit trail and the run's state, is committed together or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, insert, literal, select, update
from sqlalchemy.orm import Session

from hmis_web import standards
from hmis_web.access.actor import Actor
from hmis_web.domain import audit
from hmis_web.domain.progress import Progress
from hmis_web.domain.search.indexing import reindex_clients_set
from hmis_web.importing.bulk import Bulk
from hmis_web.importing.compare import CHANGED, EDITED, OLDER, same_row
from hmis_web.importing.load import Loaded
from hmis_web.importing.merged import point_to_survivors
from hmis_web.importing.missing import find_missing
from hmis_web.importing.outcome import FilePlan, Plan
from hmis_web.importing.parse import AS_RECEIVED
from hmis_web.importing.place import keys_of_one, placed
from hmis_web.importing.plan import hold_source, match, named_conflicts
from hmis_web.importing.sharing import INDEX_TABLES, changed_clients, share
from hmis_web.importing.stage import EXTRA, TABLES, live_table
from hmis_web.models import DataSource
from hmis_web.models.source import ENROLLING
from hmis_web.standards import HudFile


@dataclass(frozen=True)
class Choices:
    """What the person who applies decided."""

    delete_missing: bool = False
    take_conflicts: bool = False
    """Let the file win over what was edited here, and over what is newer here."""
    sharing: str = ENROLLING
    """Who sees the clients of a source that is new (`models.source`); asked once."""


@dataclass(frozen=True)
class Order:
    """Who applies which run, when."""

    run_id: int
    actor: Actor
    now: datetime
    stamp: str
    """`now` as HUD's files write it."""
    choices: Choices


def apply_staged(
    connection: Connection, order: Order, plan: Plan, loaded: Loaded, bulk: Bulk, progress: Progress
) -> tuple[Plan, int]:
    """Write everything, leaving the commit to the caller. Answers what was done, in the form of a plan, and
    the data source. The plan is made anew here: what people did since the first one counts. Raises
    Cancelled."""
    source_id = hold_source(connection, plan.source_name)
    is_new = source_id is None
    if source_id is None:
        source_id = _new_source(connection, plan.source_name, order)
    writer = _Writer(connection, order, source_id, loaded, bulk)
    done = replace(plan, files=[], conflicts=[], source_is_new=is_new)
    merged = 0 if is_new else point_to_survivors(connection, source_id)
    for number, before in enumerate(plan.files):
        progress.check_cancelled()
        progress.update(0.9 * number / len(plan.files), f"Writing {before.file}.csv")
        found = writer.write(standards.file(before.file))
        found.deleted, found.missing, found.merged = before.deleted, before.missing, before.merged
        if before.file == "Client":
            found.merged += merged
        if found.conflict:
            done.conflicts.extend(named_conflicts(connection, standards.file(before.file)))
        done.files.append(found)
    if order.choices.delete_missing and plan.full_refresh and not is_new:
        progress.update(0.9, "Deleting missing rows")
        writer.delete_missing(done)
    progress.check_cancelled()
    progress.update(0.92, "Indexing names")
    bulk.prepare(INDEX_TABLES)
    share(connection, order.run_id, source_id)
    reindex_clients_set(connection, changed_clients(connection, order.run_id, source_id))
    writer.bulk.finish()
    writer.record(done)
    return done, source_id


def _new_source(connection: Connection, name: str, order: Order) -> int:
    values = {"name": name, "created_at": order.now, "client_sharing": order.choices.sharing}
    made: int = connection.execute(insert(DataSource).values(values).returning(DataSource.id)).scalar_one()
    return made


@dataclass(frozen=True)
class _Writer:
    connection: Connection
    order: Order
    source_id: int
    loaded: Loaded
    bulk: Bulk

    def write(self, file: HudFile) -> FilePlan:
        """Insert what is new, update what changed."""
        staged = TABLES.rows[file.name]
        count: int = self.connection.execute(select(func.count()).select_from(staged)).scalar_one()
        found = FilePlan(file.name, self.loaded.rows[file.name], self.loaded.stopped[file.name])
        if not count:
            return found
        matched = match(self.connection, file, self.source_id, self.loaded.present[file.name])
        if matched:
            found.changed = self._update(file)
            differing = self._differing(file)
            found.conflict = differing - found.changed
            found.unchanged = matched - differing
        if count > matched:
            found.new = self._insert(file, count - matched, anew=not matched)
        if found.new != count - matched:
            message = f"{file.name}.csv: {found.new} rows written instead of {count - matched}"
            raise RuntimeError(message)
        return found

    def _differing(self, file: HudFile) -> int:
        named = TABLES.matches.c.file == file.name
        found: int = self.connection.execute(select(func.count()).where(named)).scalar_one()
        return found

    def _insert(self, file: HudFile, expected: int, *, anew: bool) -> int:
        staged, live = TABLES.rows[file.name], live_table(file)
        joined, keys = placed(file, self.source_id, staged)
        names = [column.attribute for column in file.columns] + [*EXTRA.get(file.name, ()), AS_RECEIVED]
        values: dict[str, ColumnElement[Any]] = {
            "data_source_id": literal(self.source_id),
            "import_run_id": literal(self.order.run_id),
            **{name: staged.c[name] for name in names},
            **keys,
        }
        rows: Select[Any] = select(*values.values()).select_from(joined)
        if not anew:
            rows = rows.where(~exists().where(same_row(file, self.source_id)))
        return self.bulk.insert(live, list(values), rows, expected)

    def _update(self, file: HudFile) -> int:
        """Rows that differ and may be replaced. A row edited between the comparison and now is left alone."""
        staged, live, matches = TABLES.rows[file.name], live_table(file), TABLES.matches
        taken = (CHANGED, EDITED, OLDER) if self.order.choices.take_conflicts else (CHANGED,)
        present = self.loaded.present[file.name]
        extra = EXTRA.get(file.name, ()) if "ssn" in present else ()
        values = {name: staged.c[name] for name in (*present, *extra, AS_RECEIVED)}
        statement = (
            update(live)
            .where(matches.c.file == file.name, matches.c.state.in_(taken))
            .where(live.c.id == matches.c.live_id, staged.c.line == matches.c.line)
            .values(
                **values,
                **keys_of_one(file, self.source_id),
                import_run_id=self.order.run_id,
                edited_at=None,
                version=live.c.version + 1,
            )
        )
        if not self.order.choices.take_conflicts:
            statement = statement.where(live.c.edited_at.is_(None))
        return self.connection.execute(statement).rowcount

    def delete_missing(self, done: Plan) -> None:
        """Delete softly what the source does not have any more."""
        counts = find_missing(self.connection, self.source_id, self.loaded.period)
        for found in done.files:
            live, missing = live_table(standards.file(found.file)), TABLES.missing
            found.missing = counts.get(found.file, 0)
            if found.missing:
                values = {
                    "date_deleted": self.order.stamp,
                    "import_run_id": self.order.run_id,
                    "version": live.c.version + 1,
                }
                gone = live.c.id.in_(select(missing.c.live_id).where(missing.c.file == found.file))
                self.connection.execute(update(live).where(gone).values(values))

    def record(self, done: Plan) -> None:
        """One row of the audit trail for each file that changed something."""
        with Session(self.connection) as session:
            for found in done.files:
                numbers = {what: getattr(found, what) for what in ("new", "changed", "conflict", "missing")}
                if any(numbers.values()):
                    details = {"file": found.file, "source": done.source_name, **numbers}
                    audit.record(
                        session,
                        self.order.actor,
                        "import:apply",
                        "import_run",
                        self.order.run_id,
                        details=details,
                    )
            session.flush()
