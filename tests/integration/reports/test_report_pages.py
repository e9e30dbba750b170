"""Running a report from the pages, opening its numbers, taking its files away."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hmis_web.db.session import Database
from hmis_web.models import AuditEvent, Job, ReportRun
from tests.browser import Visitor, page
from tests.personas import OUTSIDER
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]
Work = Callable[[], None]


def form(town: Town, *projects: int) -> dict[str, object]:
    """What the page's form sends."""
    start = town.today - timedelta(days=365)
    return {"projects": list(projects), "start": start.isoformat(), "end": town.today.isoformat()}


@pytest.fixture
def finished(signed_in: Enter, town: Town, work: Work) -> tuple[Visitor, str]:
    """A manager and the address of her finished run over the shelter."""
    visitor = signed_in("program-manager")
    started = visitor.post("/reports/apr/new", form(town, town.shelter, town.outreach))
    work()
    return visitor, str(visitor.get(started.location).location)


def test_report_form_offers_own_programs_and_last_year(signed_in: Enter, town: Town) -> None:
    shown = page(signed_in("program-manager").get("/reports/apr/new"))

    ticked = {int(str(box["value"])) for box in shown.select("[name=projects][checked]")}
    assert ticked == {town.shelter, town.outreach}
    assert CANARY not in shown.text
    assert shown.select_one("[name=start]")["value"] < shown.select_one("[name=end]")["value"]


def test_report_asked_for_becomes_a_job_with_progress(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("program-manager")

    started = visitor.post("/reports/apr/new", form(town, town.shelter))

    assert started.status_code == 303
    shown = page(visitor.get(started.location))
    box = shown.select_one("[hx-get]:not(input)")
    assert box is not None
    assert shown.select_one("a[href='" + started.location + "']").text == "Refresh"
    polled = visitor.get(str(box["hx-get"]), htmx=True)
    assert (polled.status_code, "HX-Refresh" in polled.headers) == (200, False)
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(ReportRun)) == 0


def test_report_done_stops_the_polling_and_shows_the_tables(
    finished: tuple[Visitor, str], town: Town
) -> None:
    visitor, address = finished

    shown = page(visitor.get(address))

    assert {table["id"] for table in shown.select("section.report-table")} == {
        "Q4a", "Q5a", "Q7a", "Q7b", "Q8a", "Q11"
    }  # fmt: skip
    assert "agree" in shown.text
    assert shown.select("[hx-trigger*=load]") == []
    polled = visitor.get("/jobs/1/progress", htmx=True)
    assert polled.headers["HX-Refresh"] == "true"
    assert page(polled).select("[hx-trigger]") == []


def test_report_number_opens_the_people_behind_it(finished: tuple[Visitor, str], town: Town) -> None:
    visitor, address = finished
    link = page(visitor.get(address)).select_one("#Q7a a")

    shown = page(visitor.get(str(link["href"])))

    assert f"/clients/{town.client}" in [tag["href"] for tag in shown.select("main a")]
    assert CANARY not in shown.text


def test_report_number_opened_is_audited_for_each_person(
    finished: tuple[Visitor, str], town: Town, database: Database
) -> None:
    visitor, address = finished

    visitor.get(f"{address}/tables/Q5a/cells/C2")

    with database.session() as session:
        opened = session.scalars(
            select(AuditEvent.client_id).where(AuditEvent.verb == "report:open-number")
        ).all()
    assert set(opened) == {town.client}, "the child has no bed night and is not active"


@pytest.mark.parametrize("cell", ["tables/Q5a/cells/ZZ9", "tables/Q99/cells/B2", "tables/Q5a/cells/2B"])
def test_report_number_that_is_none_is_missing(finished: tuple[Visitor, str], cell: str) -> None:
    visitor, address = finished

    assert visitor.get(f"{address}/{cell}").status_code == 404


def test_report_files_are_what_they_say(finished: tuple[Visitor, str]) -> None:
    visitor, address = finished

    csv = visitor.client.get(f"{address}/files/csv")
    with zipfile.ZipFile(io.BytesIO(csv.data)) as packed:
        assert {"Q4a.csv", "Q5a.csv", "Q7a.csv", "Q7b.csv", "Q8a.csv", "Q11.csv"} == set(packed.namelist())
    assert visitor.client.get(f"{address}/files/xlsx").data[:2] == b"PK"
    assert visitor.client.get(f"{address}/files/json").json["report"] == "apr"
    assert "attachment" in csv.headers["Content-Disposition"]
    assert visitor.get(f"{address}/files/exe").status_code == 404


def test_report_pdf_is_printed_once_and_kept(
    finished: tuple[Visitor, str], work: Work, database: Database
) -> None:
    visitor, address = finished
    assert visitor.get(f"{address}/pdf").status_code == 404

    for _ in range(2):
        assert visitor.post(f"{address}/pdf").location == address
    assert "HX-Refresh" not in visitor.get("/jobs/2/progress", htmx=True).headers
    work()
    visitor.post(f"{address}/pdf")

    printed = visitor.client.get(f"{address}/pdf")
    assert printed.data[:5] == b"%PDF-"
    assert f"{address}/pdf" in [link["href"] for link in page(visitor.get(address)).select("main a")]
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Job).where(Job.kind == "report-pdf")) == 1


def test_report_of_somebody_else_is_missing(
    finished: tuple[Visitor, str], signed_in: Enter, town: Town
) -> None:
    _visitor, address = finished

    for persona in ("agency-manager", OUTSIDER):
        other = signed_in(persona)
        for path in ("", "/pdf", "/files/csv", "/tables/Q5a/cells/C2"):
            assert other.get(f"{address}{path}").status_code == 404
        assert other.post(f"{address}/pdf").status_code == 404
        assert other.get("/reports/jobs/1").status_code == 404
        assert other.get("/jobs/1/progress").status_code == 404
        assert other.post("/jobs/1/cancel").status_code == 404


@pytest.mark.parametrize("persona", ["services-only", "read-only", "assessor-only"])
def test_report_for_role_without_the_right_is_refused(
    finished: tuple[Visitor, str], signed_in: Enter, town: Town, persona: str
) -> None:
    other = signed_in(persona)

    for path in ("/reports", "/reports/apr/new", finished[1]):
        assert other.get(path).status_code == 403
    assert other.post("/reports/apr/new", form(town, town.shelter)).status_code == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"projects": []}, "projects"),
        ({"start": ""}, "start"),
        ({"end": "yesterday"}, "end"),
        ({"end": "1999-01-01"}, "end"),
    ],
)
def test_report_asked_for_wrongly_is_refused(
    signed_in: Enter, town: Town, database: Database, change: dict[str, object], field: str
) -> None:
    answer = signed_in("program-manager").post("/reports/apr/new", form(town, town.shelter) | change)

    assert answer.status_code == 422
    assert page(answer).select(f".summary a[href^='#{field}']") != []
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_report_over_another_agencys_program_is_refused(
    signed_in: Enter, town: Town, database: Database
) -> None:
    strange = town.outreach + 1

    answer = signed_in("program-manager").post("/reports/apr/new", form(town, strange))

    assert answer.status_code in {404, 422}
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_report_that_nobody_wrote_is_missing(signed_in: Enter, town: Town) -> None:
    assert signed_in("program-manager").get("/reports/nothing/new").status_code == 404


def test_report_cancelled_before_it_starts_makes_nothing(
    signed_in: Enter, town: Town, work: Work, database: Database
) -> None:
    visitor = signed_in("program-manager")
    started = visitor.post("/reports/apr/new", form(town, town.shelter))

    with database.session(write=True):
        assert visitor.post("/jobs/1/cancel").location == started.location
    work()

    assert "was cancelled" in visitor.get(started.location).text
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(ReportRun)) == 0


def test_report_list_shows_runs_of_late_and_home_too(finished: tuple[Visitor, str]) -> None:
    visitor, address = finished

    for path in ("/reports", "/"):
        assert address in [link["href"] for link in page(visitor.get(path)).select("main a")]


def test_report_pages_need_few_statements(finished: tuple[Visitor, str], query_budget) -> None:
    visitor, address = finished

    for path in ("/reports", "/reports/apr/new", address, f"{address}/tables/Q5a/cells/C2"):
        with query_budget(15):
            visitor.get(path)
