"""A report run as a file: where reports meet the exporters, neither of which knows the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hmis_web.exporting.pdf import render_pdf
from hmis_web.exporting.print_templates import column_widths, print_css, render
from hmis_web.exporting.xlsx import Sheet, workbook
from hmis_web.reports.engine.table import Format, Table
from hmis_web.reports.render.tables_csv import bundle, write_folder
from hmis_web.reports.render.tables_json import dump
from hmis_web.reports.result import ReportResult

EXCEL_FORMATS = {Format.PERCENT: "0.0%", Format.MONEY: "#,##0.00", Format.TEXT: "@"}
MANY = 30
"""Projects that are still named on the first page."""
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/zip",
    "json": "application/json",
}


@dataclass(frozen=True)
class Letterhead:
    """Who prints: names for head and foot of each page, the moment and the zone in which it reads."""

    community: str
    agency: str
    """Empty when somebody acts for the whole installation."""
    made_by: str
    made: datetime
    zone: ZoneInfo

    def moment(self, value: datetime) -> str:
        """`22 Nov 2026, 14:05`."""
        return f"{value.astimezone(self.zone):%d %b %Y, %H:%M}"


def period(result: ReportResult) -> str:
    """`01 Oct 2025 to 30 Sep 2026`."""
    return f"{result.params.start:%d %b %Y} to {result.params.end:%d %b %Y}"


def facts(result: ReportResult, letter: Letterhead) -> list[tuple[str, str]]:
    """What was asked, when, of which data, by which rules: label and text."""
    held = len(result.outcomes) - len(result.broken)
    found = [
        ("Projects", _named(result.projects)),
        ("Period", f"{period(result)}, both days included"),
        ("Continuum", ", ".join(result.params.coc_codes)),
        ("Data as of", letter.moment(result.data_as_of)),
        ("Rules", result.definition.spec),
        ("Cross-checks", f"{held} of {len(result.outcomes)} agree"),
        ("Software", f"{result.engine}; fingerprint {result.fingerprint[:16]}"),
    ]
    return [(label, text) for label, text in found if text]


def _named(projects: tuple[str, ...]) -> str:
    """The projects by name; of a long list its beginning, for Q4a has them all."""
    if len(projects) <= MANY:
        return "; ".join(projects)
    return f"{'; '.join(projects[: MANY // 2])}; and {len(projects) - MANY // 2} more, see Q4a"


def report_pdf(result: ReportResult, letter: Letterhead) -> bytes:
    """The whole report as a tagged PDF."""
    head = {
        "community": letter.community,
        "agency": letter.agency,
        "made_by": letter.made_by,
        "made_at": letter.moment(letter.made),
        "period": period(result),
    }
    html = render(
        "reports/print/report.html", {"result": result, "letter": head, "facts": facts(result, letter)}
    )
    weights = [
        (table.ref, [table.label_weight, *(head.weight for head in table.headings if not head.repeats)])
        for table in result.tables
    ]
    return render_pdf(html, print_css() + column_widths(weights))


def report_xlsx(result: ReportResult, letter: Letterhead) -> bytes:
    """The whole report as a workbook: what was asked, then one sheet per table."""
    cover = Sheet("Report", f"{result.title}, {period(result)}", ("", ""), facts(result, letter))
    return workbook(
        [cover, *(_sheet(table) for table in result.tables)], title=result.title, author=letter.made_by
    )


def report_csv(result: ReportResult) -> bytes:
    """HUD's upload: a zip with one CSV file per table."""
    return bundle(result.tables)


def report_json(result: ReportResult) -> bytes:
    """Everything about the run but the people."""
    return dump(result.to_object()).encode()


def write_report(result: ReportResult, form: str, out: Path, letter: Letterhead) -> None:
    """Write a run to `out`: a folder of CSV files for `csv`, one file for `json`, `pdf` and `xlsx`."""
    if form == "csv":
        write_folder(result.tables, out)
        return
    makers = {
        "json": lambda: report_json(result),
        "pdf": lambda: report_pdf(result, letter),
        "xlsx": lambda: report_xlsx(result, letter),
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(makers[form]())


def _sheet(table: Table) -> Sheet:
    return Sheet(
        name=table.ref,
        title=f"{table.ref} {table.title}",
        head=(table.corner, *(heading.label for heading in table.headings)),
        rows=[
            (row.label, *(cell.value if cell.shown is None else cell.shown for cell in row.cells))
            for row in table.rows
        ],
        totals=frozenset(index for index, row in enumerate(table.rows) if row.is_total),
        cell_formats={
            (index, column): EXCEL_FORMATS[cell.format]
            for index, row in enumerate(table.rows)
            for column, cell in enumerate(row.cells, start=1)
            if cell.format in EXCEL_FORMATS
        },
    )
