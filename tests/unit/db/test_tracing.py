"""Errors in the log: where, what, and never a value."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from hmis_web.db.session import Database
from hmis_web.db.tracing import trace

pytestmark = pytest.mark.both_databases
SECRET = "Zzyzx-900-12-3456"


def insert_twice(connection: Connection) -> None:
    statement = text("INSERT INTO setting (name, value) VALUES (:name, 'x')")
    for _time in range(2):
        connection.execute(statement, {"name": SECRET})


def test_trace_of_a_database_error_has_place_and_kind_without_values(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught, database.engine.begin() as connection:
        insert_twice(connection)

    told = trace(caught.value)

    assert "insert_twice" in told
    assert "IntegrityError" in told
    assert SECRET not in told
    assert SECRET not in str(caught.value.statement)


def test_trace_names_what_caused_an_error_first() -> None:
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as error:
        told = trace(error)

    assert told.index("ValueError") < told.index("RuntimeError")
    assert SECRET not in told
