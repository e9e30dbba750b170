"""Small invented communities as frames: people and stays written as one line each, everything else filled
in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.universe import FRAMES, Frames, empty_frames, from_frames

START, END = date(2025, 10, 1), date(2026, 9, 30)
DAY = timedelta(days=1)


def params(
    *, start: date = START, end: date = END, projects: Iterable[int] = (1,), **others: Any
) -> ReportParams:
    """A request for the APR of project 1 over the fiscal year 2026."""
    return ReportParams("apr", start, end, tuple(projects), as_of=date(2026, 11, 22), **others)


@dataclass
class Community:
    """Rows by frame, added one at a time."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in FRAMES})

    def project(self, key: int = 1, project_type: int = 0, **values: Any) -> Community:
        """A project of agency 1."""
        if not self.rows["organization"]:
            self.rows["organization"].append(
                {
                    "id": 1,
                    "organization_id": "ORG",
                    "organization_name": "Open Door",
                    "victim_service_provider": 0,
                }
            )
        self.rows["project"].append(
            {"id": key, "organization_key": 1, "project_id": f"P{key}", "project_name": f"Project {key}"}
            | {"project_type": project_type}
            | values
        )
        return self

    def person(self, key: int, dob: date | None, **values: Any) -> Community:
        """A client."""
        given = {"dob_data_quality": 1 if dob else 99, "veteran_status": 0} | values
        self.rows["client"].append({"id": key, "dob": dob} | given)
        return self

    def stay(self, person: int, entry: date, left: date | None = None, **values: Any) -> int:
        """An enrollment, alone in its household as head unless said otherwise; answers its key."""
        key = len(self.rows["enrollment"]) + 1
        given = {
            "id": key, "enrollment_id": str(key), "client_key": person, "project_key": 1, "data_source_id": 1,
            "household_id": f"H{key}", "entry_date": entry, "relationship_to_hoh": 1,
            "disabling_condition": 0,
        }  # fmt: skip
        self.rows["enrollment"].append(given | values)
        if left:
            self.rows["exit"].append({"enrollment_key": key, "exit_date": left})
        return key

    def nights(self, stay: int, *dates: date) -> Community:
        """Bed nights of a stay."""
        self.rows["bed_night"] += [{"enrollment_key": stay, "date_provided": day} for day in dates]
        return self

    def add(self, frame: str, **values: Any) -> Community:
        """Any other row."""
        self.rows[frame].append(values)
        return self

    def frames(self) -> Frames:
        """Everything as typed frames; columns that no row names are null."""
        made = {}
        for name, spec in FRAMES.items():
            schema = spec.schema()
            if spec.own_key:
                schema = {"id": pl.Int64} | {key: kind for key, kind in schema.items() if key != spec.own_key}
            rows = [spec.only | row for row in self.rows[name]]
            others = {key: pl.Int64 if key in spec.only else pl.String for row in rows for key in row}
            made[name] = pl.DataFrame(rows, schema=others | schema)
        return empty_frames() | made


def stays(made: Community, **asked: Any) -> list[dict[str, Any]]:
    """The active stays of a community by enrollment key."""
    return from_frames(made.frames(), params(**asked)).stays.sort("enrollment_key").to_dicts()


def alone(project_type: int = 0, dob: date | None = date(1980, 1, 1)) -> Community:
    """One project and one person, without a stay."""
    return Community().project(project_type=project_type).person(1, dob)
