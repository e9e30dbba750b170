"""Exit.csv: when and where to, and what RHY, HOPWA, ESG prevention and HUD-VASH ask at exit."""

from __future__ import annotations

from datetime import date

import polars as pl

from hmis_web.demo.destinations import ANY_SUBSIDY, DESTINATIONS, SUBSIDIES
from hmis_web.demo.draws import Draws
from hmis_web.demo.entries_funders import YES_NO
from hmis_web.demo.projects import numbers
from hmis_web.demo.stamps import stamped

KEY = "enrollment_key_no"
OTHER_PLACES = ["Camping with relatives", "Church basement", "Ship berth", "Seasonal farm housing"]
ASSESSED = numbers("hp", "oph")


def exit_frame(draws: Draws, rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Exit.csv of the stays that ended. The household goes where its head goes."""
    frame = rows.filter(pl.col("exit_date").is_not_null())
    frame = frame.with_columns(_destination(draws).alias("destination"))
    frame = stamped(draws, frame, "exit", "exit_date", as_of)
    subsidised = pl.col("destination") == 435
    other = draws.pick(KEY, "other place", [(place, 1.0) for place in OTHER_PLACES])
    return frame.select(
        "enrollment_no", "client_no", "enrollment_key_no", "organization_no", "enrollment_id", "personal_id",
        "exit_date", "destination",
        pl.when(subsidised).then(_subsidy(draws)).cast(pl.Int32).alias("destination_subsidy_type"),
        pl.when(pl.col("destination") == 17).then(other).alias("other_destination"),
        *_housing_assessment(draws), *_youth(draws, as_of), _vash_reason(draws),
        "date_created", "date_updated", "user_id",
    )  # fmt: skip


def _destination(draws: Draws) -> pl.Expr:
    destination = pl.when(False).then(pl.lit(0))
    for name, options in DESTINATIONS.items():
        drawn = draws.pick("stay_no", f"destination {name}", options)
        destination = destination.when(pl.col("ends") == name).then(drawn)
    destination = destination.otherwise(30)
    # whoever is said to have died leaves children behind: the others of the household go to family
    return pl.when((destination == 24) & (pl.col("place") > 0)).then(422).otherwise(destination).cast(pl.Int32)


def _subsidy(draws: Draws) -> pl.Expr:
    subsidy = pl.when(False).then(pl.lit(0))
    for name, options in SUBSIDIES.items():
        subsidy = subsidy.when(pl.col("ends") == name).then(draws.pick("stay_no", f"subsidy {name}", options))
    return subsidy.otherwise(draws.pick("stay_no", "subsidy", ANY_SUBSIDY))


def _housing_assessment(draws: Draws) -> list[pl.Expr]:
    """W5: kept the housing, or moved where."""
    asked = pl.col("project_no").is_in(ASSESSED)
    place = pl.col("destination")
    drawn = (
        pl.when(place == 24).then(10).when(place == 207).then(7).when(place.is_between(100, 199)).then(6)
        .when(place.is_in([312, 313])).then(3).when(place.is_in([422, 423])).then(4).when(place.is_between(300, 399)).then(5)
        .when(place.is_between(410, 499)).then(draws.pick("stay_no", "kept housing", [(1, 72.0), (2, 28.0)])).otherwise(99)
    )  # fmt: skip
    kept = draws.pick("stay_no", "kept how", [(1, 50.0), (2, 25.0), (3, 15.0), (4, 10.0)])
    moved = draws.pick("stay_no", "moved how", [(11, 45.0), (12, 55.0)])
    subsidy = pl.when(drawn == 1).then(kept).when(drawn == 2).then(moved)
    return [
        pl.when(asked).then(drawn).cast(pl.Int32).alias("housing_assessment"),
        pl.when(asked).then(subsidy).cast(pl.Int32).alias("subsidy_information"),
    ]


def _vash_reason(draws: Draws) -> pl.Expr:
    asked = (pl.col("place") == 0) & pl.col("project_no").is_in(numbers("vash"))
    died = pl.col("destination") == 24
    reason = draws.pick(KEY, "vash exit", [(1, 48.0), (3, 16.0), (4, 9.0), (5, 9.0), (8, 8.0), (9, 10.0)])
    return pl.when(asked).then(pl.when(died).then(12).otherwise(reason)).cast(pl.Int32).alias("cm_exit_reason")


def _youth(draws: Draws, as_of: date) -> list[pl.Expr]:
    """R15 to R20."""
    asked = pl.col("asked") & pl.col("project_no").is_in(numbers("es_youth", "th_youth"))
    sex = draws.pick(KEY, "sex trade", [(0, 88.0), (1, 6.0), (8, 2.0), (9, 3.0), (99, 1.0)])
    forced = draws.pick(KEY, "forced", YES_NO)
    threats = draws.pick(KEY, "threats", [(0, 92.0), (1, 4.0), (9, 3.0), (99, 1.0)])
    promise = draws.pick(KEY, "promise", [(0, 92.0), (1, 4.0), (9, 3.0), (99, 1.0)])
    labor = asked & ((threats == 1) | (promise == 1))
    completed = draws.pick(KEY, "completed", [(1, 62.0), (2, 28.0), (3, 10.0)])
    counseled = draws.chance(KEY, "counseled", 0.6).cast(pl.Int32)
    talked = asked & (counseled == 1)
    plan = draws.chance(KEY, "plan", 0.3).cast(pl.Int32)
    worker = [(0, 22.0), (1, 66.0), (2, 12.0)]
    after = pl.col("exit_date") + pl.duration(days=draws.whole(KEY, "aftercare", 10, 120))
    cared = asked & (after <= as_of) & draws.chance(KEY, "has aftercare", 0.5)
    care = draws.pick(KEY, "aftercare given", [(0, 30.0), (1, 64.0), (9, 6.0)])
    helped = cared & (care == 1)
    numbers_ = {
        "project_completion_status": pl.when(asked).then(completed),
        "early_exit_reason": pl.when(asked & (completed == 3)).then(draws.pick(KEY, "expelled", [(1, 20), (2, 45), (4, 15), (6, 20)])),
        "exchange_for_sex": pl.when(asked).then(sex),
        "exchange_for_sex_past_three_months": pl.when(asked & (sex == 1)).then(draws.pick(KEY, "sex 3m", YES_NO)),
        "count_of_exchange_for_sex": pl.when(asked & (sex == 1)).then(draws.whole(KEY, "sex count", 1, 4)),
        "asked_or_forced_to_exchange_for_sex": pl.when(asked & (sex == 1)).then(forced),
        "asked_or_forced_to_exchange_for_sex_past_three_months": pl.when(asked & (sex == 1) & (forced == 1))
        .then(draws.pick(KEY, "forced 3m", YES_NO)),
        "workplace_violence_threats": pl.when(asked).then(threats),
        "workplace_promise_difference": pl.when(asked).then(promise),
        "coerced_to_continue_work": pl.when(labor).then(draws.pick(KEY, "coerced", YES_NO)),
        "labor_exploit_past_three_months": pl.when(labor).then(draws.pick(KEY, "labor 3m", YES_NO)),
        "counseling_received": pl.when(asked).then(counseled),
        "individual_counseling": pl.when(talked).then(1),
        "family_counseling": pl.when(talked).then(draws.chance(KEY, "family talk", 0.4).cast(pl.Int32)),
        "group_counseling": pl.when(talked).then(draws.chance(KEY, "group talk", 0.3).cast(pl.Int32)),
        "session_count_at_exit": pl.when(talked).then(draws.whole(KEY, "sessions", 1, 14)),
        "post_exit_counseling_plan": pl.when(asked).then(plan),
        "sessions_in_plan": pl.when(asked & (plan == 1)).then(draws.whole(KEY, "planned", 1, 8)),
        "destination_safe_client": pl.when(asked).then(draws.pick(KEY, "safe client", [(1, 82), (0, 10), (9, 4), (99, 4)])),
        "destination_safe_worker": pl.when(asked).then(draws.pick(KEY, "safe worker", worker)),
        "pos_adult_connections": pl.when(asked).then(draws.pick(KEY, "adult ties", worker)),
        "pos_peer_connections": pl.when(asked).then(draws.pick(KEY, "peer ties", worker)),
        "pos_community_connections": pl.when(asked).then(draws.pick(KEY, "community ties", worker)),
        "aftercare_provided": pl.when(cared).then(care),
        "email_social_media": pl.when(helped).then(draws.chance(KEY, "by mail", 0.4).cast(pl.Int32)),
        "telephone": pl.when(helped).then(1),
        "in_person_individual": pl.when(helped).then(draws.chance(KEY, "in person", 0.3).cast(pl.Int32)),
        "in_person_group": pl.when(helped).then(0),
    }  # fmt: skip
    columns = [column.cast(pl.Int32).alias(name) for name, column in numbers_.items()]
    return [*columns, pl.when(cared).then(after).alias("aftercare_date")]
