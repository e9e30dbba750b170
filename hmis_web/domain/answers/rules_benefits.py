"""Rules about non-cash benefits and health insurance. S087 to S093."""

from __future__ import annotations

from collections.abc import Iterator

from hmis_web.domain.answers.findings import Given, Hit, Rules, broken, missing
from hmis_web.domain.answers.places import ADULT_AGE
from hmis_web.domain.answers.rules_income import SSDI
from hmis_web.standards.codes import NoYes
from hmis_web.standards.forms import questions_by_key, rule_holds

rules = Rules()

ANY_BENEFIT = "income_benefits.benefits_from_any_source"
OTHER_BENEFIT = "income_benefits.other_benefits_source"
ANY_INSURANCE = "income_benefits.insurance_from_any_source"
OTHER_INSURANCE = "income_benefits.other_insurance"
MEDICARE, CHILDREN = "income_benefits.medicare", "income_benefits.schip"
VETERANS = "income_benefits.vha_services"
MEDICARE_AGE = 65


def _ticks(element: str) -> list[str]:
    return [
        key for key, each in questions_by_key().items() if each.element == element and each.kind == "yes_no"
    ]


def _disagree(given: Given, first: str, kinds: list[str]) -> Iterator[Hit]:
    """A Yes has a kind; no other answer has any."""
    named = bool(given.filled(*kinds))
    if given.number(first) is None:
        return broken(first, when=named)
    return broken(first, when=(given.number(first) == NoYes.YES) != named)


@rules("S087")
def benefits_missing_or_contradicted(given: Given) -> Iterator[Hit]:
    """HUD 4.03.2."""
    yield from missing(*given.lacks(ANY_BENEFIT))
    yield from _disagree(given, ANY_BENEFIT, _ticks("4.03"))


@rules("S088")
def other_benefit_without_name(given: Given) -> Iterator[Hit]:
    """HUD 4.03.A."""
    text = f"{OTHER_BENEFIT}_identify"
    return missing(text, when=given.number(OTHER_BENEFIT) == NoYes.YES and not given.text(text))


@rules("S089")
def insurance_missing_or_contradicted(given: Given) -> Iterator[Hit]:
    """HUD 4.04.2."""
    yield from missing(*given.lacks(ANY_INSURANCE))
    yield from _disagree(given, ANY_INSURANCE, _ticks("4.04"))


@rules("S090")
def other_insurance_without_name(given: Given) -> Iterator[Hit]:
    """HUD 4.04.12A."""
    text = f"{OTHER_INSURANCE}_identify"
    return missing(text, when=given.number(OTHER_INSURANCE) == NoYes.YES and not given.text(text))


@rules("S091")
def reason_for_no_insurance(given: Given) -> Iterator[Hit]:
    """HUD 4.04.3A to 4.04.11A: of insurances that somebody has not, in HOPWA projects."""
    hopwa = rule_holds("hopwa", given.context.place)
    for key, each in questions_by_key().items():
        if each.element != "4.04" or each.list_id != "4.04.A":
            continue
        insurance = each.prefix + each.shown_if.split()[2]
        if given.filled(key) and not (hopwa and given.number(insurance) == NoYes.NO):
            yield Hit(key)


@rules("S092")
def veterans_care_of_no_veteran(given: Given) -> Iterator[Hit]:
    """HUD 4.04.6, 3.07."""
    veteran = given.context.veteran_status
    return broken(VETERANS, when=given.number(VETERANS) == NoYes.YES and veteran == NoYes.NO)


@rules("S093")
def insurance_that_does_not_fit_the_age(given: Given) -> Iterator[Hit]:
    """HUD 4.04.4, 4.04.5."""
    age = given.context.age
    if age is None:
        return
    disabled = given.number(SSDI) == NoYes.YES
    if given.number(MEDICARE) == NoYes.YES and age < MEDICARE_AGE and not disabled:
        yield Hit(MEDICARE)
    if given.number(CHILDREN) == NoYes.YES and age > ADULT_AGE:
        yield Hit(CHILDREN)
