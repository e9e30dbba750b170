"""The real files: every row and every value comes in as it was."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hmis_web import standards
from hmis_web.db.keys import KeyRing
from hmis_web.models import hud_model
from hmis_web.standards import HudColumn, HudFile
from tests.importing.conftest import Importer

pytestmark = pytest.mark.both_databases
FILES = {"demo_fy2026.zip": 77_694, "lsa_sample_fy2026.zip": 255_327}


@pytest.mark.parametrize("name", FILES)
def test_real_file_comes_in_whole_and_only_once(importer: Importer, test_data: Path, name: str) -> None:
    outcome = importer.file(test_data / name)

    assert (outcome.state, outcome.ok) == ("applied", True)
    assert importer.counts().total() == FILES[name]
    with zipfile.ZipFile(test_data / name) as archive:
        for file in standards.files():
            assert _stored(importer, file) == _written(archive, file), file.name
    assert importer.file(test_data / name).state == "unchanged"


def test_demo_file_says_what_is_known_of_it(importer: Importer, test_data: Path) -> None:
    outcome = importer.file(test_data / "demo_fy2026.zip")

    found = Counter[tuple[str, str | None, str, str]]()
    for finding in importer.findings(outcome.run_id):
        found[finding.file, finding.column, finding.rule, finding.severity] += finding.count
    assert found["Services", "TypeProvided", "I005", "warning"] == 18
    assert found["Services", "SubTypeProvided", "I005", "warning"] == 4_440
    assert found["CurrentLivingSituation", "CurrentLivingSituation", "I005", "warning"] == 1
    assert found["Client", "DateUpdated", "I101", "warning"] == 4_146
    assert found["Disabilities", "TcellCount", "I001", "info"] == 1
    assert found["ProjectCoC", "Geocode", "I003", "warning"] == 1
    client = importer.row("Client", "2615")
    assert client.date_updated == "2021-11-03 00:00:00"
    assert json.loads(client.as_received) == {"DateUpdated": "03-11-21"}


def _written(archive: zipfile.ZipFile, file: HudFile) -> dict[str, dict[str, str]]:
    """{identifier: values by HUD's names in lower case} of a file in the zip."""
    with archive.open(f"{file.name}.csv") as stream:
        reader = csv.reader(io.TextIOWrapper(stream, "utf-8-sig", newline=""))
        names = [name.lower() for name in next(reader)]
        key = names.index(file.key.name.lower())
        return {row[key]: dict(zip(names, row, strict=True)) for row in reader}


def _stored(importer: Importer, file: HudFile) -> dict[str, dict[str, str]]:
    """The same of the live rows, as they were received."""
    model: Any = hud_model(file.name)
    columns = [getattr(model, column.attribute) for column in file.columns]
    with importer.database.session() as session:
        rows = session.execute(select(model.as_received, *columns)).all()
    found = {}
    for received, *values in rows:
        kept = json.loads(received) if received else {}
        texts = {
            column.name.lower(): kept.get(column.name, _text(column, value, importer.keyring))
            for column, value in zip(file.columns, values, strict=True)
        }
        found[texts[file.key.name.lower()]] = texts
    return found


def _text(column: HudColumn, value: object, keyring: KeyRing) -> str:
    if value is None:
        return ""
    if column.name == "SSN":
        return keyring.decrypt("ssn", str(value))
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)
