"""Reports from stored rows: loaded by the one loader, kept, found again. On SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import Forbidden, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.progress import Cancelled, NoProgress
from hmis_web.models import Client
from hmis_web.reports import runs
from hmis_web.reports.engine.members import members
from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.registry import report
from hmis_web.reports.universe import Frames, from_frames
from hmis_web.reports.universe.loaders import load_frames
from tests.reports.communities import Community, params
from tests.reports.golden_community import golden_frames
from tests.reports.stored import store
from tests.reports.test_properties import random_community

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
APR = report("apr")
SYSTEM = Actor.system()


def _stored(database: Database, frames: Frames) -> None:
    with database.session(write=True) as session:
        store(session, frames)
        session.commit()


def _loaded(database: Database, asked: ReportParams) -> Frames:
    with database.session() as session:
        return load_frames(session, asked, APR.frames, NoProgress())


@pytest.mark.parametrize("seed", range(4))
def test_load_frames_stored_community_equals_its_frames(database: Database, seed: int) -> None:
    frames = random_community(seed).frames()
    _stored(database, frames)

    universe = from_frames(_loaded(database, params()), params())

    assert universe.fingerprint() == from_frames(frames, params()).fingerprint()


def test_load_frames_takes_one_query_per_kind_of_rows(database: Database) -> None:
    _stored(database, golden_frames())

    with _statements(database) as seen:
        _loaded(database, params())

    reading = [each for each in seen if "SELECT" in each]
    assert len(reading) <= len(APR.frames), reading


def test_load_frames_leaves_out_other_projects_later_entries_and_deleted_rows(database: Database) -> None:
    made = Community().project(1).project(2).person(1, date(1980, 1, 1)).person(2, date(1980, 1, 1))
    made.stay(1, date(2026, 1, 1))
    made.stay(1, date(2026, 1, 1), project_key=2)
    made.stay(1, date(2026, 10, 1))
    made.stay(2, date(2026, 1, 1))
    made.rows["client"][1]["date_deleted"] = "2026-02-01 10:00:00"
    made.stay(1, date(2026, 1, 1), date_deleted="2026-02-01 10:00:00")
    _stored(database, made.frames())

    universe = from_frames(_loaded(database, params()), params())

    assert universe.stays["enrollment_key"].to_list() == [1]


def test_load_frames_only_bed_nights_and_start_conditions(database: Database) -> None:
    made = Community().project(1, project_type=1).person(1, date(1980, 1, 1))
    stay = made.stay(1, date(2026, 1, 1))
    made.nights(stay, date(2026, 1, 1))
    made.add("bed_night", enrollment_key=stay, date_provided=date(2026, 1, 2), record_type=141)
    made.add("start_disability", enrollment_key=stay, disability_type=6, data_collection_stage=3)
    _stored(database, made.frames())

    frames = _loaded(database, params())

    assert frames["bed_night"]["date_provided"].to_list() == [date(2026, 1, 1)]
    assert frames["start_disability"].height == 0


def test_run_kept_and_found_again_is_the_same(database: Database, keyring: KeyRing, tmp_path: Path) -> None:
    _stored(database, golden_frames())
    with database.session() as session:
        result = runs.run(session, SYSTEM, params(), NoProgress(), now=NOW)
    with database.session(write=True) as session:
        run_id = runs.keep(session, SYSTEM, tmp_path, keyring, result, now=NOW).id
        session.commit()

    with database.session() as session:
        found = runs.load_run(session, SYSTEM, tmp_path, keyring, run_id, with_universe=True)

    assert replace(found, universe=None, seconds=0) == replace(result, universe=None, seconds=0)
    assert found.table("Q5a").cell("C2").value == 9
    assert found.universe is not None
    assert members(APR, found.universe, "Q7a", "E3")["client_key"].to_list() == [6]
    record = runs.get_visible
    with database.session() as session:
        kept = record(session, SYSTEM, run_id)
        assert (kept.universe_hash, kept.engine_version) == (result.fingerprint, result.engine)
        assert kept.data_as_of == NOW
        assert ReportParams.from_json(kept.parameters) == params()


def test_run_kept_files_are_encrypted(database: Database, keyring: KeyRing, tmp_path: Path) -> None:
    _stored(database, golden_frames())
    with database.session(write=True) as session:
        result = runs.run(session, SYSTEM, params(), NoProgress(), now=NOW)
        runs.keep(session, SYSTEM, tmp_path / "kept", keyring, result, now=NOW)
        session.commit()

    files = [file.read_bytes() for file in (tmp_path / "kept").rglob("*") if file.is_file()]

    assert len(files) == 2
    assert not any(b"PAR1" in content or b"Open Door" in content for content in files)


def _outsider(session: Session) -> Actor:
    return replace(SYSTEM, account_id=None, organization_id=999, is_system_administrator=False)


def test_run_of_another_agencys_project_is_not_found(database: Database) -> None:
    _stored(database, golden_frames())

    with database.session() as session, pytest.raises(NotFound):
        runs.run(session, _outsider(session), params(), NoProgress(), now=NOW)


def test_run_without_a_project_is_not_found(database: Database) -> None:
    with database.session() as session, pytest.raises(NotFound):
        runs.run(session, SYSTEM, params(projects=()), NoProgress(), now=NOW)


def test_run_without_the_right_is_forbidden(database: Database) -> None:
    nobody = replace(SYSTEM, permissions=frozenset(), is_system_administrator=False)

    with database.session() as session, pytest.raises(Forbidden):
        runs.run(session, nobody, params(), NoProgress(), now=NOW)


def test_run_of_an_unknown_report_is_not_found(database: Database) -> None:
    with database.session() as session, pytest.raises(NotFound):
        runs.run(session, SYSTEM, replace(params(), kind="none"), NoProgress(), now=NOW)


def test_run_kept_by_another_agency_is_not_found(
    database: Database, keyring: KeyRing, tmp_path: Path
) -> None:
    _stored(database, golden_frames())
    with database.session(write=True) as session:
        result = runs.run(session, SYSTEM, params(), NoProgress(), now=NOW)
        run_id = runs.keep(session, SYSTEM, tmp_path, keyring, result, now=NOW).id
        session.commit()

    with database.session() as session, pytest.raises(NotFound):
        runs.load_run(session, _outsider(session), tmp_path, keyring, run_id)


class _Impatient(NoProgress):
    """Cancels at the third question."""

    asked = 0

    def check_cancelled(self) -> None:
        self.asked += 1
        if self.asked == 3:
            raise Cancelled


def test_run_cancelled_stops_and_leaves_nothing(database: Database, tmp_path: Path) -> None:
    _stored(database, golden_frames())

    with database.session() as session, pytest.raises(Cancelled):
        runs.run(session, SYSTEM, params(), _Impatient(), now=NOW)

    assert list(tmp_path.rglob("*.bin")) == []


class _SomebodyWrites(NoProgress):
    """As soon as the first rows are read, somebody deletes the clients."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.written = False

    def update(self, fraction: float, message: str) -> None:
        if message.startswith("Reading") and not self.written:
            with self.database.session(write=True) as session:
                session.execute(update(Client).values(date_deleted="2026-11-22 12:00:00"))
                session.commit()
            self.written = True


def test_run_is_of_one_moment_whatever_others_write_meanwhile(database: Database) -> None:
    _stored(database, golden_frames())
    writing = _SomebodyWrites(database)

    with database.session() as session:
        before = runs.run(session, SYSTEM, params(), NoProgress(), now=NOW)
    with database.session() as session:
        during = runs.run(session, SYSTEM, params(), writing, now=NOW)
    with database.session() as session:
        after = runs.run(session, SYSTEM, params(), NoProgress(), now=NOW)

    assert writing.written
    assert during.fingerprint == before.fingerprint != after.fingerprint


@contextmanager
def _statements(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
