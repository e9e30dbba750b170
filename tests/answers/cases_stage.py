"""Rules about the answers of a stage: S060 to S100, S122 to S134."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hmis_web.domain.answers import Member
from hmis_web.standards.elements import CollectionPoint as Point
from hmis_web.standards.elements import Person
from hmis_web.standards.forms import Place
from tests.answers.cases import ENTRY, HOPWA, TODAY, YOUTH, Case, named

SHELTER = Place(0, frozenset({8}))
BASIC_CENTER = Place(0, frozenset({22}))
LEAVING: dict[str, Any] = {"stage": Point.EXIT, "on": date(2026, 3, 1), "exit_date": date(2026, 3, 1)}
YOUTH_ENTRY, YOUTH_EXIT = {"place": YOUTH}, {"place": YOUTH} | LEAVING
FORTY_MONTHS_AGO = date(2022, 9, 5)
HEAD = Member(1, 1, date(2025, 1, 5))


def on(table: str, rule: str, name: str, broken: dict[str, Any], kept: dict[str, Any], **more: Any) -> Case:
    """A case whose keys are those of one table."""
    return Case(rule, f"{table}.{name}", named(table, broken), named(table, kept), **more)


def stay(rule: str, name: str, broken: dict[str, Any], kept: dict[str, Any], **more: Any) -> Case:
    return on("enrollment", rule, name, broken, kept, **more)


def money(rule: str, name: str, broken: dict[str, Any], kept: dict[str, Any], **more: Any) -> Case:
    return on("income_benefits", rule, name, broken, kept, **more)


def leave(rule: str, name: str, broken: dict[str, Any], kept: dict[str, Any], **more: Any) -> Case:
    return on("exit", rule, name, broken, kept, around=YOUTH_EXIT, **more)


def disabled(condition: int, **responses: int) -> dict[str, Any]:
    """`_5=1, _5_lasts=1`: a physical disability that lasts."""
    made: dict[str, Any] = {"enrollment.disabling_condition": condition}
    for name, value in responses.items():
        kind, _, lasts = name.removeprefix("_").partition("_")
        column = "indefinite_and_impairs" if lasts else "disability_response"
        made[f"disabilities.{kind}.{column}"] = value
    return made


CONDITION = "enrollment.disabling_condition"
NONE = dict.fromkeys(("_5", "_6", "_7", "_8", "_9", "_10"), 0)
HOUSE = {"living_situation": 410, "length_of_stay": 11}
STREET = {"living_situation": 116, "length_of_stay": 4}
AGO = {"date_to_street_essh": date(2025, 11, 10)}
PRIOR = [
    stay("S064", "living_situation", {}, HOUSE, missing=True),
    *(stay("S065", "living_situation", {"living_situation": code}, HOUSE) for code in (
        312, 313, 327, 422, 423, 426, 30, 17, 24, 37,
    )),
    stay("S066", "rental_subsidy_type", HOUSE | {"rental_subsidy_type": 428}, HOUSE),
    stay("S066", "rental_subsidy_type", {"living_situation": 435},
         {"living_situation": 435, "rental_subsidy_type": 428}, missing=True),
    stay("S067", "length_of_stay", {"living_situation": 410}, HOUSE, missing=True),
    stay("S068", "length_of_stay", HOUSE | {"los_under_threshold": 0}, HOUSE | {"los_under_threshold": 1}),
    stay("S068", "length_of_stay", {"living_situation": 215, "length_of_stay": 4, "los_under_threshold": 1},
         {"living_situation": 215, "length_of_stay": 3, "los_under_threshold": 1}),
    stay("S069", "previous_street_essh", HOUSE, HOUSE | {"previous_street_essh": 0}, missing=True),
    stay("S070", "date_to_street_essh", HOUSE | {"previous_street_essh": 1}, STREET | AGO, missing=True),
    stay("S070", "date_to_street_essh", {}, AGO, around={"place": SHELTER}, missing=True),
    stay("S071", "times_homeless_past_three_years", STREET,
         STREET | {"times_homeless_past_three_years": 1}, missing=True),
    stay("S071", "months_homeless_past_three_years", STREET,
         STREET | {"months_homeless_past_three_years": 101}, missing=True),
    stay("S072", "date_to_street_essh", STREET | {"date_to_street_essh": date(2026, 1, 6)}, STREET | AGO),
    stay("S073", "months_homeless_past_three_years",
         STREET | AGO | {"times_homeless_past_three_years": 1, "months_homeless_past_three_years": 99},
         STREET | AGO | {"times_homeless_past_three_years": 1, "months_homeless_past_three_years": 103}),
    stay("S074", "times_homeless_past_three_years",
         STREET | {"date_to_street_essh": FORTY_MONTHS_AGO, "times_homeless_past_three_years": 2},
         STREET | {"date_to_street_essh": FORTY_MONTHS_AGO, "times_homeless_past_three_years": 1}),
    stay("S074", "months_homeless_past_three_years",
         STREET | {"date_to_street_essh": FORTY_MONTHS_AGO, "months_homeless_past_three_years": 112},
         STREET | {"date_to_street_essh": FORTY_MONTHS_AGO, "months_homeless_past_three_years": 113}),
    stay("S075", "months_homeless_past_three_years",
         STREET | AGO | {"times_homeless_past_three_years": 2, "months_homeless_past_three_years": 102},
         STREET | AGO | {"times_homeless_past_three_years": 2, "months_homeless_past_three_years": 103}),
    stay("S076", "length_of_stay", STREET | {"length_of_stay": 5} | AGO,
         STREET | {"length_of_stay": 3} | AGO),
    stay("S076", "length_of_stay", {"length_of_stay": 5}, {"length_of_stay": 4},
         around={"birth_date": date(2025, 6, 1)}),
    *(stay("S077", name, STREET | {name: code}, STREET | {name: good}) for name, code, good in (
        ("living_situation", 99, 116), ("length_of_stay", 8, 4),
        ("times_homeless_past_three_years", 9, 1), ("months_homeless_past_three_years", 99, 101),
    )),
    stay("S078", "date_to_street_essh", HOUSE | {"previous_street_essh": 0} | AGO,
         HOUSE | {"previous_street_essh": 1} | AGO),
]  # fmt: skip
HEALTH = [
    Case("S060", CONDITION, {}, disabled(99), missing=True),
    *(Case("S061", CONDITION, disabled(code), disabled(0)) for code in (8, 9, 99)),
    Case("S062", CONDITION, disabled(0, _5=1, _5_lasts=1), disabled(0, _5=1, _5_lasts=0)),
    Case("S062", CONDITION, disabled(0, _10=3, _10_lasts=1), disabled(1, _10=3, _10_lasts=1)),
    *(Case("S062", CONDITION, disabled(0, **{kind: 1}), disabled(0, **{kind: 0})) for kind in ("_6", "_8")),
    Case("S063", CONDITION, disabled(1, **NONE), disabled(1, **NONE | {"_9": 8})),
    Case("S098", "disabilities.5.disability_response", disabled(1, _5=2), disabled(1, _5=8)),
    Case("S098", "disabilities.10.disability_response", disabled(1, _10=4), disabled(1, _10=3)),
    Case("S099", "disabilities.7.indefinite_and_impairs", disabled(1, _7=0, _7_lasts=1),
         disabled(1, _7=1, _7_lasts=1)),
    on("health_and_dv", "S100", "when_occurred", {"domestic_violence_survivor": 0, "when_occurred": 1},
       {"domestic_violence_survivor": 1, "when_occurred": 1}),
    on("health_and_dv", "S100", "currently_fleeing", {"domestic_violence_survivor": 1},
       {"domestic_violence_survivor": 0}, missing=True),
    on("health_and_dv", "S123", "due_date", {"pregnancy_status": 0, "due_date": date(2026, 3, 1)},
       {"pregnancy_status": 1, "due_date": date(2026, 11, 5)}, around=YOUTH_ENTRY),
    on("health_and_dv", "S123", "due_date", {"pregnancy_status": 1, "due_date": date(2026, 12, 1)}, {},
       around=YOUTH_ENTRY),
    on("disabilities.8", "S133", "t_cell_count", {"disability_response": 0, "t_cell_count": 300},
       {"disability_response": 1, "t_cell_count": 300}, around={"place": HOPWA}),
    on("disabilities.8", "S133", "t_cell_count", {"disability_response": 1, "t_cell_count": 1501},
       {"disability_response": 1, "t_cell_count": 1500}, around={"place": HOPWA}),
]  # fmt: skip
JOB = {"income_from_any_source": 1, "earned": 1, "earned_amount": Decimal("812.50")}
OTHER = {"income_from_any_source": 1, "other_income_source": 1, "other_income_amount": Decimal(10)}
YOUNG = {"birth_date": date(2012, 1, 1), "person": Person()}
INCOME = [
    money("S079", "income_from_any_source", {}, JOB, missing=True),
    money("S079", "income_from_any_source", {"income_from_any_source": 99}, {},
          else_around={"stage": Point.UPDATE}, missing=True),
    money("S080", "income_from_any_source", {"income_from_any_source": 1}, JOB),
    *(money("S080", "income_from_any_source", JOB | {"income_from_any_source": code},
            {"income_from_any_source": code, "earned": 0}) for code in (0, 8, 9)),
    money("S081", "earned_amount", JOB | {"earned": 0}, JOB),
    money("S081", "earned_amount", {"income_from_any_source": 1, "earned": 1}, JOB, missing=True),
    money("S082", "earned_amount", JOB | {"earned_amount": Decimal("-0.01")},
          JOB | {"earned_amount": Decimal("0.00")}),
    money("S082", "earned_amount", JOB | {"earned_amount": Decimal("1.001")}, JOB),
    money("S083", "total_monthly_income", JOB | {"total_monthly_income": Decimal("812.51")},
          JOB | {"total_monthly_income": Decimal("812.50")}),
    money("S084", "other_income_source_identify", OTHER, OTHER | {"other_income_source_identify": "Rent"},
          missing=True),
    money("S085", "total_monthly_income", {"total_monthly_income": Decimal("20000.01")},
          {"total_monthly_income": Decimal(20_000)}),
    money("S085", "ssdi", {"ssdi": 1}, {"ssdi": 1}, around={"birth_date": date(1950, 1, 1)},
          else_around={"birth_date": date(1970, 1, 1)}),
    # A minor who is not head is not asked: what was recorded before the relationship changed is told.
    money("S086", "income_from_any_source", JOB, JOB | {"income_from_any_source": 0},
          around={"birth_date": date(2012, 1, 1), "person": Person(is_adult=True)}),
    money("S087", "benefits_from_any_source", {}, {"benefits_from_any_source": 0}, missing=True),
    money("S087", "benefits_from_any_source", {"benefits_from_any_source": 1},
          {"benefits_from_any_source": 1, "snap": 1}),
    money("S087", "benefits_from_any_source", {"benefits_from_any_source": 0, "snap": 1},
          {"benefits_from_any_source": 0, "snap": 0}),
    money("S088", "other_benefits_source_identify",
          {"benefits_from_any_source": 1, "other_benefits_source": 1},
          {"benefits_from_any_source": 1, "other_benefits_source": 1,
           "other_benefits_source_identify": "Bus"}, missing=True),
    money("S089", "insurance_from_any_source", {}, {"insurance_from_any_source": 8}, missing=True),
    money("S089", "insurance_from_any_source", {"insurance_from_any_source": 9, "medicaid": 1},
          {"insurance_from_any_source": 1, "medicaid": 1}),
    money("S090", "other_insurance_identify", {"insurance_from_any_source": 1, "other_insurance": 1},
          {"insurance_from_any_source": 1, "other_insurance": 1, "other_insurance_identify": "Union"},
          missing=True),
    money("S091", "no_medicaid_reason", {"medicaid": 1, "no_medicaid_reason": 1},
          {"medicaid": 0, "no_medicaid_reason": 1}, around={"place": HOPWA}),
    money("S091", "no_medicaid_reason", {"medicaid": 0, "no_medicaid_reason": 1},
          {"medicaid": 0, "no_medicaid_reason": 1}, else_around={"place": HOPWA}),
    money("S092", "vha_services", {"vha_services": 1}, {"vha_services": 1}, around={"veteran_status": 0},
          else_around={"veteran_status": 1}),
    money("S093", "medicare", {"medicare": 1}, {"medicare": 1, "ssdi": 1}),
    money("S093", "schip", {"schip": 1}, {"schip": 1}, else_around=YOUNG | {"person": Person(is_hoh=True)}),
]  # fmt: skip
DATE = "information_date"
UPDATE: dict[str, Any] = {"stage": Point.UPDATE, "on": date(2026, 2, 1)}
ANNUAL: dict[str, Any] = {"stage": Point.ANNUAL, "entry_date": date(2025, 1, 5), "members": (HEAD,)}
RECORDS = [
    Case("S094", "enrollment.entry_date", {}, {}, around={"on": date(2026, 1, 6)}, else_around={"on": ENTRY}),
    Case("S094", "exit.exit_date", {}, {}, around=LEAVING | {"on": date(2026, 3, 2)}, else_around=LEAVING),
    Case("S095", DATE, {}, {}, around=UPDATE | {"on": date(2026, 1, 4)}, else_around=UPDATE),
    Case("S095", DATE, {}, {}, around=UPDATE | {"exit_date": date(2026, 1, 20)},
         else_around={"exit_date": date(2026, 2, 1)}),
    Case("S095", DATE, {}, {}, around=UPDATE | {"on": date(2026, 11, 21)}, else_around={"on": TODAY}),
    Case("S096", DATE, {}, {}, around={"records_at_stage": 1}, else_around={"records_at_stage": 0}),
    Case("S097", DATE, {}, {}, around=ANNUAL | {"on": date(2026, 2, 5)},
         else_around={"on": date(2026, 2, 4)}),
    Case("S097", DATE, {}, {}, around=ANNUAL | {"on": date(2025, 12, 5)},
         else_around={"on": date(2025, 12, 6)}),
]  # fmt: skip
CASES = [*PRIOR, *HEALTH, *INCOME, *RECORDS]
