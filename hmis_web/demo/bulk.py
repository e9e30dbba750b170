"""Writing many rows into one table, the fastest way each database has, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import polars as pl
from sqlalchemy import Connection, Index, Table

SLICE = 10_000
"""Rows turned into tuples at a time: bounds the memory."""
RARE = 0.9
"""Columns with more nulls than this are written only for the rows that have a value in one of them."""
PARAMETERS = 500
"""Values a statement, about."""
NO_TEXT, NO_NUMBER = "", -9
"""Stand-ins for null that no generated column contains."""
SQLITE_CACHE_KIB = 100_000


@dataclass(frozen=True)
class Part:
    """Rows ready to be written. On SQLite a statement for one row and their values, on PostgreSQL CSV."""

    table: str
    columns: tuple[str, ...]
    marks: tuple[str, ...]
    rows: pl.DataFrame
    csv: bytes = b""


def prepare(table: str, rows: pl.DataFrame, constants: Mapping[str, int], dialect: str) -> Iterator[Part]:
    """What to write; `constants` are columns with one value for all. Columns without any value are left out.
    Needs no database, so that another process may do it."""
    if rows.is_empty():
        return
    rows = rows.select(name for name in rows.columns if rows[name].null_count() < rows.height)
    if dialect == "postgresql":
        rows = rows.with_columns(*(pl.lit(value).alias(name) for name, value in constants.items()))
        yield Part(
            table, tuple(rows.columns), (), rows.clear(), rows.write_csv(include_header=False).encode()
        )
        return
    rows = rows.with_columns(pl.col(pl.Date).cast(pl.String))
    rare = [name for name in rows.columns if rows[name].null_count() > RARE * rows.height]
    if len(rare) < 3:
        yield _part(table, rows, constants)
        return
    filled = rows.select(pl.any_horizontal(*(pl.col(name).is_not_null() for name in rare))).to_series()
    yield _part(table, rows.filter(~filled).drop(rare), constants)
    yield _part(table, rows.filter(filled), constants)


def write(connection: Connection, part: Part) -> None:
    """Add the rows. SQLite gets many rows a statement, and stand-ins for nulls that SQL takes back: Python's
    driver is slow at binding None and at starting a statement; together this is more than twice as fast as a
    plain
    executemany."""
    # SQLAlchemy does not see what the driver executes: without this each row were a transaction of its own
    if not connection.in_transaction():
        connection.begin()
    driver: Any = connection.connection.driver_connection
    columns = ", ".join(f'"{name}"' for name in part.columns)
    if part.csv:
        statement = f'COPY "{part.table}" ({columns}) FROM STDIN (FORMAT csv)'
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(part.csv)
        return
    one = f"({', '.join(part.marks)})"
    group = max(1, PARAMETERS // part.rows.width)
    insert = f'INSERT INTO "{part.table}" ({columns}) VALUES '
    for start in range(0, part.rows.height, SLICE):
        tuples = part.rows.slice(start, SLICE).rows()
        whole = len(tuples) - len(tuples) % group
        packs = (tuple(chain.from_iterable(tuples[at : at + group])) for at in range(0, whole, group))
        driver.executemany(insert + ", ".join([one] * group), packs).close()
        driver.executemany(insert + one, tuples[whole:]).close()


def _part(table: str, rows: pl.DataFrame, constants: Mapping[str, int]) -> Part:
    marks, filled = [str(value) for value in constants.values()], []
    for name, kind in rows.schema.items():
        if rows[name].null_count() == 0:
            marks.append("?")
        else:
            stand_in = NO_TEXT if kind == pl.String else NO_NUMBER
            marks.append(f"nullif(?, {stand_in!r})")
            filled.append(pl.col(name).fill_null(stand_in))
    return Part(table, (*constants, *rows.columns), tuple(marks), rows.with_columns(*filled))


def drop_indexes(connection: Connection, tables: Iterable[Table]) -> list[Index]:
    """Drop the secondary indexes of tables; answers them for `create_indexes`. Partial ones stay: what is
    loaded is not in
    them, and building them would read the whole table."""
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda each: str(each.name))]
    dropped = [index for index in indexes if index.dialect_options["sqlite"]["where"] is None]
    for index in dropped:
        index.drop(connection)
    return dropped


def create_indexes(connection: Connection, indexes: Iterable[Index]) -> None:
    """Build indexes over what is there."""
    for index in indexes:
        index.create(connection)


def set_sequences(connection: Connection, tables: Iterable[Table]) -> None:
    """On PostgreSQL, let the id sequences go on behind the ids that were given."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"
            f' GREATEST((SELECT max(id) FROM "{table.name}"), 1))'
        )


def analyze(connection: Connection) -> None:
    """Give the query planner fresh figures."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
    connection.exec_driver_sql("ANALYZE")


def relax(connection: Connection) -> None:
    """Before a large load into SQLite: rows are consistent by construction, so foreign keys need no look-up
    each."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        for pragma in ("foreign_keys=OFF", f"cache_size=-{SQLITE_CACHE_KIB}", "threads=2"):
            driver.execute(f"PRAGMA {pragma}").close()
