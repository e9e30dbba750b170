"""Coordinated entry: Assessment, AssessmentQuestions, AssessmentResults (4.19) and Event (4.20).

The questions and the score are those of Riverbend's own short interview; no published instrument is
reproduced.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.draws import Draws
from hmis_web.demo.projects import BY_CODE, numbers
from hmis_web.demo.stamps import stamped

KEY = "enrollment_key_no"
KEPT = ("enrollment_no", "client_no", KEY, "organization_no", "enrollment_id", "personal_id")
GROUP = "Riverbend housing interview"
QUESTIONS: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = (
    (
        "Where did you sleep most nights this month?",
        (("Outside or in a vehicle", 4), ("Shelter", 2), ("With others", 1)),
    ),
    (
        "How long since you had a place of your own?",
        (("Less than 6 months", 0), ("6 to 12 months", 2), ("Over a year", 4)),
    ),
    (
        "Is there a health matter that housing would help?",
        (("No", 0), ("Yes, managed", 1), ("Yes, urgent", 4)),
    ),
    ("Do you feel safe where you stay?", (("Yes", 0), ("Sometimes", 2), ("No", 3))),
)
LOCATIONS = ["Riverbend Front Door", "Noontide Day Center", "Millrace Night Shelter", "Phone line"]
HOUSING_EVENTS = {"to_rrh": 13, "to_rrh_late": 13, "to_psh": 14, "to_vash": 14, "to_voucher": 18}


def assessment_frames(draws: Draws, rows: pl.DataFrame, as_of: date) -> dict[str, pl.DataFrame]:
    """The three assessment files; `assessment_seq` counts the assessments of the batch from 0."""
    heads = rows.filter((pl.col("place") == 0) & pl.col("project_no").is_in(numbers("ce")))
    first = heads.with_columns(row_no=pl.lit(0), assessment_date=pl.min_horizontal(
        pl.col("entry_date") + pl.duration(days=draws.whole(KEY, "assessed", 0, 6)), "last_day"))  # fmt: skip
    days = (pl.col("last_day") - pl.col("entry_date")).dt.total_days()
    again = heads.filter((days > 70) & draws.chance(KEY, "assessed again", 0.35)).with_columns(
        row_no=pl.lit(1),
        assessment_date=pl.col("entry_date") + pl.duration(days=draws.whole(KEY, "again", 30, 65)),
    )
    frame = pl.concat([first, again], how="vertical_relaxed").sort("enrollment_no", "row_no")
    crisis = (pl.col("row_no") == 0) & draws.chance(KEY, "crisis", 0.3)
    listed = draws.chance(KEY, "listed", 0.86, "row_no")
    frame = frame.with_row_index("assessment_seq").with_columns(
        pl.col("assessment_seq").cast(pl.Int64),
        assessment_level=pl.when(crisis).then(1).otherwise(2).cast(pl.Int32),
    )
    frame = stamped(draws, frame, "assessment", "assessment_date", as_of, "row_no")
    assessments = frame.select(
        *KEPT, "row_no", "assessment_seq", "assessment_date",
        draws.pick(KEY, "assessed at", [(name, 1.0) for name in LOCATIONS], "row_no")
        .alias("assessment_location"),
        draws.pick(KEY, "assessed how", [(3, 68.0), (1, 22.0), (2, 10.0)], "row_no").cast(pl.Int32)
        .alias("assessment_type"),
        "assessment_level",
        pl.when((pl.col("assessment_level") == 2) & listed).then(1).otherwise(2).cast(pl.Int32)
        .alias("prioritization_status"),
        "date_created", "date_updated", "user_id",
    )  # fmt: skip
    answers = _answers(draws, frame)
    return {"Assessment": assessments, "AssessmentQuestions": answers.drop("points"),
            "AssessmentResults": _results(frame, answers)}  # fmt: skip


def _answers(draws: Draws, frame: pl.DataFrame) -> pl.DataFrame:
    frames = []
    for order, (question, answers) in enumerate(QUESTIONS, 1):
        share = draws.share(KEY, f"answer {order}", "row_no")
        index = (share * len(answers)).floor().cast(pl.UInt32)
        frames.append(frame.select(
            *KEPT, "row_no", "assessment_seq", pl.lit(GROUP).alias("assessment_question_group"),
            pl.lit(order, dtype=pl.Int32).alias("assessment_question_order"), pl.lit(question)
            .alias("assessment_question"),
            pl.lit(pl.Series([text for text, _ in answers])).gather(index).alias("assessment_answer"),
            pl.lit(pl.Series([points for _, points in answers])).gather(index).alias("points"),
            "date_created", "date_updated", "user_id",
        ))  # fmt: skip
    return pl.concat(frames).sort("assessment_seq", "assessment_question_order")


def _results(frame: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    points = answers.group_by("assessment_seq", maintain_order=True).agg(pl.col("points").sum())
    scored = frame.join(points, on="assessment_seq", how="left", maintain_order="left")
    return scored.select(
        *KEPT, "row_no", "assessment_seq", pl.lit("Riverbend housing score").alias("assessment_result_type"),
        pl.col("points").cast(pl.String).alias("assessment_result"), "date_created", "date_updated",
        "user_id",
    )  # fmt: skip


def event_frame(draws: Draws, rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Referrals of heads of household at the front door; those whose stay ends in housing were referred
    there."""
    heads = rows.filter((pl.col("place") == 0) & pl.col("project_no").is_in(numbers("ce")))
    days = (pl.col("last_day") - pl.col("entry_date")).dt.total_days()
    first = heads.with_columns(
        row_no=pl.lit(0), event_date=pl.col("entry_date"),
        event=draws.pick(KEY, "first event", [(2, 22.0), (4, 40.0), (10, 24.0), (9, 8.0), (16, 6.0)])
        .cast(pl.Int32),
        accepted=draws.chance(KEY, "first accepted", 0.6),
    )  # fmt: skip
    more = heads.filter((days > 14) & draws.chance(KEY, "second event", 0.35)).with_columns(
        row_no=pl.lit(1),
        event_date=pl.col("entry_date") + pl.duration(days=(draws.share(KEY,
            "event day") * (days - 1)).floor()),
        event=draws.pick(KEY, "second kind", [(7, 22.0), (6, 12.0), (8, 16.0), (11, 14.0), (5, 8.0), (1, 8.0),
            (15, 20.0)])
        .cast(pl.Int32),
        accepted=draws.chance(KEY, "second accepted", 0.4),
    )  # fmt: skip
    housing = pl.col("ends").replace_strict(HOUSING_EVENTS, default=None, return_dtype=pl.Int32)
    found = (
        heads.with_columns(event=housing)
        .filter(pl.col("event").is_not_null() & (days > 4))
        .with_columns(
            row_no=pl.lit(2),
            event_date=pl.max_horizontal(
                "entry_date", pl.col("last_day") - pl.duration(days=draws.whole(KEY, "referred", 4, 24))
            ),
            accepted=pl.col("exit_date").is_not_null(),
        )
    )
    frame = pl.concat([each.select(*KEPT, "project_no", "row_no", "event_date", "event", "accepted",
        "last_day", "exit_date")
                       for each in (first, more, found)], how="vertical_relaxed")  # fmt: skip
    frame = frame.sort("enrollment_no", "event_date", "row_no")
    return _event_columns(draws, stamped(draws, frame, "event", "event_date", as_of, "row_no"))


def _event_columns(draws: Draws, frame: pl.DataFrame) -> pl.DataFrame:
    event = pl.col("event")
    referred = event.is_in([10, 11, 12, 13, 14, 15, 18])
    answered = pl.col("event_date") + pl.duration(days=draws.whole(KEY, "result lag", 0, 12, "row_no"))
    open_still = pl.col("exit_date").is_null() & ((answered >= pl.col("last_day")) | (pl.col("row_no") == 2))
    denied = draws.pick(KEY, "denied by", [(2, 60.0), (3, 40.0)], "row_no")
    result = pl.when(referred & ~open_still).then(pl.when(pl.col("accepted")).then(1).otherwise(denied))
    where = event.replace_strict(
        {10: BY_CODE["nbn"].name, 11: BY_CODE["th"].name, 13: BY_CODE["rrh"].name, 14: BY_CODE["psh"].name,
         15: BY_CODE["oph"].name}, default=None, return_dtype=pl.String,
    )  # fmt: skip
    return frame.select(
        *KEPT, "row_no", "event_date", "event",
        pl.when(event == 2).then(draws.chance(KEY, "rehoused", 0.3).cast(pl.Int32))
        .alias("prob_sol_div_rr_result"),
        pl.when(event == 5).then(draws.chance(KEY, "aftercare event", 0.5).cast(pl.Int32))
        .alias("referral_case_manage_after"),
        where.alias("location_crisis_or_ph_housing"), result.cast(pl.Int32).alias("referral_result"),
        pl.when(result.is_not_null()).then(pl.min_horizontal(answered, "last_day")).alias("result_date"),
        "date_created", "date_updated", "user_id",
    )  # fmt: skip
