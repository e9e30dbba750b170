"""What every number of one report is counted from: one row per active stay, with all that the tables ask
about it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from typing import IO, Any, cast

import polars as pl

from hmis_web.reports.engine.params import ReportParams

PARAMS = "params.json"


class _Digest(io.RawIOBase):
    """A file that keeps only the fingerprint of what is written to it."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.sha256.update(data)
        return len(data)


@dataclass(frozen=True)
class Universe:
    """The rows behind a report. `stays`: one row per active enrollment; `projects`: one row per project asked
    for."""

    params: ReportParams
    stays: pl.DataFrame
    projects: pl.DataFrame

    def fingerprint(self) -> str:
        """SHA-256 over parameters and rows, independent of the order in which the rows came. Equal
        fingerprint, equal numbers."""
        digest = _Digest()
        digest.write(self._numbers_depend_on().encode())
        for frame, key in ((self.stays, "enrollment_key"), (self.projects, "project_key")):
            frame.sort(key).select(sorted(frame.columns)).write_csv(cast("IO[bytes]", digest))
        return digest.sha256.hexdigest()

    def _numbers_depend_on(self) -> str:
        asked = self.params
        parts = (asked.kind, asked.spec_version, asked.start, asked.end, asked.project_keys, asked.coc_codes)
        return " ".join(map(str, parts))

    def to_bytes(self) -> bytes:
        """One archive: parameters and a Parquet file per frame."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as bundle:
            bundle.writestr(PARAMS, self.params.to_json())
            for name in ("stays", "projects"):
                parquet = io.BytesIO()
                getattr(self, name).write_parquet(parquet, compression="zstd")
                bundle.writestr(f"{name}.parquet", parquet.getvalue())
        return archive.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Universe:
        """Undo `to_bytes`."""
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            frames = {name: pl.read_parquet(bundle.read(f"{name}.parquet")) for name in ("stays", "projects")}
            return cls(
                ReportParams.from_json(bundle.read(PARAMS).decode()), frames["stays"], frames["projects"]
            )
