"""Export.csv: which format the file is in, which days it covers, and whether it replaces what is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from hmis_web import standards
from hmis_web.importing import header
from hmis_web.importing.blocks import BlockReader
from hmis_web.importing.check import Export
from hmis_web.importing.findings import Finding, Findings, Refused
from hmis_web.importing.parse import read_date, read_integer
from hmis_web.importing.read import Archive
from hmis_web.importing.records import read_block
from hmis_web.standards.codes import ExportDirective, ExportPeriodType

READ_HERE = " and ".join(f"FY{year}" for year in header.VERSIONS)


@dataclass(frozen=True)
class Period:
    """What Export.csv says about the whole file."""

    version: str
    """FY2026 or FY2024."""
    csv_version: str
    source_name: str
    start: date | None
    end: date | None
    exported_on: date | None
    full_refresh: bool
    """What this source sent before and is not in the file any more is gone there (ExportDirective 2)."""
    reporting_period: bool
    """Only rows of people served from `start` to `end` are in the file (ExportPeriodType 3)."""


def read_export(archive: Archive, findings: Findings) -> tuple[Period, Export]:
    """Read Export.csv. Raises Refused without a row, or for a format that is not read here. HUD wants one
    row; more are accepted with a finding when they agree on the format, and the first one counts."""
    rows = _rows(archive, findings)
    if rows.is_empty():
        raise findings.refuse(
            "Export", "Export.csv has no row: it must say which format the file is in.", rule="I002"
        )
    if rows.height > 1:
        message = f"{rows.height} rows instead of one; the first one counts"
        findings.add(Finding("Export", "I002", "warning", message, 3))
    said = rows["csv_version"].unique(maintain_order=True).to_list()
    versions = {header.version_of(text) if text else _by_header(archive, findings) for text in said}
    version = versions.pop()
    if versions or version is None:
        listed = ", ".join(str(text) for text in said)
        message = f"CSVVersion {listed} is not read here; {READ_HERE} are (for example 2026 v1.0)."
        raise findings.refuse("Export", message, rule="I002", line=2)
    first = rows.row(0, named=True)
    statuses = [read_integer(text or "") for text in rows["hash_status"]]
    export = Export(frozenset(rows["export_id"].drop_nulls()), int(statuses[0]) if statuses[0] else None)
    return _period(first, version), export


def _rows(archive: Archive, findings: Findings) -> pl.DataFrame:
    """The rows as text. What is odd about the file is said when it is loaded, unless it is refused here."""
    file = standards.file("Export")
    quiet = Findings()
    try:
        with archive.open(file) as stream:
            reader = BlockReader(stream, file.name, quiet)
            layout = header.match(reader.header(), file, header.CURRENT, quiet)
            frames = [read_block(block, layout, quiet).frame for block in reader.blocks()]
    except Refused:
        for finding in quiet:
            findings.add(finding)
        raise
    blank = pl.DataFrame(schema={column.attribute: pl.String for column in file.columns})
    return pl.concat([blank, *frames], how="diagonal")


def _by_header(archive: Archive, findings: Findings) -> str | None:
    """The format by the columns of Client.csv, when CSVVersion is blank (HUD allows that)."""
    file = standards.file("Client")
    with archive.open(file) as stream:
        names = BlockReader(stream, file.name, findings).header().lower()
    version = header.EARLIER if "hispaniclatinaeo" in names else header.CURRENT
    message = f"CSVVersion is blank; read as {version} because of the columns of Client.csv"
    findings.add(Finding("Export", "I002", "warning", message, 2, "CSVVersion"))
    return version


def _period(row: dict[str, str | None], version: str) -> Period:
    directive, kind = (read_integer(row[name] or "") for name in ("export_directive", "export_period_type"))
    return Period(
        version=version,
        csv_version=row["csv_version"] or "",
        source_name=row["source_name"]
        or row["source_id"]
        or row["implementation_id"]
        or row["export_id"]
        or "",
        start=_day(row["export_start_date"]),
        end=_day(row["export_end_date"]),
        exported_on=_day((row["export_date"] or "")[:10]),
        full_refresh=directive == str(ExportDirective.FULL_REFRESH.value),
        reporting_period=kind == str(ExportPeriodType.REPORTING_PERIOD.value),
    )


def _day(text: str | None) -> date | None:
    found = read_date(text or "")
    return date.fromisoformat(found) if found else None
