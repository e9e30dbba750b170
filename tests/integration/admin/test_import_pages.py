"""Importing HMIS CSV from the pages: upload, plan, confirmation, result."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hmis_web import create_app
from hmis_web.config import Settings
from hmis_web.db.session import Database
from hmis_web.models import Client, DataSource, Enrollment, ImportRun, Job
from tests.browser import Visitor, page
from tests.importing.csv_set import CsvSet
from tests.personas import ADMINISTRATOR, EVERYBODY, Community

Enter = Callable[[str], Visitor]
Work = Callable[[], None]


@pytest.fixture
def administrator(signed_in: Enter, community: Community) -> Visitor:
    """The system administrator's browser."""
    return signed_in(ADMINISTRATOR)


@pytest.fixture
def upload(administrator: Visitor, tmp_path: Path) -> Callable[[CsvSet], str]:
    """`upload(set)`: send a set through the page; answers the import's address."""

    def send(csv_set: CsvSet) -> str:
        data = csv_set.write(tmp_path / "sent.zip").read_bytes()
        answer = administrator.post(
            "/imports/new", {"file": (io.BytesIO(data), "elm-2026.zip"), "source": ""}
        )
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    return send


Upload = Callable[[CsvSet], str]


def people(database: Database) -> int:
    """How many clients there are."""
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(Client)) or 0


def test_import_goes_from_upload_over_the_plan_to_the_result(
    administrator: Visitor, upload: Upload, work: Work, database: Database
) -> None:
    address = upload(CsvSet())
    waiting = page(administrator.get(address))
    assert waiting.h1.text == "elm-2026.zip"
    assert waiting.select("[hx-trigger*=load]") != []

    work()

    planned = page(administrator.get(address))
    assert "Elm County" in planned.text
    row = next(row for row in planned.select("#plan tbody tr") if row.th.text == "Client.csv")
    assert [cell.text for cell in row.select("td")] == ["2", "2", "0", "0", "0", "0", "0"]
    assert people(database) == 0

    assert administrator.post(f"{address}/apply").location == address
    work()

    done = page(administrator.get(address))
    assert "The import is done." in done.text
    assert done.select("form#confirm-form") == []
    assert people(database) == 2


def test_import_asks_once_who_may_see_the_clients(
    administrator: Visitor, upload: Upload, work: Work, database: Database
) -> None:
    address = upload(CsvSet())
    work()

    asked = page(administrator.get(address)).select("input[name=sharing]")
    assert [(each["value"], each.has_attr("checked")) for each in asked] == [
        ("enrolling", True),
        ("all", False),
    ]
    assert administrator.post(f"{address}/apply", {"sharing": "everybody"}).status_code == 422
    administrator.post(f"{address}/apply", {"sharing": "all"})
    work()

    with database.session() as session:
        how = select(DataSource.client_sharing).where(DataSource.name == "Elm County")
        assert session.scalar(how) == "all"
    more = CsvSet()
    more.client("C9")
    again = upload(more)
    work()
    assert page(administrator.get(again)).select("input[name=sharing]") == []


def test_import_of_the_same_file_again_is_unchanged(
    administrator: Visitor, upload: Upload, work: Work, database: Database
) -> None:
    first = upload(CsvSet())
    work()
    administrator.post(f"{first}/apply")
    work()

    again = upload(CsvSet())
    work()

    shown = page(administrator.get(again))
    assert "Unchanged" in shown.text
    assert shown.select("form#confirm-form") == []
    assert people(database) == 2


def test_import_confirmed_twice_is_applied_once(
    administrator: Visitor, upload: Upload, work: Work, database: Database
) -> None:
    address = upload(CsvSet())
    work()

    for _ in range(2):
        assert administrator.post(f"{address}/apply").status_code == 303
    with database.session() as session:
        assert session.scalar(select(func.count()).where(Job.kind == "import-apply")) == 1
    work()

    assert administrator.post(f"{address}/apply").status_code == 409
    assert people(database) == 2


def test_import_cancelled_on_the_plan_writes_nothing(
    administrator: Visitor, upload: Upload, work: Work, database: Database
) -> None:
    address = upload(CsvSet())
    work()

    administrator.post(f"{address}/cancel")

    assert "was cancelled" in administrator.get(address).text
    assert administrator.post(f"{address}/apply").status_code == 409
    assert people(database) == 0


def test_import_is_cancelled_and_watched_while_another_writes(
    administrator: Visitor, upload: Upload, work: Work, database: Database
) -> None:
    address = upload(CsvSet())
    with database.session() as session:
        job_id = session.scalars(select(Job.id)).one()

    with database.session(write=True):
        assert administrator.get(address).status_code == 200
        assert administrator.get(f"/jobs/{job_id}/progress", htmx=True).status_code == 200
        assert administrator.post(f"{address}/cancel").status_code == 303
    work()

    assert "was cancelled" in administrator.get(address).text
    assert people(database) == 0


@pytest.mark.parametrize("content", [b"", b"not a zip at all", b"PK\x03\x04broken"])
def test_import_of_something_else_is_refused_with_a_reason(
    administrator: Visitor, work: Work, database: Database, content: bytes
) -> None:
    answer = administrator.post("/imports/new", {"file": (io.BytesIO(content), "x.zip"), "source": ""})
    work()

    shown = page(administrator.get(answer.location))
    assert "can not be imported" in shown.text
    assert "zip" in shown.select_one(".alert.bad").text
    assert people(database) == 0


def test_import_without_a_file_is_refused(administrator: Visitor, database: Database) -> None:
    answer = administrator.post("/imports/new", {"source": "Elm"})

    assert answer.status_code == 422
    assert page(answer).select_one("#file-error") is not None
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(ImportRun)) == 0


def test_import_findings_come_as_a_table_and_as_csv(
    administrator: Visitor, upload: Upload, work: Work
) -> None:
    csv_set = CsvSet()
    csv_set.find("Enrollment", "N1")["LivingSituation"] = "999"
    address = upload(csv_set)
    work()

    shown = page(administrator.get(address)).select_one("#findings").text
    listed = list(
        csv.DictReader(io.StringIO(administrator.client.get(f"{address}/findings").data.decode("utf-8-sig")))
    )

    assert "LivingSituation" in shown
    assert ("Enrollment", "LivingSituation", "999") in {
        (row["file"], row["column"], row["value"]) for row in listed
    }


def test_import_conflict_is_shown_and_taken_only_when_asked(
    administrator: Visitor, upload: Upload, work: Work, database: Database
) -> None:
    csv_set = CsvSet()
    address = upload(csv_set)
    work()
    administrator.post(f"{address}/apply")
    work()
    csv_set.find("Client", "C1").update(FirstName="Anna", DateUpdated="2026-01-01 01:01:01")

    def name_after(choice: dict[str, str]) -> str | None:
        address = upload(csv_set)
        work()
        assert "C1" in page(administrator.get(address)).select_one("#conflicts").text
        administrator.post(f"{address}/apply", choice)
        work()
        with database.session() as session:
            return session.scalar(select(Client.first_name).where(Client.personal_id == "C1"))

    assert name_after({}) == "Ana"
    assert name_after({"take_conflicts": "y"}) == "Anna"


def test_import_of_missing_rows_deletes_only_when_asked(
    administrator: Visitor, upload: Upload, work: Work, database: Database
) -> None:
    csv_set = CsvSet()
    first = upload(csv_set)
    work()
    administrator.post(f"{first}/apply")
    work()
    for file, key in (("Services", "S2"), ("Enrollment", "N2"), ("Client", "C2")):
        csv_set.drop(file, key)

    address = upload(csv_set)
    work()
    assert page(administrator.get(address)).select("[name=delete_missing]") != []
    administrator.post(f"{address}/apply", {"delete_missing": "y"})
    work()

    with database.session() as session:
        gone = session.scalars(select(Enrollment.enrollment_id).where(Enrollment.date_deleted.is_not(None)))
        assert gone.all() == ["N2"]


def test_import_list_shows_what_was_sent(administrator: Visitor, upload: Upload, work: Work) -> None:
    assert "No imports yet" in administrator.get("/imports").text
    address = upload(CsvSet())
    work()

    shown = page(administrator.get("/imports"))

    assert address in [link["href"] for link in shown.select("main a")]
    assert "waits for you" in shown.text


def test_import_larger_than_the_limit_is_refused(settings: Settings, community: Community) -> None:
    app = create_app(replace(settings, upload_limit_bytes=20_000))
    visitor = Visitor(app)
    visitor.sign_in(ADMINISTRATOR)

    answer = visitor.post("/imports/new", {"file": (io.BytesIO(b"x" * 30_000), "x.zip"), "source": ""})

    assert answer.status_code == 413
    app.extensions["hmis"].queue.close()
    app.extensions["hmis"].database.dispose()


def test_large_body_is_for_the_upload_of_who_may_alone(
    signed_in: Enter, visitor: Visitor, community: Community
) -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.zip"\r\n\r\n'
    large = {
        "data": part + b"x" * 3_000_000 + b"\r\n--b--\r\n",
        "content_type": "multipart/form-data; boundary=b",
    }

    clerk = signed_in("agency-manager")

    assert visitor.client.post("/imports/new", **large).status_code == 303
    assert clerk.client.post("/imports/new", **large).status_code == 403
    assert clerk.client.post("/exports", **large).status_code == 413


@pytest.mark.parametrize("persona", [each for each in EVERYBODY if each != ADMINISTRATOR])
def test_import_is_for_the_system_administrator(
    upload: Upload, work: Work, signed_in: Enter, persona: str
) -> None:
    address = upload(CsvSet())
    work()
    visitor = signed_in(persona)

    for path in ("/imports", "/imports/new", address, f"{address}/findings"):
        assert visitor.get(path).status_code == 403
    for path in (f"{address}/apply", f"{address}/cancel"):
        assert visitor.post(path).status_code == 403


def test_import_pages_need_few_statements(
    administrator: Visitor, upload: Upload, work: Work, query_budget
) -> None:
    address = upload(CsvSet())
    work()

    for path in ("/imports", "/imports/new", address):
        with query_budget(15):
            administrator.get(path)
