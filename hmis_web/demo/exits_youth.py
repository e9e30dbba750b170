"""What the RHY programs ask at exit: R15 to R20."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.draws import Draws
from hmis_web.demo.entries_funders import YES_NO

KEY = "enrollment_key_no"
RISK = [(0, 92.0), (1, 4.0), (9, 3.0), (99, 1.0)]
WORKER = [(0, 22.0), (1, 66.0), (2, 12.0)]


def youth_exit_columns(draws: Draws, as_of: date) -> list[pl.Expr]:
    """Answers of youth, for rows of RHY projects only."""
    columns = {**_exploitation(draws), **_counseling(draws), **_safety(draws), **_aftercare(draws, as_of)}
    asked = pl.col("asked")
    after = pl.when(asked & _cared(draws, as_of)).then(_aftercare_day(draws))
    return [
        *(pl.when(asked).then(column).cast(pl.Int32).alias(name) for name, column in columns.items()),
        after.alias("aftercare_date"),
    ]


def _exploitation(draws: Draws) -> dict[str, pl.Expr]:
    """R15 and R16."""
    sex = draws.pick(KEY, "sex trade", [(0, 88.0), (1, 6.0), (8, 2.0), (9, 3.0), (99, 1.0)])
    forced = draws.pick(KEY, "forced", YES_NO)
    threats, promise = draws.pick(KEY, "threats", RISK), draws.pick(KEY, "promise", RISK)
    labor = (threats == 1) | (promise == 1)
    return {
        "exchange_for_sex": sex,
        "exchange_for_sex_past_three_months": pl.when(sex == 1).then(draws.pick(KEY, "sex 3m", YES_NO)),
        "count_of_exchange_for_sex": pl.when(sex == 1).then(draws.whole(KEY, "sex count", 1, 4)),
        "asked_or_forced_to_exchange_for_sex": pl.when(sex == 1).then(forced),
        "asked_or_forced_to_exchange_for_sex_past_three_months": pl.when((sex == 1) & (forced == 1)).then(
            draws.pick(KEY, "forced 3m", YES_NO)
        ),
        "workplace_violence_threats": threats,
        "workplace_promise_difference": promise,
        "coerced_to_continue_work": pl.when(labor).then(draws.pick(KEY, "coerced", YES_NO)),
        "labor_exploit_past_three_months": pl.when(labor).then(draws.pick(KEY, "labor 3m", YES_NO)),
    }


def _counseling(draws: Draws) -> dict[str, pl.Expr]:
    """R17 and R18."""
    completed = draws.pick(KEY, "completed", [(1, 62.0), (2, 28.0), (3, 10.0)])
    expelled = draws.pick(KEY, "expelled", [(1, 20), (2, 45), (4, 15), (6, 20)])
    counseled = draws.chance(KEY, "counseled", 0.6).cast(pl.Int32)
    talked = counseled == 1
    plan = draws.chance(KEY, "plan", 0.3).cast(pl.Int32)
    return {
        "project_completion_status": completed,
        "early_exit_reason": pl.when(completed == 3).then(expelled),
        "counseling_received": counseled,
        "individual_counseling": pl.when(talked).then(1),
        "family_counseling": pl.when(talked).then(draws.chance(KEY, "family talk", 0.4).cast(pl.Int32)),
        "group_counseling": pl.when(talked).then(draws.chance(KEY, "group talk", 0.3).cast(pl.Int32)),
        "session_count_at_exit": pl.when(talked).then(draws.whole(KEY, "sessions", 1, 14)),
        "post_exit_counseling_plan": plan,
        "sessions_in_plan": pl.when(plan == 1).then(draws.whole(KEY, "planned", 1, 8)),
    }


def _safety(draws: Draws) -> dict[str, pl.Expr]:
    """R19."""
    return {
        "destination_safe_client": draws.pick(KEY, "safe client", [(1, 82), (0, 10), (9, 4), (99, 4)]),
        "destination_safe_worker": draws.pick(KEY, "safe worker", WORKER),
        "pos_adult_connections": draws.pick(KEY, "adult ties", WORKER),
        "pos_peer_connections": draws.pick(KEY, "peer ties", WORKER),
        "pos_community_connections": draws.pick(KEY, "community ties", WORKER),
    }


def _aftercare(draws: Draws, as_of: date) -> dict[str, pl.Expr]:
    """R20, within 180 days of the exit."""
    care = draws.pick(KEY, "aftercare given", [(0, 30.0), (1, 64.0), (9, 6.0)])
    cared = _cared(draws, as_of)
    helped = cared & (care == 1)
    return {
        "aftercare_provided": pl.when(cared).then(care),
        "email_social_media": pl.when(helped).then(draws.chance(KEY, "by mail", 0.4).cast(pl.Int32)),
        "telephone": pl.when(helped).then(1),
        "in_person_individual": pl.when(helped).then(draws.chance(KEY, "in person", 0.3).cast(pl.Int32)),
        "in_person_group": pl.when(helped).then(0),
    }


def _aftercare_day(draws: Draws) -> pl.Expr:
    return pl.col("exit_date") + pl.duration(days=draws.whole(KEY, "aftercare", 10, 120))


def _cared(draws: Draws, as_of: date) -> pl.Expr:
    return (_aftercare_day(draws) <= as_of) & draws.chance(KEY, "has aftercare", 0.5)
