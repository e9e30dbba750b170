"""Frames from a zip of HMIS CSV files, so that reports can be tested on published files without a
database."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polars as pl

from hmis_web import standards
from hmis_web.reports.universe import FRAMES
from hmis_web.reports.universe.frames import TYPES, from_text

KEYS = {
    "client_key": "Client",
    "project_key": "Project",
    "organization_key": "Organization",
    "enrollment_key": "Enrollment",
}


def frames_from_zip(path: Path) -> dict[str, pl.DataFrame]:
    """Every frame that reports know, with surrogate keys numbered by the order of the rows."""
    with zipfile.ZipFile(path) as bundle:
        members = {Path(name).name.lower(): name for name in bundle.namelist()}
        texts = {
            spec.file: pl.read_csv(
                io.BytesIO(bundle.read(members[f"{spec.file.lower()}.csv"])), infer_schema=False
            )
            for spec in FRAMES.values()
        }
    tables = {file: _typed(file, text) for file, text in texts.items()}
    return {name: _with_keys(tables, spec.file) for name, spec in FRAMES.items()}


def _typed(file: str, text: pl.DataFrame) -> pl.DataFrame:
    """HUD's columns by attribute, whatever their order and capitals, plus `id`."""
    hud = standards.file(file)
    given = {name.lower(): name for name in text.columns}
    columns = [
        from_text(pl.col(given[column.name.lower()]).str.strip_chars(), TYPES[column.kind]).alias(
            column.attribute
        )
        for column in hud.columns
        if column.name.lower() in given
    ]
    return text.select(columns).with_row_index("id", offset=1).with_columns(pl.col("id").cast(pl.Int64))


def _with_keys(tables: dict[str, pl.DataFrame], file: str) -> pl.DataFrame:
    frame = tables[file].with_columns(data_source_id=pl.lit(1, pl.Int64))
    for key, parent in KEYS.items():
        hud_key = standards.file(parent).key.attribute
        if parent != file and hud_key in frame.columns:
            ids = tables[parent].select(hud_key, pl.col("id").alias(key))
            frame = frame.join(ids, on=hud_key, how="inner")
    return frame
