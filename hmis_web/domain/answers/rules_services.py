"""Rules about bed nights, services, referrals and assistance. S107 to S109, S115 to S119."""

from __future__ import annotations

from collections.abc import Iterator

from hmis_web import standards
from hmis_web.domain.answers.findings import Given, Hit, Rules, broken, missing
from hmis_web.domain.answers.rules_contact import is_outside
from hmis_web.domain.answers.rules_stay import ENTRY, entry_of, exit_of
from hmis_web.domain.service_lists import is_recorded
from hmis_web.standards.codes import ProjectType, RecordType

rules = Rules()

NIGHT = f"services.{RecordType.BED_NIGHT}.date_provided"
START, END, AMOUNT = (
    f"services.{RecordType.SSVF_FINANCIAL_ASSISTANCE}.{name}"
    for name in ("fa_start_date", "fa_end_date", "fa_amount")
)
OUTCOME = f"services.{RecordType.PATH_REFERRAL}.referral_outcome"


def _kinds(given: Given) -> list[RecordType]:
    """The kinds of service among the answers."""
    return [kind for kind in RecordType if any(key.startswith(f"services.{kind}.") for key in given.answers)]


@rules("S107")
def first_night_missing(given: Given) -> Iterator[Hit]:
    """HUD 4.14: night-by-night shelter has a bed night on the day of entry."""
    entry = entry_of(given)
    shelter = given.context.place.project_type == ProjectType.ES_NIGHT_BY_NIGHT
    slept = {*given.context.bed_nights, given.day(NIGHT)}
    return missing(ENTRY, when=shelter and entry is not None and entry not in slept)


@rules("S108")
def night_outside_the_stay(given: Given) -> Iterator[Hit]:
    """HUD 4.14.1: from entry to the night before exit."""
    night, end = given.day(NIGHT), exit_of(given)
    left = night is not None and end is not None and night >= end
    return broken(NIGHT, when=left or is_outside(given, night))


@rules("S109")
def night_twice(given: Given) -> Iterator[Hit]:
    """HUD 4.14.1: nobody sleeps twice a night, whatever the shelter."""
    return broken(NIGHT, when=given.day(NIGHT) in given.context.bed_nights)


@rules("S115")
def service_outside_the_stay(given: Given) -> Iterator[Hit]:
    """HUD P1, P2, R14, W1, W2, V2, V3, V8, C2."""
    for kind in _kinds(given):
        key = f"services.{kind}.date_provided"
        if kind is not RecordType.BED_NIGHT and is_outside(given, given.day(key)):
            yield Hit(key)


@rules("S116")
def service_of_another_list(given: Given) -> Iterator[Hit]:
    """HUD P1.2, P2.2, R14.2, W1.2, W2.2, V2.2, V2.A to V2.C, V3.4, V8.2, C2.2."""
    file = standards.file("Services")
    for kind in _kinds(given):
        provided, closer = f"services.{kind}.type_provided", f"services.{kind}.sub_type_provided"
        code, sub_code = given.number(provided), given.number(closer)
        if code is not None and not _is_in(standards.list_for(file.column("TypeProvided"), kind), code):
            yield Hit(provided)
        sub_list = standards.list_for(file.column("SubTypeProvided"), kind, code)
        if sub_code is not None and not _is_in(sub_list, sub_code):
            yield Hit(closer)


@rules("S117")
def service_that_the_project_does_not_record(given: Given) -> Iterator[Hit]:
    """HUD, the header of each service element: funder and project type."""
    for kind in _kinds(given):
        if not is_recorded(kind, given.context.place):
            yield Hit(f"services.{kind}.type_provided")


@rules("S118")
def assistance_in_parts(given: Given) -> Iterator[Hit]:
    """HUD V3.2, V3.3, V3.5: from a day on, not ending before it, and above zero."""
    if RecordType.SSVF_FINANCIAL_ASSISTANCE not in _kinds(given):
        return
    start, end, amount = given.day(START), given.day(END), given.amount(AMOUNT)
    yield from missing(START, when=start is None)
    yield from missing(AMOUNT, when=amount is None)
    yield from broken(END, when=start is not None and end is not None and end < start)
    yield from broken(AMOUNT, when=amount is not None and amount <= 0)


@rules("S119")
def outcome_of_a_referral(given: Given) -> Iterator[Hit]:
    """HUD P2.A: of a PATH referral, and of nothing else."""
    for kind in _kinds(given):
        if kind is not RecordType.PATH_REFERRAL:
            yield from broken(*given.filled(f"services.{kind}.referral_outcome"))
        elif given.number(OUTCOME) is None:
            yield Hit(OUTCOME, missing=True)


def _is_in(list_id: str | None, code: int) -> bool:
    return list_id is not None and code in standards.code_list(list_id).numbers
