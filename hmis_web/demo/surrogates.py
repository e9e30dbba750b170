"""From generated frames to rows of our tables: surrogate keys, agency that entered, keyed and encrypted
SSN."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl
from sqlalchemy import Connection, func, select

from hmis_web import standards
from hmis_web.db.base import Base
from hmis_web.db.keys import KeyRing

PARENTS = {
    "client_no": ("client_key", "Client"),
    "enrollment_no": ("enrollment_key", "Enrollment"),
    "project_no": ("project_key", "Project"),
    "assessment_no": ("assessment_key", "Assessment"),
    "res_project_no": ("res_project_key", "Project"),
}
OWN_NUMBER = {"Client": "client_no", "Enrollment": "enrollment_no", "Project": "project_no",
    "Assessment": "assessment_no",
              "Organization": "organization_no"}  # fmt: skip
SSN_PURPOSE, SSN4_PURPOSE = "ssn", "ssn4"


def highest_ids(connection: Connection) -> dict[str, int]:
    """Where each table of the standard stands, by file name."""
    tables = {file.name: Base.metadata.tables[file.table] for file in standards.files()}
    return {name: connection.scalar(select(func.max(table.c.id))) or 0 for name, table in tables.items()}


@dataclass
class Surrogates:
    """Row numbers become ids that go on behind `bases`, the highest id of each table before the load."""

    bases: dict[str, int]
    loaded: dict[str, int] = field(default_factory=dict)

    def rows(self, name: str, frame: pl.DataFrame, keyring: KeyRing) -> pl.DataFrame:
        """The frame with the columns of its table. Call once for each frame, in order."""
        before = self.loaded.get(name, 0)
        self.loaded[name] = before + frame.height
        first = self.bases[name] + before + 1
        frame = frame.with_columns(pl.int_range(first, first + frame.height, dtype=pl.Int64).alias("id"))
        own = OWN_NUMBER.get(name)
        keys = [
            (pl.col(number) + self.bases[parent]).alias(column)
            for number, (column, parent) in PARENTS.items()
            if number in frame.columns and number != own
        ]
        if "organization_no" in frame.columns and name != "Organization":
            agency = pl.col("organization_no") + self.bases["Organization"]
            keys.append(agency.alias("organization_key" if name == "Project" else "entered_organization_id"))
        frame = frame.with_columns(*keys)
        if name == "Client":
            frame = _protected(frame, keyring)
        known = Base.metadata.tables[standards.file(name).table].columns
        return frame.select(column for column in frame.columns if column in known)

    def agencies(self, enrollments: pl.DataFrame, clients: pl.DataFrame) -> pl.DataFrame:
        """client_agency rows: each agency with an enrollment of the client, and the one that entered it."""
        pairs = pl.concat(
            [each.select("organization_no", "client_no") for each in (enrollments, clients)]
        ).unique()
        return pairs.select(
            (pl.col("organization_no") + self.bases["Organization"]).alias("organization_id"),
            (pl.col("client_no") + self.bases["Client"]).alias("client_id"),
        ).sort("organization_id", "client_id")


def _protected(frame: pl.DataFrame, keyring: KeyRing) -> pl.DataFrame:
    """The SSN encrypted, with its keyed indexes (decision 9); an approximate number is found by its last four
    only."""
    plain = frame["ssn"].to_list()
    whole = [text if text and text.isdigit() else None for text in plain]
    last4 = [text[-4:] if text else None for text in plain]
    return frame.with_columns(
        pl.Series("ssn", keyring.encrypt_many(SSN_PURPOSE, plain), dtype=pl.String),
        pl.Series("ssn_index", keyring.blind_many(SSN_PURPOSE, whole), dtype=pl.String),
        pl.Series("ssn4_index", keyring.blind_many(SSN4_PURPOSE, last4), dtype=pl.String),
    )
