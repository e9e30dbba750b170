"""The command line: what scripts rely on."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hmis_web.cli import main
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from tests.factories import hud

Run = Callable[..., Result]
pytestmark = pytest.mark.both_databases


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("user", "list")` as a script would, on this test's installation."""
    monkeypatch.setenv("HMIS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("HMIS_VAR", str(settings.var))
    monkeypatch.setenv("HMIS_KEYS", str(settings.keys))
    monkeypatch.delenv("HMIS_MODE", raising=False)

    def call(*arguments: object, status: int = 0) -> Result:
        result = CliRunner().invoke(main, [str(each) for each in arguments])
        assert result.exit_code == status, (result.output, result.exception)
        return result

    return call


def answer(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_init_prints_one_set_up_link_and_no_second_after_an_account_exists(run: Run) -> None:
    first = run("init")
    again = run("init")

    assert "/set-up/" in first.stdout
    assert "/set-up/" not in again.stdout


def test_init_makes_a_private_key_ring(run: Run, settings: Settings) -> None:
    settings.keys.unlink()

    run("init")

    assert settings.keys.stat().st_mode & 0o077 == 0


def test_command_without_key_ring_ends_with_usage_and_names_init(run: Run, settings: Settings) -> None:
    settings.keys.unlink()

    assert "hmis init" in run("user", "list", status=2).stderr


def test_user_add_list_disable_and_reset(run: Run, database: Database) -> None:
    with database.session(write=True) as session:
        hud.organization(session, "Open Door")
        session.commit()
    run("init")

    made = answer(
        run(
            "user",
            "add",
            "Ana",
            "--name",
            "Ana Ruiz",
            "--role",
            "services-only",
            "--agency",
            "Open Door",
            "--json",
        )
    )
    listed = {row["username"]: row for row in answer(run("user", "list", "--json"))["users"]}
    run("user", "disable", "ana")
    after = {row["username"]: row for row in answer(run("user", "list", "--json"))["users"]}

    assert made["set_up_path"].startswith("/set-up/")
    assert listed["ana"]["agencies"] == [
        {"agency": "Open Door", "role": "Services Only", "primary": True, "training_complete": False}
    ]
    assert listed["ana"]["active"]
    assert not after["ana"]["active"]
    run("user", "enable", "ana")
    assert answer(run("user", "list", "--json"))["users"][-1]["active"]
    assert answer(run("user", "reset", "ana", "--json"))["username"] == "ana"
    assert answer(run("user", "reset", "ana", "--second-factor", "--json"))["set_up_path"]
    assert "taken" in run("user", "add", "ana", status=1).stderr
    assert "no user" in run("user", "reset", "nobody", status=1).stderr


@pytest.fixture
def open_door(database: Database) -> None:
    """An agency without programs."""
    with database.session(write=True) as session:
        hud.organization(session, "Open Door")
        session.commit()


def test_user_add_refuses_what_the_rules_of_the_role_refuse(run: Run, open_door: None) -> None:
    run("init")
    there = ("--agency", "Open Door")
    run("user", "add", "ana", "--role", "agency-manager", *there)

    for arguments, words in (
        (("ben", "--role", "agency-manager", *there), "has its one Agency Manager already: ana"),
        (("ben", "--role", "assessor-only", *there), "may be held at an additional agency only"),
        (("ben", "--role", "agency-manager", "--additional", *there), "at a primary agency only"),
        (("ben", "--role", "program-manager", *there), "than active programs"),
        (("ben", "--role", "manager", *there), "There is no role manager; there are: agency-manager"),
        (
            ("ben", "--role", "assessor-only", "--exception", "Covers", *there),
            "the day on which the exception ends",
        ),
        (("ben", "--email", "ben@gmail.com"), "are personal"),
    ):
        assert words in run("user", "add", *arguments, status=1).stderr
    given = ("--exception", "Covers", "--until", "2099-12-31")
    run("user", "add", "ben", "--role", "assessor-only", *given, *there)

    listed = {row["username"]: row for row in answer(run("user", "list", "--json"))["users"]}
    assert set(listed) - {"admin"} >= {"ana", "ben"}
    assert listed["ben"]["agencies"][0]["role"] == "Assessor Only"


def test_user_disable_keeps_the_last_system_administrator(run: Run) -> None:
    run("init")
    first = answer(run("user", "list", "--json"))["users"]
    administrators = [row["username"] for row in first if row["system_administrator"]]

    assert len(administrators) == 1
    assert "last system administrator" in run("user", "disable", administrators[0], status=1).stderr
    run("user", "add", "second", "--system-administrator")
    run("user", "disable", administrators[0])


def test_role_without_agency_is_wrong_usage(run: Run) -> None:
    run("user", "add", "ana", "--role", "services-only", status=2)


def test_check_is_well_on_a_new_installation(run: Run) -> None:
    run("init")

    assert answer(run("check", "--json")) == {"ok": True, "findings": []}


@pytest.mark.slow
def test_import_report_and_export_of_the_demo_file(run: Run, test_data: Path, tmp_path: Path) -> None:
    run("init")
    file = test_data / "demo_fy2026.zip"

    checked = answer(run("import", file, "--source", "kit", "--check-only", "--json"))
    imported = answer(run("import", file, "--source", "kit", "--json"))
    again = answer(run("import", file, "--source", "kit", "--json"))
    range_ = ("--start", "2021-10-01", "--end", "2022-09-30", "--source", "kit")
    run("report", "run", "apr", *range_, "--format", "csv", "--out", tmp_path / "apr")
    run("report", "run", "apr", *range_, "--format", "json", "--out", tmp_path / "apr.json")
    exported = answer(run("export", "--source", "kit", "--out", tmp_path / "kit.zip", "--json"))

    assert checked["files"]["Client"]["new"] == 4146
    assert imported["files"]["Client"]["new"] == 4146
    assert again["files"]["Client"] == imported["files"]["Client"] | {"new": 0, "unchanged": 4146}
    assert {"Q4a.csv", "Q5a.csv", "Q7a.csv", "Q7b.csv", "Q8a.csv", "Q11.csv"} <= {
        path.name for path in (tmp_path / "apr").iterdir()
    }
    assert json.loads((tmp_path / "apr.json").read_text())["tables"]
    assert exported["rows"]["Client"] == 4146
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        assert len(archive.namelist()) == 24


def test_project_that_two_sources_share_needs_the_source(
    run: Run, database: Database, tmp_path: Path
) -> None:
    run("init")
    with database.session(write=True) as session:
        for source in ("north", "south"):
            agency = hud.organization(session, "Open Door", source=source, organization_id="A1")
            hud.project(session, agency, source=source, project_id="P1")
        session.commit()
    asked = ("report", "run", "apr", "--start", "2026-01-01", "--end", "2026-06-30", "--format", "csv")

    refused = run(*asked, "--project", "P1", "--out", tmp_path / "both", status=2)
    run(*asked, "--project", "P1", "--source", "north", "--out", tmp_path / "one")

    assert "--source" in refused.stderr
    assert (tmp_path / "one" / "Q5a.csv").is_file()


def test_unknown_project_report_and_source_end_with_1(run: Run, tmp_path: Path) -> None:
    run("init")
    range_ = ("--start", "2026-01-01", "--end", "2026-06-30", "--format", "csv", "--out", tmp_path / "x")

    assert "no report" in run("report", "run", "nothing", *range_, status=1).stderr
    assert "no project" in run("report", "run", "apr", *range_, "--project", "P9", status=1).stderr
    assert "no data source" in run("report", "run", "apr", *range_, "--source", "s", status=1).stderr


def test_export_of_a_project_without_dates_holds_its_whole_life(
    run: Run, database: Database, keyring: KeyRing, tmp_path: Path
) -> None:
    run("init")
    with database.session(write=True) as session:
        agency = hud.organization(session, "Open Door")
        for project_id, entered in (("P1", date(2011, 5, 4)), ("P2", date(2001, 5, 4))):
            project = hud.project(session, agency, project_id=project_id)
            hud.enrollment(session, hud.client(session, keyring, agency), project, entry_date=entered)
        session.commit()

    own = tmp_path / "own.zip"
    told = answer(run("export", "--project", "P1", "--out", tmp_path / "one.zip", "--own", own, "--json"))

    assert (told["own_file"], told["own_answers"], zipfile.is_zipfile(own)) == (str(own), 0, True)
    assert told["rows"]["Enrollment"] == told["rows"]["Project"] == 1
    assert told["start"] == "2011-05-04"


def test_database_that_cannot_be_used_is_said_in_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HMIS_DATABASE_URL", "mysql://somewhere/hmis")
    wrong = run("check", status=2)
    monkeypatch.setenv("HMIS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/hmis")
    away = run("check", status=1)

    assert "HMIS_DATABASE_URL" in wrong.stderr
    assert away.stderr.startswith("The database does not answer: ")


def test_report_list_names_the_apr(run: Run) -> None:
    assert "apr" in {row["name"] for row in answer(run("report", "list", "--json"))["reports"]}


def test_dates_that_are_none_are_wrong_usage(run: Run, tmp_path: Path) -> None:
    run("init")

    run("export", "--out", tmp_path / "x.zip", "--start", "2026-13-01", "--end", "2026-12-31", status=2)
    run("export", "--out", tmp_path / "x.zip", "--start", "2026-01-01", status=2)
