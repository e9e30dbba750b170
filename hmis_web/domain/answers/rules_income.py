"""Rules about income. S079 to S086."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hmis_web.domain.answers.findings import Given, Hit, Rules, broken, missing
from hmis_web.domain.answers.places import ADULT_AGE
from hmis_web.standards.codes import NoYes
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.forms import income_amounts, questions_by_key

rules = Rules()

ANY, TOTAL = "income_benefits.income_from_any_source", "income_benefits.total_monthly_income"
OTHER, OTHER_TEXT = (
    "income_benefits.other_income_source",
    "income_benefits.other_income_source_identify",
)
SSDI, SSI = "income_benefits.ssdi", "income_benefits.ssi"
CENT = Decimal("0.01")
UNUSUAL = Decimal(20_000)
RETIRED = 67
"""From about this age on disability insurance has turned into retirement income."""
ASKED_AT = frozenset({CollectionPoint.ENTRY, CollectionPoint.ANNUAL, CollectionPoint.EXIT})
SOURCES: dict[str, str] = {
    amount: (OTHER if amount.endswith("other_income_amount") else amount.removesuffix("_amount"))
    for amount in income_amounts()
}
"""{monthly amount: its source}."""


def sources_named(given: Given) -> list[str]:
    """The sources that were ticked."""
    return [source for source in SOURCES.values() if given.number(source) == NoYes.YES]


@rules("S079")
def income_missing(given: Given) -> Iterator[Hit]:
    """HUD 4.02.2: asked at entry, annual assessment and exit."""
    return missing(*given.lacks(ANY) if given.context.stage in ASKED_AT else ())


@rules("S080")
def income_and_its_sources_disagree(given: Given) -> Iterator[Hit]:
    """HUD 4.02.2: Yes has a source; no other answer has any."""
    told = [*sources_named(given), *given.filled(*SOURCES)]
    if given.number(ANY) == NoYes.YES:
        return broken(ANY, when=not sources_named(given))
    return broken(ANY, when=given.number(ANY) is not None and bool(told))


@rules("S081")
def source_and_its_amount_disagree(given: Given) -> Iterator[Hit]:
    """HUD 4.02.A to 4.02.O: an amount has a source; a source without its amount may be saved."""
    for amount, source in SOURCES.items():
        ticked = given.number(source) == NoYes.YES
        if given.filled(amount) and not ticked:
            yield Hit(amount)
        elif ticked and not given.filled(amount):
            yield Hit(amount, missing=True)


@rules("S082")
def amount_of_another_form(given: Given) -> Iterator[Hit]:
    """HUD 4.02.A to 4.02.O: dollars and cents, not below zero."""
    for key in (*SOURCES, TOTAL):
        amount = given.amount(key)
        if amount is not None and (amount < 0 or amount != amount.quantize(CENT)):
            yield Hit(key)


@rules("S083")
def total_that_is_not_the_sum(given: Given) -> Iterator[Hit]:
    """HUD 4.02.18."""
    total = given.amount(TOTAL)
    amounts = [given.amount(key) for key in SOURCES]
    return broken(
        TOTAL, when=total is not None and total != sum(each for each in amounts if each is not None)
    )


@rules("S084")
def other_source_without_name(given: Given) -> Iterator[Hit]:
    """HUD 4.02.P."""
    nameless = given.number(OTHER) == NoYes.YES and not given.text(OTHER_TEXT)
    return missing(OTHER_TEXT, when=nameless)


@rules("S085")
def income_unusual(given: Given) -> Iterator[Hit]:
    """HUD 4.02: very high, or disability insurance of a child or of somebody retired."""
    total, age = given.amount(TOTAL), given.context.age
    if total is not None and total > UNUSUAL:
        yield Hit(TOTAL)
    if given.number(SSDI) == NoYes.YES and age is not None and not ADULT_AGE <= age < RETIRED:
        yield Hit(SSDI)


@rules("S086")
def income_of_a_minor(given: Given) -> Iterator[Hit]:
    """HUD 4.02: it counts with the head of household."""
    who, age = given.context.person, given.context.age
    minor = age is not None and age < ADULT_AGE and not who.is_hoh
    income = [key for key, each in questions_by_key().items() if each.element == "4.02"]
    return broken(ANY, when=minor and given.number(ANY) != NoYes.NO and bool(given.filled(*income)))
