"""Engines and sessions: one place that says how a database is opened (decision 3).

SQLite: WAL, synchronous=FULL, foreign keys on. A writing session begins IMMEDIATE, so two writers queue at
the start instead of failing half-way. Every ORM select raises on a lazy load: a loader must say what it
needs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import ORMExecuteState, Session, raiseload, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from hmis_web.db.errors import DatabaseBusy
from hmis_web.db.keys import KeyRing

READ_WAIT_SECONDS = 5.0
WRITE_WAIT_SECONDS = 2.0
CACHE_KIB = 32_000
MMAP_BYTES = 1 << 30
MARK_KEY = "audit_mark_key"
"""In a connection's `info`: what the audit trail marks its rows with."""


class Database:
    """One database: engine, sessions and the rules of its dialect."""

    def __init__(
        self, url: str, keyring: KeyRing | None = None, *, write_wait: float = WRITE_WAIT_SECONDS
    ) -> None:
        """Without a key ring what is written to the audit trail carries no mark: for work that audits
        nothing, such as migrations."""
        self.url = url
        self.engine = _make_engine(url)
        if keyring is not None:
            _carry_mark_key(self.engine, keyring.secret("audit-mark"))
        self._writer = self.engine.execution_options(hmis_write=True, hmis_wait=write_wait)
        self._reader = self.engine.execution_options(hmis_write=False)
        self._sessions = sessionmaker(expire_on_commit=False)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @contextmanager
    def session(self, *, write: bool = False, wait: float | None = None) -> Iterator[Session]:
        """A session that rolls back unless committed. On SQLite a write waits for other writers up to
        `wait` seconds (default: the database's `write_wait`), then raises DatabaseBusy."""
        session = self.open(write=write, wait=wait)
        try:
            yield session
        finally:
            session.close()

    def open(self, *, write: bool = False, wait: float | None = None) -> Session:
        """A session that the caller closes (the web's request uses it); `wait` as for `session`."""
        engine = self._writer if write else self._reader
        if wait is not None:
            engine = engine.execution_options(hmis_wait=wait)
        session = self._sessions(bind=engine)
        if write:
            try:
                begin_write(session)
            except DatabaseBusy:
                session.close()
                raise
        return session

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def begin_write(session: Session) -> None:
    """Take the write lock now. Raises DatabaseBusy when another writer keeps it too long."""
    with busy_as_error():
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL lock_timeout = '20s'")


@contextmanager
def busy_as_error() -> Iterator[None]:
    """Turn "database is locked" into DatabaseBusy."""
    try:
        yield
    except OperationalError as error:
        if is_busy(error):
            raise DatabaseBusy from error
        raise


def is_busy(error: OperationalError) -> bool:
    """Whether a database error means that another writer holds the lock."""
    text = str(error.orig)
    return "database is locked" in text or "database table is locked" in text or "lock timeout" in text


def _make_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": READ_WAIT_SECONDS},
        pool_size=20,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _carry_mark_key(engine: Engine, key: bytes) -> None:
    """Give every connection the key: sessions that are made of a bare connection have it too."""

    @event.listens_for(engine, "connect")
    def remember(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[MARK_KEY] = key


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"cache_size=-{CACHE_KIB}",
        f"mmap_size={MMAP_BYTES}",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    write = options.get("hmis_write", True)
    wait = options.get("hmis_wait", READ_WAIT_SECONDS)
    connection.exec_driver_sql(f"PRAGMA busy_timeout={int(wait * 1000)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@event.listens_for(Session, "do_orm_execute")
def _refuse_lazy_loads(state: ORMExecuteState) -> None:
    """A relationship that the query did not ask for raises instead of sending a query per row."""
    if state.is_select and not state.is_column_load and not state.is_relationship_load:
        state.statement = state.statement.options(raiseload("*", sql_only=True))
