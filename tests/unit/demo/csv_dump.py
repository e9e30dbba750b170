"""Write generated batches as HMIS CSV files, the way HUD's format wants them, for checks that read such
files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl

from hmis_web import standards

EXPORT_ID = "DEMO1"


def dump(batches: Iterable[dict[str, pl.DataFrame]], folder: Path, as_of: date) -> None:
    """One CSV a file of the standard; every file exists, even when it has no rows."""
    frames: dict[str, list[pl.DataFrame]] = {}
    for batch in batches:
        for name, frame in batch.items():
            frames.setdefault(name, []).append(frame)
    frames["Export"] = [_export(as_of)]
    for file in standards.files():
        columns = [column.attribute for column in file.columns]
        parts = frames.get(file.name) or [pl.DataFrame({name: [] for name in columns})]
        whole = pl.concat(parts).with_columns(export_id=pl.lit(EXPORT_ID)).select(columns)
        money = [column.attribute for column in file.columns if column.kind == "M"]
        whole = whole.with_columns(pl.col(name).cast(pl.Decimal(14, 2)) for name in money)
        whole.columns = [column.name for column in file.columns]
        whole.write_csv(folder / f"{file.name}.csv")


def _export(as_of: date) -> pl.DataFrame:
    row = {
        "export_id": EXPORT_ID, "source_type": 1, "source_id": "XX-500", "export_date": f"{as_of} 06:00:00",
        "export_start_date": as_of, "export_end_date": as_of, "software_name": "demo",
        "export_period_type": 3,
        "export_directive": 2, "hash_status": 1, "implementation_id": "riverbend", "csv_version": "2026 v1.0",
    }  # fmt: skip
    columns = [column.attribute for column in standards.file("Export").columns]
    return pl.DataFrame([{name: row.get(name) for name in columns}])
