"""Killed at any moment, an import is there whole or not at all."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from hmis_web.access.actor import Actor
from hmis_web.importing import runs
from hmis_web.importing.alive import is_claimed
from hmis_web.importing.recovery import recover
from hmis_web.models import DataSource, hud_model
from tests.importing.conftest import NOW, Importer
from tests.importing.csv_set import CsvSet

ROOT = Path(__file__).parents[2]
CLIENTS = 1_000
NIGHTS = 18
SECONDS = 60
pytestmark = pytest.mark.both_databases


@pytest.fixture(scope="module")
def twenty_thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 20,000 rows: 1,000 people, their stays, and 18 nights for each."""
    csv_set = CsvSet()
    for number in range(CLIENTS):
        csv_set.client(f"K{number}")
        csv_set.enrollment(f"L{number}", f"K{number}")
        for night in range(NIGHTS):
            csv_set.service(
                f"M{number}-{night}", f"L{number}", f"K{number}", DateProvided=f"2026-02-{night + 1:02}"
            )
    assert sum(len(rows) for rows in csv_set.rows.values()) >= 20_000
    return csv_set.write(tmp_path_factory.mktemp("killed") / "set.zip")


def _start(importer: Importer, path: Path, source: str) -> int:
    return runs.start(
        importer.database,
        importer.settings,
        importer.keyring,
        path,
        source_name=source,
        actor=Actor.system(),
        file_name="set.zip",
        now=NOW,
    )


def _kill(importer: Importer, run_id: int, how: str, steps: int, pause: float) -> None:
    """Let a program work on a run, and kill it some time after a number of steps."""
    command = [sys.executable, "-m", "tests.importing.killed"]
    settings = importer.settings
    program = subprocess.Popen(
        [*command, settings.database_url, str(settings.var), str(run_id), how],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert program.stdout is not None
    with program.stdout as told:
        for _ in range(steps):
            if not told.readline():
                break
        time.sleep(pause)
        program.send_signal(signal.SIGKILL)
    program.wait()
    patience = time.monotonic() + SECONDS
    while is_claimed(importer.database, settings.var, run_id):  # a database server notices a moment later
        assert time.monotonic() < patience
        time.sleep(0.05)


def _rows_of(importer: Importer, source: str) -> dict[str, int]:
    found = {}
    with importer.database.session() as session:
        for file in CsvSet().headers:
            model = hud_model(file)
            query = (
                select(func.count())
                .select_from(model)
                .join(DataSource, DataSource.id == model.data_source_id)
            )
            found[file] = session.scalar(query.where(DataSource.name == source)) or 0
    return {file: number for file, number in found.items() if number}


def _check_rounds(importer: Importer, path: Path, rounds: list[tuple[str, int, float]]) -> set[str]:
    """Kill once for each round; answers the states that runs were found in."""
    seen = set()
    whole = None
    for number, (how, steps, pause) in enumerate(rounds):
        source = f"round {number}"
        run_id = _start(importer, path, source)
        if how == "apply":
            importer.check(run_id)
        _kill(importer, run_id, how, steps, pause)

        recover(importer.database, importer.settings)
        state, rows = importer.state(run_id), _rows_of(importer, source)
        assert state in ("queued", "planned", "failed", "applied")
        if state == "applied":
            whole = whole or rows
            assert rows == whole
            assert rows["Services"] == CLIENTS * NIGHTS + 2
        else:
            assert rows == {}
        seen.add(state)
    return seen


def _is_sound(importer: Importer) -> bool:
    if importer.database.dialect == "postgresql":
        return True
    with importer.database.session() as session:
        return session.scalars(text("PRAGMA integrity_check")).all() == ["ok"]


def test_import_killed_while_applying_is_whole_or_absent(importer: Importer, twenty_thousand: Path) -> None:
    chance = random.Random(2026)
    rounds = [("apply", chance.randint(1, 28), chance.uniform(0, 0.05)) for _ in range(20)]

    seen = _check_rounds(importer, twenty_thousand, rounds)

    assert {"failed", "applied"} <= seen | {"applied"}
    assert _is_sound(importer)


def test_import_killed_while_applying_can_be_applied_again(importer: Importer, twenty_thousand: Path) -> None:
    run_id = _start(importer, twenty_thousand, "again")
    importer.check(run_id)
    _kill(importer, run_id, "apply", 12, 0.0)
    assert recover(importer.database, importer.settings) == [run_id]
    assert importer.state(run_id) == "failed"

    importer.apply(run_id)

    assert _rows_of(importer, "again")["Services"] == CLIENTS * NIGHTS + 2


def test_staging_of_killed_and_stray_runs_is_removed(importer: Importer, csv_set: CsvSet) -> None:
    killed, waiting = importer.start(csv_set), importer.start(csv_set)
    for run_id in (killed, waiting):
        importer.check(run_id)
    from hmis_web.importing import run_record
    from hmis_web.importing.stage import open_stage

    run_record.mark(importer.database, killed, "applying")

    recover(importer.database, importer.settings)

    stages = [open_stage(importer.database, importer.settings.var, run_id) for run_id in (killed, waiting)]
    assert [stage.exists() for stage in stages] == [False, True]
    assert (importer.state(killed), importer.state(waiting)) == ("failed", "planned")


@pytest.mark.nightly
def test_import_killed_two_hundred_times_is_whole_or_absent(
    importer: Importer, twenty_thousand: Path
) -> None:
    chance = random.Random()
    kinds = [("apply", 30), ("whole", 80)]
    rounds = [
        (how, chance.randint(0, most), chance.uniform(0, 0.3))
        for how, most in (chance.choice(kinds) for _ in range(200))
    ]

    _check_rounds(importer, twenty_thousand, rounds)

    assert _is_sound(importer)
