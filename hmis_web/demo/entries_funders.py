"""What PATH, SSVF, HUD-VASH and RHY ask at entry (P3, V4, V6, V10, R1, R2, R11 to R13)."""

from __future__ import annotations

import polars as pl

from hmis_web.demo.draws import Draws
from hmis_web.demo.projects import numbers

KEY = "enrollment_key_no"
YES_NO = [(0, 70.0), (1, 26.0), (8, 1.0), (9, 1.0), (99, 2.0)]
REFERRALS = [
    (1, 28.0),
    (2, 14.0),
    (7, 8.0),
    (11, 10.0),
    (18, 6.0),
    (28, 8.0),
    (30, 8.0),
    (34, 4.0),
    (35, 5.0),
    (38, 5.0),
    (39, 4.0),
]
FAMILY_ISSUES = (
    "unemployment_fam", "mental_health_disorder_fam", "physical_disability_fam",
    "alcohol_drug_use_disorder_fam",
    "insufficient_income", "incarcerated_parent",
)  # fmt: skip


def path_columns(draws: Draws) -> list[pl.Expr]:
    """P3: enrolled in PATH or not, and why not."""
    asked = pl.col("asked") & pl.col("project_no").is_in(numbers("so"))
    day = pl.col("entry_date") + pl.duration(days=draws.wait(KEY, "path status", 14.0) + 1)
    known = asked & (day <= pl.col("last_day"))
    enrolled = draws.chance(KEY, "in path", 0.68).cast(pl.Int32)
    reason = draws.pick(KEY, "not in path", [(1, 45.0), (2, 20.0), (3, 35.0)])
    return [
        pl.when(known).then(day).alias("date_of_path_status"),
        pl.when(known).then(enrolled).alias("client_enrolled_in_path"),
        pl.when(known & (enrolled == 0)).then(reason).cast(pl.Int32).alias("reason_not_enrolled"),
    ]


def veteran_columns(draws: Draws) -> list[pl.Expr]:
    """V4, V6 and V10. The station is the one of the fictional community's region."""
    head = pl.col("place") == 0
    ssvf = head & pl.col("project_no").is_in(numbers("ssvf"))
    station = head & pl.col("project_no").is_in(numbers("ssvf", "vash"))
    income = draws.pick(KEY, "ami", [(1, 64.0), (2, 28.0), (3, 6.0), (99, 2.0)])
    consultation = draws.pick(KEY, "consultation", [(1, 40.0), (2, 24.0), (3, 16.0), (4, 20.0)])
    return [
        pl.when(ssvf).then(income).cast(pl.Int32).alias("percent_ami"),
        pl.when(station).then(pl.lit("612")).alias("vamc_station"),
        pl.when(ssvf & pl.col("veteran"))
        .then(consultation)
        .cast(pl.Int32)
        .alias("mental_health_consultation"),
    ]


def youth_columns(draws: Draws) -> list[pl.Expr]:
    """R1, R2 (basic centers only), R11 to R13."""
    asked = pl.col("asked") & pl.col("project_no").is_in(numbers("es_youth", "th_youth"))
    basic = pl.col("project_no").is_in(numbers("es_youth"))
    source = draws.pick(KEY, "referral", REFERRALS)
    eligible = draws.chance(KEY, "eligible", 0.95).cast(pl.Int32)
    ward, justice = draws.pick(KEY, "ward", YES_NO), draws.pick(KEY, "justice", YES_NO)
    years = [(1, 40.0), (2, 35.0), (3, 25.0)]
    ward_years, justice_years = draws.pick(KEY, "ward years", years), draws.pick(KEY, "justice years", years)
    columns = {
        "referral_source": pl.when(asked).then(source),
        "count_outreach_referral_approaches": pl.when(asked & (source == 7))
        .then(draws.whole(KEY, "approaches", 1, 6)),
        "date_of_bcp_status": pl.when(basic).then(pl.col("entry_date")),
        "eligible_for_rhy": pl.when(basic).then(eligible),
        "reason_no_services": pl.when(basic & (eligible == 0))
        .then(draws.pick(KEY, "no bcp", [(1, 60.0), (2, 30.0), (3, 10.0)])),
        "runaway_youth": pl.when(basic & (eligible == 1)).then(draws.pick(KEY, "runaway", YES_NO)),
        "former_ward_child_welfare": pl.when(asked).then(ward),
        "child_welfare_years": pl.when(asked & (ward == 1)).then(ward_years),
        "child_welfare_months": pl.when(asked & (ward == 1) & (ward_years == 1))
        .then(draws.whole(KEY, "ward months", 1, 11)),
        "former_ward_juvenile_justice": pl.when(asked).then(justice),
        "juvenile_justice_years": pl.when(asked & (justice == 1)).then(justice_years),
        "juvenile_justice_months": pl.when(asked & (justice == 1) & (justice_years == 1))
        .then(draws.whole(KEY, "justice months", 1, 11)),
        **{name: pl.when(asked).then(draws.pick(KEY, name, YES_NO)) for name in FAMILY_ISSUES},
    }  # fmt: skip
    return [
        column.alias(name) if name == "date_of_bcp_status" else column.cast(pl.Int32).alias(name)
        for name, column in columns.items()
    ]
