"""Exporting HMIS CSV from the pages."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hmis_web.db.session import Database
from hmis_web.models import Job
from tests.browser import Visitor, page
from tests.personas import ADMINISTRATOR, OUTSIDER
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]
Work = Callable[[], None]


def form(town: Town, **values: object) -> dict[str, object]:
    """What the page's form sends."""
    start = town.today - timedelta(days=365)
    given = {"project_keys": [town.shelter], "start": start.isoformat(), "end": town.today.isoformat()}
    return given | values


def rows(data: bytes, name: str) -> list[dict[str, str]]:
    """The rows of one file of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return list(csv.DictReader(io.StringIO(packed.read(f"{name}.csv").decode())))


def test_export_becomes_a_file_of_the_chosen_programs(signed_in: Enter, town: Town, work: Work) -> None:
    visitor = signed_in("program-manager")
    started = visitor.post("/exports", form(town))
    assert page(visitor.get(started.location)).select("[hx-trigger*=load]") != []

    work()

    shown = page(visitor.get(started.location))
    link = shown.select_one("main a[download]")
    data = visitor.client.get(str(link["href"])).data
    assert {row["LastName"] for row in rows(data, "Client")} == {"Martin"}
    assert [row["ProjectName"] for row in rows(data, "Project")] == ["Harbor Nights"]
    assert "Client.csv" in shown.text
    assert CANARY.encode() not in data


def test_export_hashed_holds_no_name(signed_in: Enter, town: Town, work: Work) -> None:
    visitor = signed_in("program-manager")
    started = visitor.post("/exports", form(town, hash="y"))
    work()

    data = visitor.client.get(f"{started.location}/file").data

    assert {len(row["LastName"]) for row in rows(data, "Client")} == {64}


def test_export_leaves_no_readable_copy(signed_in: Enter, town: Town, work: Work, settings) -> None:
    signed_in("program-manager").post("/exports", form(town))
    work()

    kept = [file for file in settings.var.rglob("*") if file.is_file() and file.suffix != ".sqlite"]
    assert all(file.read_bytes()[:2] != b"PK" for file in kept)
    assert list((settings.var / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": ""}, "start"),
        ({"end": ""}, "end"),
        ({"end": "1999-01-01"}, "end"),
        ({"start": "x"}, "start"),
    ],
)
def test_export_asked_for_wrongly_is_refused(
    signed_in: Enter, town: Town, database: Database, change: dict[str, object], field: str
) -> None:
    answer = signed_in("program-manager").post("/exports", form(town, **change))

    assert answer.status_code == 422
    assert page(answer).select_one(f"#{field}-error") is not None
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_export_of_everything_is_for_the_administrator(signed_in: Enter, town: Town, work: Work) -> None:
    assert page(signed_in("agency-manager").get("/exports")).select("[name=everything]") == []
    administrator = signed_in(ADMINISTRATOR)
    started = administrator.post("/exports", form(town, everything="y"))
    work()

    data = administrator.client.get(f"{started.location}/file").data

    assert CANARY in {row["FirstName"] for row in rows(data, "Client")}


def test_export_of_everything_by_somebody_else_is_what_they_see(
    signed_in: Enter, town: Town, work: Work
) -> None:
    visitor = signed_in("agency-manager")
    started = visitor.post("/exports", form(town, everything="y", project_keys=[]))
    work()

    assert CANARY.encode() not in visitor.client.get(f"{started.location}/file").data


def test_export_of_another_agencys_program_makes_no_file(signed_in: Enter, town: Town, work: Work) -> None:
    visitor = signed_in("agency-manager")

    answer = visitor.post("/exports", form(town, project_keys=[town.outreach + 1]))
    work()

    assert answer.status_code == 422


def test_export_of_somebody_else_is_missing(signed_in: Enter, town: Town, work: Work) -> None:
    started = signed_in("program-manager").post("/exports", form(town))
    work()

    manager = signed_in("agency-manager")
    assert manager.get(started.location).status_code == 404
    assert manager.get(f"{started.location}/file").status_code == 404


@pytest.mark.parametrize("persona", ["services-only", "direct-service", "read-only", OUTSIDER])
def test_export_for_role_without_the_right_is_refused(signed_in: Enter, town: Town, persona: str) -> None:
    visitor = signed_in(persona)

    assert visitor.get("/exports").status_code == 403
    assert visitor.post("/exports", form(town)).status_code == 403


def test_export_pages_need_few_statements(signed_in: Enter, town: Town, work: Work, query_budget) -> None:
    visitor = signed_in("program-manager")
    started = visitor.post("/exports", form(town))
    work()

    for path in ("/exports", started.location):
        with query_budget(15):
            visitor.get(path)
