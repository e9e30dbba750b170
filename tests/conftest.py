"""Fixtures that every suite shares. HMIS_TEST_DATABASE_URL chooses PostgreSQL; SQLite otherwise."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.orm import Session

from hmis_web import create_app
from hmis_web.config import Settings
from hmis_web.db import migrations
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from tests.browser import Visitor
from tests.personas import Community, known_community
from tests.remembered import RememberedTemplates, remember
from tests.restoring import Restorer
from tests.scenes import Scenes
from tests.suites import LONGEST, ON_BOTH, SLOW_SUITES, WALKS
from tests.town import Town

TEST_DATA = Path(
    os.environ.get("HMIS_TEST_DATA", Path(__file__).resolve().parents[1] / "../shared/data")
).resolve()
TEMPLATES = RememberedTemplates()
remember()
SERVER_URL = os.environ.get("HMIS_TEST_DATABASE_URL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the suites that are slow as a whole. Leave out what only the other database does: it is no skipped
    test, there is nothing to test."""
    for item in items:
        if item.nodeid.startswith(SLOW_SUITES):
            item.add_marker(pytest.mark.slow)
        if item.nodeid.startswith(ON_BOTH):
            item.add_marker(pytest.mark.both_databases)
        if item.nodeid.startswith(WALKS):
            item.add_marker(pytest.mark.both_databases)
            if SERVER_URL is not None:
                item.add_marker(pytest.mark.nightly)
    other = "postgresql_only" if SERVER_URL is None else "sqlite_only"
    left_out = [item for item in items if item.get_closest_marker(other)]
    items[:] = [item for item in items if not item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left_out)
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))  # otherwise as they were shuffled


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays: looking through it for waste again and again took a seventh of a run."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of real HMIS files, kept outside the repository (set HMIS_TEST_DATA)."""
    if not TEST_DATA.is_dir():
        pytest.skip(f"real HMIS files not found at {TEST_DATA}; set HMIS_TEST_DATA")
    return TEST_DATA


@pytest.fixture(scope="session")
def empty_schema(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """A migrated, empty database: a file to copy on SQLite, this worker's own database on PostgreSQL."""
    if SERVER_URL is None:
        url = f"sqlite:///{tmp_path_factory.mktemp('schema') / 'empty.sqlite'}"
        _migrate(url)
        yield url
        return
    name = f"hmis_test_{worker_id}_{os.getpid()}"
    server = create_engine(SERVER_URL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(SERVER_URL).set(database=name).render_as_string(hide_password=False)
    _migrate(url)
    yield url
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(scope="session")
def keys_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key ring of every test's installation: scenes hold what it encrypted."""
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    KeyRing.create(path)
    return path


@pytest.fixture(scope="session")
def scenes(empty_schema: str, keys_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenes]:
    """What tests find in their databases, built once."""
    restorer = Restorer(empty_schema) if SERVER_URL else None
    yield Scenes(empty_schema, tmp_path_factory.mktemp("scenes"), KeyRing.load(keys_file), restorer)
    if restorer:
        restorer.close()


@pytest.fixture
def database_url(scenes: Scenes, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database of this test's own: empty, or with the scene that its fixtures name."""
    return scenes.stand(request.fixturenames, tmp_path / "hmis.sqlite")


@pytest.fixture
def settings(database_url: str, tmp_path: Path, keys_file: Path) -> Settings:
    """Settings of a testing installation with its own folder."""
    var = tmp_path / "var"
    var.mkdir()
    shutil.copy(keys_file, var)
    return Settings(
        database_url=database_url,
        var=var,
        keys=var / "keys.json",
        mode="testing",
        community_name="Riverbend",
        secure_cookies=False,
        password_memory_kib=8,  # cheap on purpose, as the personas' hashes
        timezone=ZoneInfo("UTC"),  # the day of the tests and of the pages is one, at any hour
    )


@pytest.fixture
def keyring(settings: Settings) -> KeyRing:
    """The installation's key ring."""
    return KeyRing.load(settings.keys)


@pytest.fixture
def database(database_url: str, settings: Settings) -> Iterator[Database]:
    """The database, with the newest schema."""
    opened = Database(database_url, KeyRing.load(settings.keys))
    yield opened
    opened.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session; commit for others to see what it wrote."""
    with database.session(write=True) as opened:
        yield opened


@pytest.fixture
def community(database: Database) -> Community:
    """Two agencies and an account for every role."""
    with database.session() as opened:
        return known_community(opened)


@pytest.fixture
def settled(scenes: Scenes, database_url: str) -> Town:
    """The small town of the page tests: what is where."""
    return scenes.known("settled")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on this test's database."""
    made = create_app(replace(settings))
    made.jinja_env.bytecode_cache = TEMPLATES
    yield made
    parts = made.extensions["hmis"]
    parts.queue.close()
    parts.database.dispose()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(app)


@pytest.fixture
def signed_in(app: Flask, community: Community) -> Callable[[str], Visitor]:
    """`signed_in("services-only")`: that persona's browser."""

    def enter(persona: str) -> Visitor:
        made = Visitor(app)
        made.enter(persona)
        return made

    return enter


@pytest.fixture
def query_budget(app: Flask) -> Callable[[int], object]:
    """`with query_budget(15): ...` fails, listing the statements, when there are more."""

    @contextmanager
    def budget(limit: int) -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("PRAGMA", "SET LOCAL", "BEGIN")):
                seen.append(statement)

        engine = app.extensions["hmis"].database.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)
        assert len(seen) <= limit, "\n".join(seen)

    return budget


def _migrate(url: str) -> None:
    database = Database(url)
    migrations.upgrade(database.engine)
    database.dispose()
