"""Writing many rows of the index in the fastest way each database has, inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy import ARRAY, Connection, Integer, Select, Table, Text, bindparam, func, select

COPY_FROM = 1_000
"""Rows from which PostgreSQL gets them by COPY."""
SLICE = 50_000
"""Rows at a time that exist twice, as frame and as what the driver takes."""


def insert_rows(connection: Connection, table: Table, rows: pl.DataFrame, *, fresh: bool = False) -> None:
    """Add rows that are not there yet, in the order of the key. `fresh`: none of them can be there."""
    if rows.is_empty():
        return
    rows = rows.sort(column.name for column in table.primary_key.columns)
    columns = ", ".join(rows.columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * rows.width)
        _many(connection, f"INSERT OR IGNORE INTO {table.name} ({columns}) VALUES ({marks})", rows)
    elif fresh:
        _copy(connection, table.name, rows)
    elif rows.height < COPY_FROM:
        marks = ", ".join(["%s"] * rows.width)
        _many(
            connection, f"INSERT INTO {table.name} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING", rows
        )
    else:
        waiting = _copy_aside(connection, table, rows)
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {waiting} ON CONFLICT DO NOTHING"
        )
        connection.exec_driver_sql(f"DROP TABLE {waiting}")


def delete_rows(connection: Connection, table: Table, rows: pl.DataFrame) -> None:
    """Remove rows by their key."""
    if rows.is_empty():
        return
    key = [column.name for column in table.primary_key.columns]
    rows = rows.select(key)
    if connection.dialect.name == "sqlite" or rows.height < COPY_FROM:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        _many(
            connection,
            f"DELETE FROM {table.name} WHERE " + " AND ".join(f"{name} = {mark}" for name in key),
            rows,
        )
        return
    waiting = _copy_aside(connection, table, rows)
    same = " AND ".join(f"{table.name}.{name} = {waiting}.{name}" for name in key)
    connection.exec_driver_sql(f"DELETE FROM {table.name} USING {waiting} WHERE {same}")
    connection.exec_driver_sql(f"DROP TABLE {waiting}")


def read_frame(connection: Connection, query: Any, schema: dict[str, Any]) -> pl.DataFrame:
    """A query's rows as a frame."""
    rows = connection.execute(query).fetchall()
    return pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")


def numbers(connection: Connection, values: Sequence[int]) -> Select[Any]:
    """A query for given numbers, sent as one value however many they are: for `column.in_(...)`."""
    if connection.dialect.name == "sqlite":
        each = func.json_each(json.dumps(list(values))).table_valued("value")
        return select(each.c.value)
    return select(func.unnest(bindparam(None, list(values), type_=ARRAY(Integer))).column_valued())


def texts(connection: Connection, values: Sequence[str]) -> Select[Any]:
    """The same for texts."""
    if connection.dialect.name == "sqlite":
        each = func.json_each(json.dumps(list(values))).table_valued("value")
        return select(each.c.value)
    return select(func.unnest(bindparam(None, list(values), type_=ARRAY(Text))).column_valued())


def _many(connection: Connection, statement: str, rows: pl.DataFrame) -> None:
    for part in rows.iter_slices(SLICE):
        connection.exec_driver_sql(statement, part.rows())


def _copy_aside(connection: Connection, table: Table, rows: pl.DataFrame) -> str:
    """COPY into a temporary table; answers its name."""
    waiting = f"waiting_{table.name}"
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE {waiting} ON COMMIT DROP AS"
        f" SELECT {', '.join(rows.columns)} FROM {table.name} WITH NO DATA"
    )
    _copy(connection, waiting, rows)
    return waiting


def _copy(connection: Connection, table: str, rows: pl.DataFrame) -> None:
    driver: Any = connection.connection
    with driver.cursor() as cursor:
        copy = f"COPY {table} ({', '.join(rows.columns)}) FROM STDIN WITH (FORMAT csv)"
        with cursor.copy(copy) as target:
            for part in rows.iter_slices(SLICE):
                target.write(part.write_csv(include_header=False, quote_style="non_numeric").encode())
