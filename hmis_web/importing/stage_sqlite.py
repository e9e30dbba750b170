"""Staging on SQLite: a file of its own, so that filling it holds no lock on the live database."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import polars as pl
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from hmis_web.db.errors import DatabaseBusy
from hmis_web.db.session import Database, is_busy
from hmis_web.domain.progress import Cancelled, Progress
from hmis_web.importing.stage import SCHEMA, TABLES, Stage
from hmis_web.standards import HudFile

FOLDER = "staging"
FILL_CACHE_KIB = 32_000
APPLY_CACHE_KIB = 128_000
OPCODES_BETWEEN = 50_000_000
"""Steps of SQLite between two looks at a request to cancel: about a second."""


class SqliteStage(Stage):
    """A staging file in the installation's folder, readable by its owner only."""

    def __init__(self, database: Database, var: Path, run_id: int) -> None:
        super().__init__(database, var, run_id)
        self.path = var / FOLDER / f"import-{run_id}.sqlite"
        self._engine: Engine | None = None
        self._connection: Connection | None = None

    def create(self) -> None:
        """Make it anew, empty."""
        self.drop()
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(self._unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        self._engine = create_engine(f"sqlite:///{self._unfinished}")
        event.listen(self._engine, "connect", _prepare)
        self._connection = self._engine.connect().execution_options(schema_translate_map={SCHEMA: None})
        TABLES.metadata.create_all(self._connection, checkfirst=False)

    def exists(self) -> bool:
        """Whether it is there, complete."""
        return self.path.exists()

    def write(self, file: HudFile, frame: pl.DataFrame) -> None:
        """Add rows. Columns without a value in this block are left out: most of HUD's are blank most of the
        time."""
        frame = frame.select(series for series in frame if series.null_count() < series.len())
        if frame.is_empty():
            return
        names = ", ".join(frame.columns)
        marks = ", ".join("?" * frame.width)
        raw = self._raw(self.filling())
        raw.executemany(f"INSERT INTO {TABLES.rows[file.name].name} ({names}) VALUES ({marks})", frame.rows())

    def filling(self) -> Connection:
        """The connection that fills it."""
        if self._connection is None:
            raise RuntimeError("the staging area is not being filled")
        return self._connection

    def filled(self) -> None:
        """All rows are there: from now on the file has its final name."""
        self.filling().commit()
        self._close()
        self._unfinished.rename(self.path)

    def drop(self) -> None:
        """Remove it, however far it got."""
        self._close()
        for path in (self.path, self._unfinished):
            for ending in ("", "-journal", "-wal", "-shm"):
                Path(f"{path}{ending}").unlink(missing_ok=True)

    @contextmanager
    def beside_live(self, *, write: bool) -> Iterator[Connection]:
        """The live database with the staging file attached."""
        engine = self.database.engine.execution_options(
            hmis_write=write, hmis_wait=self.wait, schema_translate_map={SCHEMA: SCHEMA}
        )
        with engine.connect() as connection:
            raw = self._raw(connection)
            for pragma in (f"cache_size=-{APPLY_CACHE_KIB}", "mmap_size=0", "temp_store=FILE"):
                raw.execute(f"PRAGMA {pragma}").close()
            raw.execute(f"ATTACH DATABASE ? AS {SCHEMA}", (str(self.path),)).close()
            raw.execute(f"PRAGMA {SCHEMA}.synchronous=OFF").close()
            try:
                with _busy_told():
                    connection.begin()
                yield connection
            finally:
                with suppress(OperationalError):
                    connection.rollback()
                connection.detach()  # not back to the pool: it is not like the others any more

    @contextmanager
    def heeding(self, connection: Connection, progress: Progress) -> Iterator[None]:
        """SQLite asks us every now and then whether it should go on."""
        raw = self._raw(connection)

        def asked() -> bool:
            try:
                progress.check_cancelled()
            except Cancelled:
                return True
            return False

        raw.set_progress_handler(asked, OPCODES_BETWEEN)
        try:
            yield
        except OperationalError as error:
            if "interrupted" in str(error.orig):
                raise Cancelled from error
            raise
        finally:
            raw.set_progress_handler(None, 0)

    @property
    def _unfinished(self) -> Path:
        return self.path.with_suffix(".filling")

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @staticmethod
    def _raw(connection: Connection) -> sqlite3.Connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells the type checker what SQLAlchemy cannot
        return raw


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{FILL_CACHE_KIB}", "temp_store=FILE"):
        connection.execute(f"PRAGMA {pragma}").close()


@contextmanager
def _busy_told() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if is_busy(error):
            raise DatabaseBusy from error
        raise
