"""However the work on a run ends, the run says so and its staging area does not outlive it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.exc import SQLAlchemyError

from hmis_web.db.errors import DatabaseBusy
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.db.tracing import trace
from hmis_web.domain.progress import Cancelled
from hmis_web.importing import run_record
from hmis_web.importing.findings import Findings, Refused
from hmis_web.importing.stage import Stage

LOGGER = logging.getLogger("hmis.importing")


@contextmanager
def tidying(run_id: int) -> Iterator[None]:
    """What is done for the database's sake after the commit. The rows are there by then, so its failure is
    logged and the run stays applied."""
    try:
        yield
    except (sqlite3.Error, SQLAlchemyError) as error:
        LOGGER.error("tidying up after import run %s failed\n%s", run_id, trace(error))  # noqa: TRY400 - no values


@contextmanager
def told(
    database: Database, keyring: KeyRing, run_id: int, stage: Stage, findings: Findings
) -> Iterator[None]:
    """Work inside is recorded as planned again (the database was busy), cancelled, refused or failed when
    it raises."""
    try:
        yield
    except DatabaseBusy:
        state = "planned" if stage.exists() else "failed"
        with suppress(DatabaseBusy):  # then a retry finds it as it is
            run_record.mark(database, run_id, state, message="The database was busy; try again")
        raise
    except Cancelled:
        stage.drop()
        run_record.mark(database, run_id, "cancelled", message="Cancelled; nothing was changed")
        raise
    except Refused as error:
        stage.drop()
        run_record.write_findings(database, keyring, run_id, findings)
        run_record.mark(database, run_id, "refused", message=str(error))
        raise
    except BaseException:
        stage.drop()
        run_record.mark(database, run_id, "failed", message="It stopped on an error; nothing was changed")
        raise
