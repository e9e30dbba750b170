"""From generated frames to rows of our tables: surrogate keys, agency that entered, keyed and encrypted
SSN."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from sqlalchemy import Connection, Table, func, select

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


def table_of(name: str) -> Table:
    """The table of a file of the standard."""
    return Base.metadata.tables[standards.file(name).table]


@dataclass
class Surrogates:
    """The highest id of each table before the load; row numbers are counted on from there."""

    bases: dict[str, int]
    loaded: dict[str, int]

    @classmethod
    def read(cls, connection: Connection) -> Surrogates:
        """Look up where each table stands."""
        bases = {}
        for file in standards.files():
            table = table_of(file.name)
            bases[file.name] = connection.scalar(select(func.max(table.c.id))) or 0
        return cls(bases, dict.fromkeys(bases, 0))

    def rows(self, name: str, frame: pl.DataFrame, keyring: KeyRing) -> pl.DataFrame:
        """The frame with the columns of its table. Call once for each frame, in order."""
        first = self.bases[name] + self.loaded[name] + 1
        self.loaded[name] += frame.height
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
        known = table_of(name).columns
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
