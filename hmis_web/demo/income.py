"""IncomeBenefits.csv: sources and amounts that follow a person's life, benefits, insurance (4.02 to 4.04, P4,
W3)."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.draws import Draws
from hmis_web.demo.people import UNKNOWN
from hmis_web.demo.projects import numbers, numbers_with
from hmis_web.demo.stages import ANNUAL, ENTRY
from hmis_web.demo.stamps import stamped

KEY = "enrollment_key_no"
SOURCES = {
    "earned": (300, 2600), "unemployment": (250, 1400), "ssi": (700, 967), "ssdi": (650, 1700),
    "va_disability_service": (180, 3700), "va_disability_non_service": (900, 1400),
    "private_disability": (400, 1200),
    "workers_comp": (500, 1500), "tanf": (300, 950), "ga": (180, 420), "soc_sec_retirement": (600, 1900),
    "pension": (200, 1300), "child_support": (120, 700), "alimony": (200, 600),
    "other_income_source": (50, 400),
}  # fmt: skip
"""Sources of income with the range of dollars a month."""
INSURANCE = {
    "medicaid": "no_medicaid_reason", "medicare": "no_medicare_reason", "schip": "no_schip_reason",
    "vha_services": "no_vha_reason", "employer_provided": "no_employer_provided_reason",
    "cobra": "no_cobra_reason",
    "private_pay": "no_private_pay_reason", "state_health_ins": "no_state_health_ins_reason",
    "indian_health_services": "no_indian_health_services_reason", "other_insurance": "",
}  # fmt: skip
OTHER_SOURCES = ["Recycling", "Plasma donation", "Help from family", "Day labor in kind", "Tribal payment"]


def income_frame(draws: Draws, collected: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Income of heads and adults, insurance of everybody, where the project's funder asks."""
    frame = collected.filter(pl.col("project_no").is_in(numbers_with("insurance")))
    frame = frame.with_columns(
        money_asked=pl.col("asked") & pl.col("project_no").is_in(numbers_with("income")),
        later=pl.when(pl.col("data_collection_stage") == ENTRY).then(0.0)
        .when(pl.col("data_collection_stage") == ANNUAL)
        .then(1.3).otherwise(1.0),
    ).with_columns(*_has(draws), any_insurance=_any_insurance(draws))  # fmt: skip
    frame = frame.with_columns(*_amounts(draws), *_benefits(draws), *_insurances(draws))
    frame = frame.with_columns(*_summaries(draws))
    frame = stamped(draws, frame, "income", "information_date", as_of, "stage_no")
    yes, benefits, insured = (pl.col(name) == 1 for name in ("income_any", "benefits_any", "insurance_any"))
    total = pl.sum_horizontal(*(pl.col(f"{name}$") for name in SOURCES))
    source_columns = [
        column
        for name in SOURCES
        for column in (
            pl.when(yes).then(pl.col(f"{name}?").cast(pl.Int32)).alias(name),
            pl.when(yes & pl.col(f"{name}?")).then(pl.col(f"{name}$")).alias(_amount_column(name)),
        )
    ]
    other = draws.pick("member_no", "other source", [(text, 1.0) for text in OTHER_SOURCES])
    return frame.select(
        "enrollment_no", "client_no", KEY, "organization_no", pl.col("stage_no").alias("row_no"),
        "enrollment_id", "personal_id", "information_date",
        pl.col("income_any").alias("income_from_any_source"),
        pl.when(yes).then(total).alias("total_monthly_income"), *source_columns,
        pl.when(yes & pl.col("other_income_source?")).then(other).alias("other_income_source_identify"),
        pl.col("benefits_any").alias("benefits_from_any_source"),
        *(pl.when(benefits).then(pl.col(f"{name}?").cast(pl.Int32)).alias(name) for name in BENEFITS),
        pl.col("insurance_any").alias("insurance_from_any_source"),
        *(pl.when(insured).then(pl.col(f"{name}?").cast(pl.Int32)).alias(name) for name in INSURANCE),
        pl.when(insured & pl.col("other_insurance?")).then(pl.lit("County health program"))
        .alias("other_insurance_identify"),
        *_hopwa(draws, insured), _soar(draws), "data_collection_stage", "date_created", "date_updated",
        "user_id",
    )  # fmt: skip


BENEFITS = ("snap", "wic", "tanf_child_care", "tanf_transportation", "other_tanf", "other_benefits_source")


def _amount_column(source: str) -> str:
    return "other_income_amount" if source == "other_income_source" else f"{source}_amount"


def _has(draws: Draws) -> list[pl.Expr]:
    """Which sources a person has: the same draw all along, so that work found later stays found."""
    age, adult = pl.col("age"), pl.col("age") >= 18
    disabled = (pl.col("c5") + pl.col("c7") + pl.col("c9")) >= 2
    parent = pl.col("kind").is_in([3, 4, 6]) & (pl.col("place") == 0)
    veteran, old = pl.col("veteran"), age >= 65
    later = pl.col("later")
    odds = {
        "earned": pl.when(old | disabled).then(0.06 + 0.04 * later).otherwise(0.22 + 0.16 * later),
        "unemployment": pl.lit(0.025),
        "ssi": pl.when(disabled & ~old).then(0.22 + 0.08 * later).otherwise(0.03),
        "ssdi": pl.when(disabled & ~old).then(0.13 + 0.06 * later).otherwise(0.01),
        "va_disability_service": pl.when(veteran).then(0.34 + 0.08 * later).otherwise(0.0),
        "va_disability_non_service": pl.when(veteran).then(0.06).otherwise(0.0),
        "private_disability": pl.lit(0.002),
        "workers_comp": pl.lit(0.003),
        "tanf": pl.when(parent).then(0.24 + 0.06 * later).otherwise(0.004),
        "ga": pl.when(~parent & ~old).then(0.09 + 0.03 * later).otherwise(0.01),
        "soc_sec_retirement": pl.when(old).then(0.62 + 0.1 * later).otherwise(0.0),
        "pension": pl.when(old).then(0.12).otherwise(0.003),
        "child_support": pl.when(parent).then(0.1).otherwise(0.004),
        "alimony": pl.lit(0.002),
        "other_income_source": pl.lit(0.015),
    }
    return [
        (pl.col("money_asked") & adult & draws.chance("member_no", f"has {name}", each)).alias(f"{name}?")
        for name, each in odds.items()
    ]


def _amounts(draws: Draws) -> list[pl.Expr]:
    """Dollars a month; raises come with time."""
    columns = []
    for name, (low, high) in SOURCES.items():
        dollars = low + draws.share("member_no", f"amount {name}").pow(1.6) * (high - low)
        raised = (dollars * (1.0 + 0.06 * pl.col("later"))).floor()
        columns.append(pl.when(pl.col(f"{name}?")).then(raised).otherwise(0.0).alias(f"{name}$"))
    return columns


def _benefits(draws: Draws) -> list[pl.Expr]:
    parent = pl.col("kind").is_in([3, 4, 6]) & (pl.col("place") == 0)
    odds = {
        "snap": pl.lit(0.48) + 0.12 * pl.col("later"),
        "wic": pl.when(parent & (pl.col("sex") == 0)).then(0.25).otherwise(0.0),
        "tanf_child_care": pl.when(parent).then(0.06).otherwise(0.0),
        "tanf_transportation": pl.when(parent).then(0.03).otherwise(0.0),
        "other_tanf": pl.when(parent).then(0.02).otherwise(0.0),
        "other_benefits_source": pl.lit(0.0),
    }
    return [
        (pl.col("asked") & draws.chance("member_no", f"has {name}", each))
        .alias(f"{name}?") for name, each in odds.items()
    ]  # fmt: skip


def _any_insurance(draws: Draws) -> pl.Expr:
    return draws.chance("member_no", "insured", 0.78 + 0.08 * pl.col("later"))


def _insurances(draws: Draws) -> list[pl.Expr]:
    child, old = pl.col("age") < 18, pl.col("age") >= 65
    first = draws.pick(
        "member_no", "insurance", [(0, 76.0), (7, 9.0), (4, 5.0), (6, 3.0), (8, 3.0), (9, 2.0), (5, 0.5)]
    )
    insured = pl.col("any_insurance")
    earned, ssdi = pl.col("earned?"), pl.col("ssdi?")
    found = {
        "medicaid": (first == 0) | ((first == 4) & ~earned),
        "medicare": (old & draws.chance("member_no", "medicare", 0.85)) | (ssdi & draws.chance("member_no",
            "medicare d", 0.5)),
        "schip": child & draws.chance("member_no", "schip", 0.12),
        "vha_services": pl.col("veteran") & draws.chance("member_no", "vha", 0.66),
        "employer_provided": (first == 4) & earned,
        "cobra": first == 5,
        "private_pay": first == 6,
        "state_health_ins": first == 7,
        "indian_health_services": first == 8,
        "other_insurance": first == 9,
    }  # fmt: skip
    return [(insured & each).alias(f"{name}?") for name, each in found.items()]


def _summaries(draws: Draws) -> list[pl.Expr]:
    """The leading questions: yes when there is a source; a few people were not asked or did not say."""
    unknown = draws.pick(KEY, "income 8 9", UNKNOWN)
    missing = draws.chance(KEY, "no income answer", 0.025, "data_collection_stage")
    asked = pl.col("asked")

    def summary(names: list[str]) -> pl.Expr:
        return (
            pl.when(missing)
            .then(unknown)
            .otherwise(pl.any_horizontal(*(pl.col(f"{name}?") for name in names)).cast(pl.Int64))
        )

    return [
        pl.when(pl.col("money_asked")).then(summary(list(SOURCES))).cast(pl.Int32).alias("income_any"),
        pl.when(asked).then(summary(list(BENEFITS))).cast(pl.Int32).alias("benefits_any"),
        summary(list(INSURANCE)).cast(pl.Int32).alias("insurance_any"),
    ]


def _hopwa(draws: Draws, insured: pl.Expr) -> list[pl.Expr]:
    """Why not insured, and W3, in HOPWA projects."""
    hopwa = pl.col("project_no").is_in(numbers("oph"))
    reasons = [
        pl.when(hopwa & insured & ~pl.col(f"{name}?"))
        .then(draws.pick(KEY, reason, [(4, 60.0), (3, 15.0), (2, 15.0), (1, 8.0), (99, 2.0)]))
        .cast(pl.Int32)
        .alias(reason)
        for name, reason in INSURANCE.items()
        if reason
    ]
    positive = hopwa & (pl.col("c8") == 1)
    adap, ryan = draws.chance(KEY, "adap", 0.6).cast(pl.Int32), draws.chance(KEY, "ryan", 0.7).cast(pl.Int32)
    why = [(4, 40.0), (3, 30.0), (1, 20.0), (2, 10.0)]
    return [
        *reasons,
        pl.when(positive).then(adap).alias("adap"),
        pl.when(positive & (adap == 0))
        .then(draws.pick(KEY, "no adap", why))
        .cast(pl.Int32)
        .alias("no_adap_reason"),
        pl.when(positive).then(ryan).alias("ryan_white_med_dent"),
        pl.when(positive & (ryan == 0))
        .then(draws.pick(KEY, "no ryan", why))
        .cast(pl.Int32)
        .alias("no_ryan_white_reason"),
    ]


def _soar(draws: Draws) -> pl.Expr:
    asked = pl.col("asked") & pl.col("project_no").is_in(numbers("so", "ssvf"))
    answer = draws.pick(KEY, "soar", [(0, 80.0), (1, 15.0), (8, 2.0), (99, 3.0)])
    return pl.when(asked).then(answer).cast(pl.Int32).alias("connection_with_soar")
