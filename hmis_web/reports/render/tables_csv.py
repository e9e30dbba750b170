"""HUD's upload layout: one CSV file per table. Specifications, "Exporting Report Results to CSV"."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from hmis_web.reports.engine.table import Cell, Format, Table

PLACES = {Format.PERCENT: 4, Format.MONEY: 2}
FIXED_MOMENT = (2000, 1, 1, 0, 0, 0)
"""Time stamp of the files in a bundle, so that equal tables make equal bundles."""


def table_csv(table: Table) -> str:
    """One table by cell position: header line, then the label in column A and the values from B. Text is in
    double quotes, numbers are plain, shaded cells empty (rules 4 to 10)."""
    head = [_text(table.corner), *(_text(heading.label) for heading in table.headings)]
    lines = [head, *([_text(row.label), *(_value(cell) for cell in row.cells)] for row in table.rows)]
    return "".join(",".join(line) + "\r\n" for line in lines)


def file_name(table: Table) -> str:
    """`Q5a.csv` (rule 2)."""
    return f"{table.ref}.csv"


def write_folder(tables: Iterable[Table], folder: Path) -> None:
    """One file per table in `folder`, which is made when it isn't there. UTF-8 without byte order mark."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        (folder / file_name(table)).write_bytes(table_csv(table).encode())


def bundle(tables: Iterable[Table]) -> bytes:
    """All tables in one zip, flat, as HUD takes it (rule 11)."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for table in tables:
            entry = zipfile.ZipInfo(file_name(table), FIXED_MOMENT)
            packed.writestr(entry, table_csv(table).encode(), zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _value(cell: Cell) -> str:
    if cell.value is None:
        return ""
    if isinstance(cell.value, str):
        return _text(cell.value)
    places = PLACES.get(cell.format)
    return str(cell.value) if places is None else f"{cell.value:.{places}f}"
