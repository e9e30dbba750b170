"""The whole community, batch by batch: HUD's files as frames with HUD's attributes, in loading order.

Beside HUD's columns the frames carry our row numbers, counted from 1 over the whole run: `client_no`,
`enrollment_no`,
`project_no`, `organization_no`, `assessment_no`. A loader turns them into surrogate keys; an export drops
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from hmis_web import standards
from hmis_web.demo import (
    contacts,
    coordinated_entry,
    entries,
    exits,
    health,
    income,
    learning,
    services,
    stages,
)
from hmis_web.demo.draws import Draws
from hmis_web.demo.households import draw_households, draw_members
from hmis_web.demo.people import client_frame, with_birth_and_service
from hmis_web.demo.project_frames import project_frames, project_id
from hmis_web.demo.projects import PROJECTS
from hmis_web.demo.stays import household_stays, member_stays

HOUSEHOLDS_A_BATCH = 5_000
SMALL, RECENT, STEADY = 1_000, 2.4, 1.5
"""A small community is for looking at: more of its people came lately, so that every project has somebody
now."""
NUMBERS = ("client_no", "enrollment_no", "project_no", "organization_no", "assessment_no", "res_project_no")
LETTERS = {
    "Exit": "X", "IncomeBenefits": "I", "HealthAndDV": "V", "EmploymentEducation": "J", "Disabilities": "D",
    "Services": "S",
    "CurrentLivingSituation": "L", "Assessment": "Q", "AssessmentQuestions": "QQ", "AssessmentResults": "QR",
    "Event": "T",
    "YouthEducationStatus": "Y",
}  # fmt: skip
KINDS = {"S": pl.String, "I": pl.Int32, "D": pl.Date, "M": pl.Float64, "T": pl.String}
PROJECT_IDS = [project_id(project.number) for project in PROJECTS]

Batch = dict[str, pl.DataFrame]


@dataclass
class _Counter:
    """How many rows of each file came before this batch."""

    before: dict[str, int] = field(default_factory=dict)

    def next(self, name: str, rows: int) -> int:
        """The number of the first of `rows` further rows."""
        first = self.before.get(name, 0) + 1
        self.before[name] = first - 1 + rows
        return first


def generate(
    clients: int, seed: int, as_of: date, *, households: int = HOUSEHOLDS_A_BATCH
) -> Iterator[Batch]:
    """The community's files: first a batch that describes agencies and projects, then batches of people.

    Equal arguments give equal rows, on every machine and whatever `households` a batch holds.
    """
    yield {name: _typed(name, frame) for name, frame in project_frames(clients, as_of).items()}
    draws, counter, first = Draws(seed), _Counter(), 0
    while counter.before.get("Client", 0) < clients:
        wanted = clients - counter.before.get("Client", 0)
        size = min(households, max(1, wanted))
        recency = RECENT if clients <= SMALL else STEADY
        # one household more at the front, unused: whether a person was entered twice looks at the one before
        lead = 1 if first else 0
        found = draw_households(draws, first - lead, size + lead, recency).slice(lead)
        yield _people(draws, counter, found, wanted, as_of)
        first += size


def _people(draws: Draws, counter: _Counter, found: pl.DataFrame, wanted: int, as_of: date) -> Batch:
    members = draw_members(draws, found).head(wanted)
    start = counter.next("Client", members.height)
    members = members.with_columns(client_no=pl.int_range(start, start + members.height, dtype=pl.Int64))
    members = health.with_conditions(draws, with_birth_and_service(draws, members, as_of))
    rows = _enrollments(draws, counter, found, members, as_of)
    collected = stages.collection_frame(draws, rows, as_of)
    frames = {
        "Client": _stamp_clients(client_frame(draws, members, as_of), rows, as_of),
        "Enrollment": entries.enrollment_frame(draws, rows, as_of),
        "Exit": exits.exit_frame(draws, rows, as_of),
        "IncomeBenefits": income.income_frame(draws, collected, as_of),
        "HealthAndDV": health.health_frame(draws, collected, as_of),
        "EmploymentEducation": learning.employment_frame(draws, collected, as_of),
        "Disabilities": health.disabilities_frame(draws, collected, as_of),
        "Services": services.services_frame(draws, rows, as_of),
        "CurrentLivingSituation": contacts.contacts_frame(draws, rows, as_of),
        **coordinated_entry.assessment_frames(draws, rows, as_of),
        "Event": coordinated_entry.event_frame(draws, rows, as_of),
        "YouthEducationStatus": learning.youth_education_frame(draws, collected, as_of),
    }
    return {name: _typed(name, frame) for name, frame in _identified(counter, frames).items()}


def _enrollments(
    draws: Draws, counter: _Counter, found: pl.DataFrame, members: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """One row per person and stay with identifiers and everything later frames ask about the person."""
    rows = member_stays(draws, household_stays(draws, found, as_of), members, as_of)
    start = counter.next("Enrollment", rows.height)
    return rows.with_columns(
        enrollment_no=pl.int_range(start, start + rows.height, dtype=pl.Int64)
    ).with_columns(
        enrollment_id=_identifier("E", "enrollment_no"),
        personal_id=_identifier("R", "client_no"),
        project_id=pl.lit(pl.Series(PROJECT_IDS)).gather(pl.col("project_no") - 1),
    )


def _stamp_clients(clients: pl.DataFrame, rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """A client's record was made on its first entry by the agency met first, and looked at again on the
    last."""
    met = rows.group_by("client_no").agg(
        pl.col("entry_date").min().alias("made"), pl.col("entry_date").max().alias("seen"),
        pl.col("organization_no").first(),
    )  # fmt: skip
    frame = clients.join(met, on="client_no", how="left", maintain_order="left")
    made = pl.coalesce("made", pl.lit(as_of)).cast(pl.String)
    seen = pl.coalesce("seen", pl.lit(as_of)).cast(pl.String)
    agency = pl.col("organization_no").fill_null(6)
    return frame.with_columns(
        organization_no=agency.cast(pl.Int32),
        date_created=made + " 09:12:00",
        date_updated=seen + " 16:40:00",
        user_id=pl.format(
            "U{}", ((agency - 1) * 6 + 1 + pl.col("client_no") % 6).cast(pl.String).str.zfill(3)
        ),
    )


def _identified(counter: _Counter, frames: Batch) -> Batch:
    """Number the rows of each file on from the batch before and make HUD's identifiers of them."""
    assessments = counter.before.get("Assessment", 0) + 1
    done: Batch = {}
    for name, found in frames.items():
        frame = found
        if name in LETTERS:
            start = counter.next(name, frame.height)
            key = standards.file(name).key.attribute
            frame = frame.with_columns(row_id=pl.int_range(start, start + frame.height, dtype=pl.Int64))
            frame = frame.with_columns(_identifier(LETTERS[name], "row_id").alias(key))
        if "assessment_seq" in frame.columns:
            frame = frame.with_columns(assessment_no=pl.col("assessment_seq") + assessments)
            frame = frame.with_columns(assessment_id=_identifier("Q", "assessment_no"))
        done[name] = frame
    return done


def _identifier(letters: str, number: str) -> pl.Expr:
    return pl.format(letters + "{}", pl.col(number).cast(pl.String).str.zfill(8))


def _typed(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """HUD's columns in official order and type, absent ones null, our numbers behind them."""
    columns = [
        (pl.col(column.attribute) if column.attribute in frame.columns else pl.lit(None))
        .cast(KINDS[column.kind])
        .alias(column.attribute)
        for column in standards.file(name).columns
    ]
    return frame.select(*columns, *(pl.col(each).cast(pl.Int64) for each in NUMBERS if each in frame.columns))
