"""What happens after the commit does not take the import back."""

from __future__ import annotations

import logging
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from hmis_web.importing.ending import tidying


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.OperationalError("database is locked"),
        OperationalError("ANALYZE", {}, Exception("lock timeout")),
    ],
)
def test_database_error_while_tidying_is_logged_and_the_run_stands(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "hmis.importing")

    with tidying(7):
        raise error

    assert "import run 7" in caplog.text


def test_other_error_while_tidying_is_not_hidden() -> None:
    with pytest.raises(KeyError), tidying(7):
        raise KeyError("x")
