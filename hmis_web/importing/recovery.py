"""After a crash: runs that nobody works on any more say so, and nothing of them lies about. Called when a
worker starts."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import inspect, select

from hmis_web.db.session import Database
from hmis_web.importing import run_record
from hmis_web.importing.alive import is_claimed
from hmis_web.importing.bulk_postgresql import validate_keys
from hmis_web.importing.run_record import UNDER_WAY, Place
from hmis_web.importing.stage import open_stage
from hmis_web.importing.stage_postgresql import PREFIX
from hmis_web.importing.stage_sqlite import FOLDER
from hmis_web.models import ImportRun

WAITING = "planned"
"""A run in this state keeps its staging area: a person is looking at the plan."""


def recover(database: Database, settings: Place) -> list[int]:
    """Mark runs of killed workers as failed and remove staging areas that nobody needs; answers the runs.
    Runs that a living worker has are left alone. What they had written is gone already: it was never
    committed."""
    with database.session() as session:
        states = dict(session.execute(select(ImportRun.id, ImportRun.state)).all())
    dead = [
        run_id
        for run_id, state in states.items()
        if state in UNDER_WAY and not is_claimed(database, settings.var, run_id)
    ]
    for run_id in dead:
        message = "The program stopped in the middle of it; nothing was changed"
        run_record.mark(database, run_id, "failed", message=message)
    for run_id in _staged(database, settings.var):
        if states.get(run_id) != WAITING and not is_claimed(database, settings.var, run_id):
            open_stage(database, settings.var, run_id).drop()
    if database.dialect == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            validate_keys(connection)
    return dead


def _staged(database: Database, var: Path) -> set[int]:
    """Runs that have a staging area, finished or not."""
    if database.dialect == "postgresql":
        names = inspect(database.engine).get_schema_names()
        return {int(name.removeprefix(PREFIX)) for name in names if re.fullmatch(PREFIX + r"\d+", name)}
    found = (re.match(r"import-(\d+)\.", path.name) for path in (var / FOLDER).glob("import-*"))
    return {int(name[1]) for name in found if name}
