"""`hmis audit`: what scripts rely on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from hmis_web.db.session import Database
from tests.audit.conftest import ACTS, EVENT, SEAL, VALUE, tampering, write_acts
from tests.integration.cli.test_cli import Run, answer, run

__all__ = ["run"]
pytestmark = pytest.mark.both_databases


@pytest.fixture
def trail(database: Database, run: Run) -> Database:
    """An installation with some acts, sealed."""
    write_acts(database)
    run("audit", "verify")
    return database


def test_verify_of_a_sound_trail_says_so(run: Run, trail: Database) -> None:
    told = answer(run("audit", "verify", "--json"))

    assert told == {
        "ok": True, "sealed": ACTS, "waiting": 0, "heads": 0, "first_bad_sequence": None, "findings": [],
    }  # fmt: skip
    assert f"All well: {ACTS} acts" in run("audit", "verify").stdout


def test_verify_names_the_first_bad_sequence_in_its_last_line(run: Run, trail: Database) -> None:
    with tampering(trail) as connection:
        for sequence in (4, 9):
            event = select(SEAL.c.event_id).where(SEAL.c.sequence == sequence).scalar_subquery()
            connection.execute(update(EVENT).where(EVENT.c.id == event).values(verb="x"))

    told = run("audit", "verify", status=1)
    as_json = answer(run("audit", "verify", "--json", status=1))

    assert told.stderr.splitlines()[-1].startswith("First: sequence 4,")
    assert "sequence 9" in told.stdout
    assert as_json["first_bad_sequence"] == 4
    assert [finding["sequence"] for finding in as_json["findings"]] == [4, 9]


def test_head_that_was_taken_away_finds_a_cut_tail(run: Run, trail: Database, tmp_path: Path) -> None:
    away = tmp_path / "heads.jsonl"
    made = answer(run("audit", "head", "--out", away, "--json"))
    with tampering(trail) as connection:
        gone = select(SEAL.c.event_id).where(SEAL.c.sequence > 7)
        connection.execute(delete(VALUE).where(VALUE.c.event_id.in_(gone)))
        connection.execute(delete(EVENT).where(EVENT.c.id.in_(gone)))
        connection.execute(delete(SEAL).where(SEAL.c.sequence > 7))

    run("audit", "verify")
    told = run("audit", "verify", "--head", away, status=1)

    assert made["sequence"] == ACTS
    assert "First: sequence 8: the tail is cut off" in told.stderr
    assert json.loads(away.read_text())["sequence"] == ACTS


def test_head_file_that_is_none_is_wrong_usage(run: Run, trail: Database, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("{}\n")

    assert "holds no heads" in run("audit", "verify", "--head", tmp_path / "other.txt", status=2).stderr
    run("audit", "verify", "--head", tmp_path / "none", status=2)
    run("audit", "head", "--out", tmp_path / "no" / "where", status=2)


def test_head_of_an_empty_trail_is_a_finding(run: Run, database: Database, tmp_path: Path) -> None:
    assert "Nothing is recorded yet" in run("audit", "head", "--out", tmp_path / "heads", status=1).stderr
