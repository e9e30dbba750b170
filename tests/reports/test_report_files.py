"""A whole run as PDF, spreadsheet and HTML: the same numbers everywhere, and a page that reads well."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pypdf
import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from hmis_web.exporting.print_templates import render
from hmis_web.jobs.report_files import Letterhead, facts, report_pdf, report_xlsx
from hmis_web.reports.engine.table import Table
from hmis_web.reports.registry import report
from hmis_web.reports.result import ReportResult
from hmis_web.reports.software import ENGINE
from tests.reports.golden_community import golden

LETTER = Letterhead(
    "Riverbend",
    "Open Door",
    "Marcus Chen",
    datetime(2026, 11, 22, 20, 5, tzinfo=UTC),
    ZoneInfo("America/Los_Angeles"),
)


@pytest.fixture(scope="module")
def result() -> ReportResult:
    universe = golden()
    tables = report("apr").build(universe)
    return ReportResult(
        params=universe.params,
        projects=("Project 1",),
        tables=tables,
        outcomes=report("apr").check(tables),
        data_as_of=datetime(2026, 11, 22, 20, 0, tzinfo=UTC),
        engine=ENGINE,
        fingerprint=universe.fingerprint(),
        seconds=0.1,
        universe=universe,
    )


@pytest.fixture(scope="module")
def paper(result: ReportResult) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(report_pdf(result, LETTER)))


@pytest.mark.slow
def test_report_pdf_names_itself_and_its_makers(paper: pypdf.PdfReader) -> None:
    first = paper.pages[0].extract_text()

    assert paper.metadata is not None
    assert paper.metadata.title == "CoC Annual Performance Report, FY2026, 01 Oct 2025 to 30 Sep 2026"
    for text in (
        "Riverbend",
        "Open Door",
        "Project 1",
        "Made by Marcus Chen, 22 Nov 2026, 12:05",
        "Confidential",
    ):
        assert text in first


@pytest.mark.slow
def test_report_pdf_every_page_has_number_and_headers(paper: pypdf.PdfReader) -> None:
    count = len(paper.pages)

    for number, page in enumerate(paper.pages, start=1):
        text = page.extract_text()
        assert f"Page {number} of {count}" in text
        assert "Riverbend · Open Door" in text
        assert "01 Oct 2025 to 30 Sep 2026" in text


@pytest.mark.slow
def test_report_pdf_is_letter_and_only_the_wide_table_turns(paper: pypdf.PdfReader) -> None:
    shapes = {(float(page.mediabox.width), float(page.mediabox.height)) for page in paper.pages}
    sideways = [page for page in paper.pages if page.mediabox.width > page.mediabox.height]

    assert shapes == {(612.0, 792.0), (792.0, 612.0)}
    assert ["Q4a" in page.extract_text() for page in sideways] == [True]


@pytest.mark.slow
def test_report_pdf_tags_row_and_column_heads(paper: pypdf.PdfReader) -> None:
    kinds = {str(each.get("/S")) for each in _structure(paper.root_object["/StructTreeRoot"])}

    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= kinds


def _structure(node: object) -> list[pypdf.generic.DictionaryObject]:
    found = []
    kids = node.get("/K", []) if isinstance(node, dict) else []
    for kid in kids if isinstance(kids, list) else [kids]:
        element = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(element, dict):
            found += [element, *_structure(element)]
    return found


def test_report_xlsx_numbers_equal_the_tables(result: ReportResult) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(report_xlsx(result, LETTER)))

    assert book.sheet_names == ["Report", *(table.ref for table in result.tables)]
    rows = book.get_sheet_by_name("Q7a").to_python()
    assert rows[2][1:] == [heading.label for heading in result.table("Q7a").headings]
    assert rows[3] == ["Adults", 4.0, 2.0, 1.0, "", 1.0]


def test_facts_of_many_projects_name_the_first(result: ReportResult) -> None:
    many = replace(result, projects=tuple(f"Project {number}" for number in range(1, 101)))

    named = dict(facts(many, LETTER))["Projects"]

    assert named.startswith("Project 1; Project 2; ")
    assert named.endswith("; Project 15; and 85 more, see Q4a")


def _drawn(table: Table, **others: object) -> BeautifulSoup:
    return BeautifulSoup(render("reports/_report_table.html", {"table": table, **others}), "html.parser")


def test_report_table_every_head_has_a_scope(result: ReportResult) -> None:
    for table in result.tables:
        page = _drawn(table)
        assert {cell.get("scope") for cell in page.select("thead th")} == {"col"}
        assert [cell["scope"] for cell in page.select("tbody th")] == ["row"] * len(table.rows)
        assert page.select("[style]") == []
        assert page.table["aria-labelledby"] == page.h2["id"]


def test_report_table_links_each_number_that_counts_people(result: ReportResult) -> None:
    page = _drawn(result.table("Q7a"), cell_url=lambda ref, row, column: f"/cells/{ref}/{column}{row}")

    links = {link["href"]: link.text for link in page.select("td a")}

    assert links["/cells/Q7a/B6"] == "9"
    assert len(links) == sum(cell.opens for row in result.table("Q7a").rows for cell in row.cells)
    assert page.select_one("td.shaded").text == "–"


def test_report_table_without_rows_says_so(result: ReportResult) -> None:
    empty = Table("Q1", "Nothing", "", result.table("Q7a").headings, ())

    assert "No rows" in _drawn(empty).text
