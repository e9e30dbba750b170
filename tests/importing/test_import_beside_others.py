"""Others at work: who reads, searches and writes while an import is checked and applied; cancelling; two
imports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import insert, select

from hmis_web.access.actor import Actor
from hmis_web.db.errors import Conflict, DatabaseBusy, Forbidden
from hmis_web.domain.progress import Cancelled
from hmis_web.importing import run_record, runs
from hmis_web.importing.alive import claimed
from hmis_web.importing.stage import Stage, open_stage
from hmis_web.models import Client, Setting
from tests.importing.conftest import Importer
from tests.importing.csv_set import CsvSet

both_databases = pytest.mark.both_databases


class Watcher:
    """Progress that does something at each step."""

    def __init__(self, act: Callable[[str], None]) -> None:
        self._act = act
        self.steps: list[tuple[float, str]] = []

    def update(self, fraction: float, message: str) -> None:
        self.steps.append((fraction, message))
        self._act(message)

    def check_cancelled(self) -> None:
        pass


class Stopper:
    """Progress that asks to stop after some looks."""

    def __init__(self, looks: int) -> None:
        self._looks = looks

    def update(self, fraction: float, message: str) -> None:
        pass

    def check_cancelled(self) -> None:
        self._looks -= 1
        if self._looks < 0:
            raise Cancelled


def _write(importer: Importer, name: str, wait: float) -> None:
    with importer.database.session(write=True, wait=wait) as session:
        session.execute(insert(Setting).values(name=name, value="1"))
        session.commit()


def _visible_clients(importer: Importer) -> int:
    with importer.database.session() as session:
        return len(session.scalars(select(Client.id)).all())


@both_databases
def test_others_write_while_a_file_is_checked_and_planned(importer: Importer, csv_set: CsvSet) -> None:
    run_id = importer.start(csv_set)
    written: list[str] = []

    def act(message: str) -> None:
        _write(importer, f"{len(written)}", wait=0.0)
        written.append(message)

    runs.check_and_plan(importer.database, importer.settings, importer.keyring, run_id, Watcher(act))

    assert any(message.startswith("Reading") for message in written)
    assert any(message.startswith("Comparing") for message in written)


@both_databases
def test_others_read_the_old_rows_while_a_plan_is_applied(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    csv_set.client("C3")
    importer.check(run_id := importer.start(csv_set))
    seen: list[int] = []
    watcher = Watcher(lambda _message: seen.append(_visible_clients(importer)))

    runs.apply(importer.database, importer.settings, importer.keyring, run_id, watcher)

    assert set(seen) == {2}
    assert _visible_clients(importer) == 3
    fractions = [fraction for fraction, _ in watcher.steps]
    assert fractions == sorted(fractions)


def test_others_who_write_on_sqlite_while_a_plan_is_applied_are_told_to_wait(
    importer: Importer, csv_set: CsvSet
) -> None:
    importer.check(run_id := importer.start(csv_set))
    told: list[str] = []

    def act(message: str) -> None:
        try:
            _write(importer, message, wait=0.0)
        except DatabaseBusy:
            told.append(message)

    runs.apply(importer.database, importer.settings, importer.keyring, run_id, Watcher(act))

    assert told
    _write(importer, "afterwards", wait=0.0)


@both_databases
def test_others_write_other_rows_on_postgresql_while_a_plan_is_applied(
    importer: Importer, csv_set: CsvSet
) -> None:
    importer.check(run_id := importer.start(csv_set))
    goes_on = importer.database.dialect == "postgresql"
    written: list[str] = []

    def act(message: str) -> None:
        if goes_on:
            _write(importer, message, wait=0.0)
        written.append(message)

    runs.apply(importer.database, importer.settings, importer.keyring, run_id, Watcher(act))

    with importer.database.session() as session:
        kept = session.scalars(select(Setting.name)).all()
    assert set(kept) == (set(written) if goes_on else set())


@both_databases
@pytest.mark.parametrize("looks", [0, 3, 12, 30])
def test_import_cancelled_on_its_way_leaves_nothing(importer: Importer, csv_set: CsvSet, looks: int) -> None:
    run_id = importer.start(csv_set)

    with pytest.raises(Cancelled):
        runs.check_and_plan(importer.database, importer.settings, importer.keyring, run_id, Stopper(looks))

    assert importer.state(run_id) == "cancelled"
    assert not open_stage(importer.database, importer.settings.var, run_id).exists()


@both_databases
@pytest.mark.parametrize("looks", [0, 10, 24])
def test_apply_cancelled_on_its_way_writes_nothing(importer: Importer, csv_set: CsvSet, looks: int) -> None:
    importer.check(run_id := importer.start(csv_set))

    with pytest.raises(Cancelled):
        runs.apply(importer.database, importer.settings, importer.keyring, run_id, Stopper(looks))

    assert importer.state(run_id) == "cancelled"
    assert importer.counts() == {}


@both_databases
def test_waiting_plan_can_be_given_up(importer: Importer, csv_set: CsvSet) -> None:
    importer.check(run_id := importer.start(csv_set))

    runs.cancel(importer.database, importer.settings, run_id, Actor.system())

    assert importer.state(run_id) == "cancelled"
    assert not open_stage(importer.database, importer.settings.var, run_id).exists()
    with pytest.raises(Conflict):
        importer.apply(run_id)


@both_databases
def test_plan_whose_staging_is_gone_is_read_again_and_applied(importer: Importer, csv_set: CsvSet) -> None:
    importer.check(run_id := importer.start(csv_set))
    open_stage(importer.database, importer.settings.var, run_id).drop()

    result = importer.apply(run_id)

    assert (result.state, importer.count("Client")) == ("applied", 2)


@both_databases
def test_applied_import_is_not_applied_again(importer: Importer, csv_set: CsvSet) -> None:
    importer.check(run_id := importer.start(csv_set))
    importer.apply(run_id)

    with pytest.raises(Conflict):
        importer.apply(run_id)
    with pytest.raises(Conflict):
        importer.check(run_id)


@both_databases
def test_run_that_somebody_works_on_is_refused(importer: Importer, csv_set: CsvSet) -> None:
    run_id = importer.start(csv_set)

    with claimed(importer.database, importer.settings.var, run_id), pytest.raises(Conflict):
        importer.check(run_id)


def test_busy_sqlite_leaves_the_plan_to_be_applied_later(
    importer: Importer, csv_set: CsvSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    importer.check(run_id := importer.start(csv_set))
    monkeypatch.setattr(Stage, "wait", 0.0)
    monkeypatch.setattr(run_record, "WAIT_SECONDS", 0.0)
    with importer.database.session(write=True), pytest.raises(DatabaseBusy):
        importer.apply(run_id)

    importer.apply(run_id)
    assert importer.count("Client") == 2


@both_databases
def test_import_without_the_right_is_forbidden(importer: Importer, csv_set: CsvSet) -> None:
    nobody = replace(Actor.system(), permissions=frozenset())
    importer.check(run_id := importer.start(csv_set))

    with pytest.raises(Forbidden):
        importer.set(csv_set, actor=nobody)
    with pytest.raises(Forbidden):
        importer.apply(run_id, actor=nobody)
    with pytest.raises(Forbidden):
        runs.cancel(importer.database, importer.settings, run_id, nobody)
