"""Which rows and columns reports read, and their types: the one agreement between the loader and the
reckoning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import polars as pl

from hmis_web import standards

Frames = Mapping[str, pl.DataFrame]
"""Rows by the name of their frame; columns are HUD's attributes and our keys (`id`, `client_key` ...)."""

TYPES: dict[str, Any] = {"S": pl.String, "T": pl.String, "I": pl.Int32, "D": pl.Date, "M": pl.Float64}
"""HUD's type to Polars'. Dollars as floats are exact to the cent far beyond any amount here."""


@dataclass(frozen=True)
class FrameSpec:
    """One kind of rows: HUD's file, the attributes that reports use, our keys, and a fixed condition."""

    file: str
    attributes: tuple[str, ...]
    keys: tuple[str, ...] = ()
    own_key: str = ""
    """Name that the row's own `id` gets; empty when nothing refers to it."""
    only: Mapping[str, int] = field(default_factory=dict)
    """Column and code that a row must have."""

    def schema(self) -> dict[str, Any]:
        """Every column with its type, as the reckoning sees it."""
        keys = (self.own_key, *self.keys) if self.own_key else self.keys
        kinds = _kinds(self.file)
        return dict.fromkeys(keys, pl.Int64) | {name: TYPES[kinds[name]] for name in self.attributes}


FRAMES: dict[str, FrameSpec] = {
    "organization": FrameSpec(
        "Organization",
        ("organization_id", "organization_name", "victim_service_provider"),
        own_key="organization_key",
    ),
    "project": FrameSpec(
        "Project",
        (
            "project_id",
            "project_name",
            "project_type",
            "rrh_sub_type",
            "residential_affiliation",
            "operating_end_date",
        ),
        keys=("organization_key",),
        own_key="project_key",
    ),
    "funder": FrameSpec("Funder", ("funder", "start_date", "end_date"), keys=("project_key",)),
    "project_coc": FrameSpec("ProjectCoC", ("project_coc_id", "coc_code", "geocode"), keys=("project_key",)),
    "affiliation": FrameSpec("Affiliation", ("res_project_id",), keys=("project_key",)),
    "ce_participation": FrameSpec(
        "CEParticipation",
        ("access_point", "ce_participation_status_start_date", "ce_participation_status_end_date"),
        keys=("project_key",),
    ),
    "client": FrameSpec("Client", ("dob", "dob_data_quality", "veteran_status"), own_key="client_key"),
    "enrollment": FrameSpec(
        "Enrollment",
        (
            "enrollment_id",
            "household_id",
            "entry_date",
            "relationship_to_hoh",
            "enrollment_coc",
            "living_situation",
            "los_under_threshold",
            "previous_street_essh",
            "date_to_street_essh",
            "times_homeless_past_three_years",
            "months_homeless_past_three_years",
            "disabling_condition",
            "date_of_engagement",
            "move_in_date",
        ),
        keys=("client_key", "project_key", "data_source_id"),
        own_key="enrollment_key",
    ),
    "exit": FrameSpec("Exit", ("exit_date",), keys=("enrollment_key",)),
    "bed_night": FrameSpec(
        "Services", ("date_provided",), keys=("enrollment_key",), only={"record_type": 200}
    ),
    "start_disability": FrameSpec(
        "Disabilities",
        ("disability_type", "disability_response", "indefinite_and_impairs"),
        keys=("enrollment_key",),
        only={"data_collection_stage": 1},
    ),
}
"""Every kind of rows that a report may ask for, by name."""


def from_text(text: pl.Expr, kind: Any) -> pl.Expr:
    """A column of text as its type; empty text is null. Dates are `YYYY-MM-DD`."""
    filled = pl.when(text != "").then(text)
    return filled.str.to_date("%Y-%m-%d") if kind == pl.Date else filled.cast(kind)


def empty_frames() -> dict[str, pl.DataFrame]:
    """All frames without a row."""
    return {name: pl.DataFrame(schema=spec.schema()) for name, spec in FRAMES.items()}


def prepared(frames: Frames, name: str) -> pl.DataFrame:
    """One frame as the reckoning needs it: live rows, fixed condition applied, own key named, types as
    agreed. A frame that was not brought is empty."""
    spec = FRAMES[name]
    frame = frames.get(name)
    if frame is None:
        return pl.DataFrame(schema=spec.schema())
    if "date_deleted" in frame.columns:
        frame = frame.filter(pl.col("date_deleted").is_null())
    for column, code in spec.only.items():
        if column in frame.columns:
            frame = frame.filter(pl.col(column) == code)
    if spec.own_key and spec.own_key not in frame.columns:
        frame = frame.rename({"id": spec.own_key})
    return frame.select(pl.col(column).cast(kind) for column, kind in spec.schema().items())


@cache
def _kinds(file: str) -> dict[str, str]:
    return {column.attribute: column.kind for column in standards.file(file).columns}
