"""Writing many rows into one table, the fastest way each database has, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from sqlalchemy import Connection, Index, Table

SLICE = 20_000
"""Rows turned into tuples at a time: bounds the memory."""
SQLITE_CACHE_KIB = 200_000


def write_rows(connection: Connection, table: Table, rows: pl.DataFrame, constants: Mapping[str, int]) -> None:
    """Add rows; `constants` are columns with one value for all. Columns without any value are left out."""
    if rows.is_empty():
        return
    rows = rows.select(name for name in rows.columns if rows[name].null_count() < rows.height)
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows, constants)
        return
    rows = rows.with_columns(pl.col(pl.Date).cast(pl.String))
    columns = ", ".join(f'"{name}"' for name in (*constants, *rows.columns))
    values = ", ".join((*map(str, constants.values()), *("?" * rows.width)))
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({values})'  # noqa: S608 - names of our own tables
    driver: Any = connection.connection.driver_connection
    for start in range(0, rows.height, SLICE):
        driver.executemany(statement, rows.slice(start, SLICE).rows())


def drop_indexes(connection: Connection, tables: Iterable[Table]) -> list[Index]:
    """Drop the secondary indexes of tables; answers them for `create_indexes`."""
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda each: str(each.name))]
    for index in indexes:
        index.drop(connection)
    return indexes


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
            f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608 - names of our own tables
            f' GREATEST((SELECT max(id) FROM "{table.name}"), 1))'
        )


def analyze(connection: Connection) -> None:
    """Give the query planner fresh figures."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
    connection.exec_driver_sql("ANALYZE")


def relax(connection: Connection) -> None:
    """Before a large load into SQLite: rows are consistent by construction, so foreign keys need no look-up each."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        for pragma in ("foreign_keys=OFF", f"cache_size=-{SQLITE_CACHE_KIB}", "threads=2"):
            driver.execute(f"PRAGMA {pragma}").close()


def _copy(connection: Connection, table: Table, rows: pl.DataFrame, constants: Mapping[str, int]) -> None:
    rows = rows.with_columns(*(pl.lit(value).alias(name) for name, value in constants.items()))
    columns = ", ".join(f'"{name}"' for name in rows.columns)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN (FORMAT csv)') as copy:
        for start in range(0, rows.height, SLICE * 5):
            copy.write(rows.slice(start, SLICE * 5).write_csv(include_header=False))
