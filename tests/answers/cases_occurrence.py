"""Rules about what happens during a stay, and about partner programs: S101 to S134."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hmis_web.standards.elements import CollectionPoint as Point
from hmis_web.standards.forms import Place
from tests.answers.cases import ENTRY, YOUTH, Case
from tests.answers.cases_stage import BASIC_CENTER, YOUTH_ENTRY, leave, on, stay

BEFORE, FEBRUARY, MARCH, FUTURE = date(2026, 1, 4), date(2026, 2, 1), date(2026, 3, 1), date(2026, 11, 21)
ENDED = {"exit_date": MARCH}
NIGHTS, OUTREACH, CE = Place(1), Place(4), Place(14)


def contact(rule: str, name: str, broken: dict[str, Any], kept: dict[str, Any], **more: Any) -> Case:
    return on("current_living_situation", rule, name, broken, kept, **more)


def service(
    kind: int, rule: str, name: str, broken: dict[str, Any], kept: dict[str, Any], **more: Any
) -> Case:
    return on(f"services.{kind}", rule, name, broken, kept, **more)


def outside(rule: str, table: str, name: str) -> list[Case]:
    """Before the entry, after the exit, in the future."""
    bad = ((BEFORE, ENTRY, {}), (date(2026, 3, 2), MARCH, ENDED), (FUTURE, date(2026, 11, 20), {}))
    return [on(table, rule, name, {name: day}, {name: good}, around=around) for day, good, around in bad]


CONTACTS = [
    *outside("S101", "current_living_situation", "information_date"),
    contact("S102", "cls_subsidy_type", {"current_living_situation": 435},
            {"current_living_situation": 435, "cls_subsidy_type": 428}, missing=True),
    *(contact("S103", "current_living_situation", {"current_living_situation": code},
              {"current_living_situation": 37}) for code in (312, 313, 327, 422, 423, 426, 30, 24)),
    contact("S104", "leave_situation14_days", {"current_living_situation": 116, "leave_situation14_days": 1},
            {"current_living_situation": 410, "leave_situation14_days": 1}),
    contact("S104", "moved_two_or_more", {"current_living_situation": 410, "moved_two_or_more": 0},
            {"current_living_situation": 410, "leave_situation14_days": 1, "moved_two_or_more": 0}),
    contact("S105", "verified_by", {"verified_by": "Harbor"}, {"verified_by": "Harbor"},
            else_around={"place": CE}),
    contact("S105", "verified_by", {"verified_by": None}, {"verified_by": "Harbor"}, around={"place": CE},
            missing=True),
    stay("S106", "date_of_engagement", {"date_of_engagement": BEFORE}, {"date_of_engagement": ENTRY}),
    stay("S106", "date_of_engagement", {"date_of_engagement": FEBRUARY}, {"date_of_engagement": MARCH},
         around={"place": OUTREACH, "first_contact": MARCH}),
    *outside("S110", "assessment", "assessment_date"),
    on("assessment", "S111", "assessment_level", {"assessment_date": ENTRY},
       {"assessment_date": ENTRY, "assessment_level": 1}),
    *outside("S112", "event", "event_date"),
    on("event", "S113", "prob_sol_div_rr_result", {"event": 3, "prob_sol_div_rr_result": 1},
       {"event": 2, "prob_sol_div_rr_result": 1}),
    on("event", "S113", "result_date", {"event": 10, "result_date": MARCH},
       {"event": 10, "referral_result": 1, "result_date": MARCH}),
    on("event", "S114", "result_date", {"event_date": MARCH, "result_date": FEBRUARY},
       {"event_date": MARCH, "result_date": MARCH}),
    stay("S120", "reason_not_enrolled", {"client_enrolled_in_path": 0, "date_of_path_status": MARCH},
         {"client_enrolled_in_path": 0, "date_of_path_status": MARCH, "reason_not_enrolled": 1},
         missing=True),
    stay("S120", "date_of_path_status", {"client_enrolled_in_path": 1},
         {"client_enrolled_in_path": 1, "date_of_path_status": MARCH}, missing=True),
    stay("S121", "date_of_path_status", {"date_of_path_status": FEBRUARY}, {"date_of_path_status": MARCH},
         around={"engagement_date": MARCH}),
    stay("S121", "date_of_path_status", {"date_of_path_status": BEFORE}, {"date_of_path_status": ENTRY}),
]  # fmt: skip
PATH, SSVF = Place(4, frozenset({21})), Place(13, frozenset({33}))
PAID = {"fa_start_date": FEBRUARY, "fa_amount": Decimal(100)}
SERVICES = [
    Case("S107", "enrollment.entry_date", {}, {}, around={"place": NIGHTS},
         else_around={"bed_nights": frozenset({ENTRY})}, missing=True),
    service(200, "S108", "date_provided", {"date_provided": BEFORE}, {"date_provided": ENTRY}),
    service(200, "S108", "date_provided", {"date_provided": FUTURE}, {"date_provided": date(2026, 11, 20)}),
    service(200, "S108", "date_provided", {"date_provided": MARCH}, {"date_provided": date(2026, 2, 28)},
            around=ENDED),
    service(200, "S109", "date_provided", {"date_provided": MARCH}, {"date_provided": FEBRUARY},
            around={"bed_nights": frozenset({MARCH})}),
    *(each for kind in (141, 142, 143, 144, 151, 152, 161, 210, 300)
      for each in outside("S115", f"services.{kind}", "date_provided")),
    service(141, "S116", "type_provided", {"type_provided": 13}, {"type_provided": 14}),
    service(144, "S116", "sub_type_provided", {"type_provided": 3, "sub_type_provided": 9},
            {"type_provided": 4, "sub_type_provided": 9}),
    service(141, "S117", "type_provided", {"type_provided": 1}, {"type_provided": 1},
            around={"place": SSVF}, else_around={"place": PATH}),
    service(152, "S118", "fa_end_date", PAID | {"fa_end_date": ENTRY}, PAID | {"fa_end_date": FEBRUARY}),
    service(152, "S118", "fa_start_date", {"fa_amount": Decimal(1)}, PAID, missing=True),
    service(152, "S118", "fa_amount", PAID | {"fa_amount": Decimal(0)}, PAID),
    service(161, "S119", "referral_outcome", {"type_provided": 1}, {"referral_outcome": 3}, missing=True),
    service(141, "S119", "referral_outcome", {"referral_outcome": 1}, {"type_provided": 1}),
]  # fmt: skip
FORCED = "asked_or_forced_to_exchange_for_sex"
YOUTH_RULES = [
    stay("S122", "reason_no_services", {"eligible_for_rhy": 0},
         {"eligible_for_rhy": 0, "reason_no_services": 1}, around={"place": BASIC_CENTER}, missing=True),
    stay("S122", "runaway_youth", {"eligible_for_rhy": 1}, {"eligible_for_rhy": 1, "runaway_youth": 0},
         around={"place": BASIC_CENTER}, missing=True),
    *(stay("S124", f"{kind}_months", {f"{kind}_years": years, f"{kind}_months": months},
           {f"{kind}_years": 1, f"{kind}_months": 11}, around=YOUTH_ENTRY)
      for kind in ("child_welfare", "juvenile_justice") for years, months in ((2, 5), (1, 12), (1, 0))),
    leave("S125", "count_of_exchange_for_sex", {"exchange_for_sex": 0, "count_of_exchange_for_sex": 1},
          {"exchange_for_sex": 1, "count_of_exchange_for_sex": 1}),
    leave("S125", f"{FORCED}_past_three_months",
          {"exchange_for_sex": 1, FORCED: 0, f"{FORCED}_past_three_months": 1},
          {"exchange_for_sex": 1, FORCED: 1, f"{FORCED}_past_three_months": 1}),
    leave("S126", "coerced_to_continue_work", {"coerced_to_continue_work": 0},
          {"workplace_promise_difference": 1, "coerced_to_continue_work": 0}),
    leave("S127", "early_exit_reason", {"project_completion_status": 2, "early_exit_reason": 1},
          {"project_completion_status": 3, "early_exit_reason": 1}),
    leave("S128", "group_counseling", {"counseling_received": 0, "group_counseling": 1},
          {"counseling_received": 1, "group_counseling": 1}),
    leave("S128", "session_count_at_exit", {"counseling_received": 1, "session_count_at_exit": 0},
          {"counseling_received": 1, "session_count_at_exit": 1}),
    *(on("exit", "S129", "aftercare_date", {"aftercare_date": day}, {"aftercare_date": good}, around={
        "place": YOUTH, "stage": Point.POST_EXIT, "exit_date": MARCH,
    }) for day, good in ((date(2026, 2, 28), MARCH), (date(2026, 8, 29), date(2026, 8, 28)))),
    on("exit", "S129", "telephone", {"aftercare_provided": 0, "telephone": 1},
       {"aftercare_provided": 1, "telephone": 1}, around={"place": YOUTH, "stage": Point.POST_EXIT}),
    on("employment_education", "S130", "employment_type", {"employed": 0, "employment_type": 1},
       {"employed": 1, "employment_type": 1}, around=YOUTH_ENTRY),
    on("employment_education", "S130", "not_employed_reason", {"employed": 1, "not_employed_reason": 1},
       {"employed": 0, "not_employed_reason": 1}, around=YOUTH_ENTRY),
    on("youth_education_status", "S131", "most_recent_ed_status",
       {"current_school_attend": 1, "most_recent_ed_status": 0},
       {"current_school_attend": 0, "most_recent_ed_status": 0}, around={"place": Place(2, frozenset({43}))}),
    stay("S132", "hp_screening_score", {"hp_screening_score": 9, "threshold_score": 10},
         {"hp_screening_score": 10, "threshold_score": 10}, around={"place": Place(12, frozenset({33}))}),
    *(on("exit", "S134", "subsidy_information", {"housing_assessment": housing, "subsidy_information": wrong},
         {"housing_assessment": housing, "subsidy_information": right},
         around={"place": Place(12, frozenset({1})), "stage": Point.EXIT})
      for housing, wrong, right in ((1, 11, 4), (2, 1, 12), (3, 1, None))),
]  # fmt: skip
CASES = [*CONTACTS, *SERVICES, *YOUTH_RULES]
