"""What comes in goes out: import, then export of everything, gives the same rows in the 23 data files.

Allowed differences, and no others: column order and capitals, quoting, line ends, the form of stamps, trimmed
blanks; Export.csv and the ExportID column are the export's own.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hmis_web.access.actor import Actor
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.progress import NoProgress
from hmis_web.exporting.hmis_csv import ExportParams
from hmis_web.importing.outcome import ImportOutcome
from hmis_web.importing.runs import import_file
from hmis_web.standards import HudFile, files
from tests.exporting.conftest import Exporting

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

REAL = ("demo_fy2026.zip", "lsa_sample_fy2026.zip")
DATA_FILES = tuple(file for file in files() if file.name != "Export")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
DAY_MONTH_YEAR = re.compile(r"(\d\d)-(\d\d)-(\d\d)")


@pytest.mark.parametrize("name", REAL)
def test_export_of_everything_after_import_has_the_same_rows_and_brings_none_back(
    database: Database, settings: Settings, keyring: KeyRing, test_data: Path, exported: Exporting, name: str
) -> None:
    assert brought(database, settings, keyring, test_data / name).state == "applied"

    made = exported(ExportParams(everything=True))

    assert len(made.rows("Export")) == 1
    with zipfile.ZipFile(test_data / name) as archive:
        for hud_file in DATA_FILES:
            expected = rows_of(hud_file, archive.read(f"{hud_file.name}.csv"))
            found = rows_of(hud_file, made.files[f"{hud_file.name}.csv"])
            assert found.total() == expected.total(), hud_file.name
            assert found == expected, difference(hud_file, expected, found)
    again = brought(database, settings, keyring, made.path).plan
    assert again is not None
    moved = {plan.file: plan for plan in again.files if plan.file != "Export" and plan.does_something}
    assert moved == {}


def brought(database: Database, settings: Settings, keyring: KeyRing, path: Path) -> ImportOutcome:
    """An import into the source "partner"."""
    return import_file(
        database,
        settings,
        keyring,
        path,
        source_name="partner",
        actor=Actor.system(),
        progress=NoProgress(),
        now=datetime(2026, 11, 22, tzinfo=UTC),
    )


def rows_of(hud_file: HudFile, content: bytes) -> Counter[tuple[str, ...]]:
    """The rows of a file in official column order, allowed differences levelled, ExportID left out."""
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    head = [name.strip().lower() for name in next(reader)]
    columns = [column for column in hud_file.columns if column.name != "ExportID"]
    places = [(head.index(column.name.lower()), column.kind) for column in columns]
    return Counter(tuple(levelled(row[place], kind) for place, kind in places) for row in reader)


def levelled(value: str, kind: str) -> str:
    """A value without what may differ: blanks around it, and the form of a stamp."""
    value = value.strip()
    if kind != "T":
        return value
    short = DAY_MONTH_YEAR.fullmatch(value)
    if short:
        day, month, year = short.groups()
        value = f"20{year}-{month}-{day}"
    return f"{value} 00:00:00" if DAY.fullmatch(value) else value


def difference(hud_file: HudFile, expected: Counter[tuple[str, ...]], found: Counter[tuple[str, ...]]) -> str:
    """The first rows that only one of the two has, column by column."""
    gone, new = sorted((expected - found).elements()), sorted((found - expected).elements())
    names = [column.name for column in hud_file.columns if column.name != "ExportID"]
    pairs = zip(names, gone[0] if gone else (), new[0] if new else (), strict=False)
    cells = [f"{name}: {was!r} became {now!r}" for name, was, now in pairs if was != now]
    return f"{hud_file.name}: {len(gone)} rows differ; {'; '.join(cells)}"
