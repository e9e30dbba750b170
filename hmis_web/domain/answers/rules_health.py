"""Rules about disabilities, health and domestic violence. S060 to S063, S098 to S100, S123, S133."""

from __future__ import annotations

from collections.abc import Iterator

from hmis_web.domain.answers.around import HIV
from hmis_web.domain.answers.findings import UNKNOWN, Given, Hit, Rules, broken, missing
from hmis_web.standards.codes import DisabilityType, NoYes
from hmis_web.standards.forms import options, questions_by_key, rule_holds

rules = Rules()

CONDITION = "enrollment.disabling_condition"
SURVIVOR = "health_and_dv.domestic_violence_survivor"
WHEN, FLEEING = "health_and_dv.when_occurred", "health_and_dv.currently_fleeing"
PREGNANT, DUE = "health_and_dv.pregnancy_status", "health_and_dv.due_date"
ALONE_DISABLING = frozenset({DisabilityType.DEVELOPMENTAL_DISABILITY, DisabilityType.HIV_AIDS})
"""Kinds whose Yes says it all; the others must last long and impair, too."""
SUBSTANCES = frozenset({1, 2, 3})
PREGNANCY_DAYS = 305
"""Ten months."""
COUNTS = {"t_cell_count": 1_500, "viral_load": None}
"""{attribute: largest count}."""


def _response(kind: DisabilityType) -> str:
    return f"disabilities.{int(kind)}.disability_response"


def _lasting(kind: DisabilityType) -> str:
    return f"disabilities.{int(kind)}.indefinite_and_impairs"


def _is_yes(given: Given, kind: DisabilityType) -> bool:
    yes = SUBSTANCES if kind is DisabilityType.SUBSTANCE_USE_DISORDER else {NoYes.YES}
    return given.number(_response(kind)) in yes


def _disables(given: Given, kind: DisabilityType) -> bool:
    lasting = kind in ALONE_DISABLING or given.number(_lasting(kind)) == NoYes.YES
    return _is_yes(given, kind) and lasting


@rules("S060")
def condition_missing(given: Given) -> Iterator[Hit]:
    """HUD 3.08."""
    return missing(CONDITION, when=CONDITION in given.asked and given.number(CONDITION) is None)


@rules("S061")
def condition_unknown(given: Given) -> Iterator[Hit]:
    """HUD 3.08."""
    return broken(CONDITION, when=given.number(CONDITION) in UNKNOWN)


@rules("S062")
def no_condition_though_a_disability(given: Given) -> Iterator[Hit]:
    """HUD 3.08, 4.05 to 4.10."""
    disabled = any(_disables(given, kind) for kind in DisabilityType)
    return broken(CONDITION, when=given.number(CONDITION) == NoYes.NO and disabled)


@rules("S063")
def condition_though_no_disability(given: Given) -> Iterator[Hit]:
    """HUD 3.08, 4.05 to 4.10."""
    asked = [_response(kind) for kind in DisabilityType if _response(kind) in given.asked]
    none = bool(asked) and all(given.number(key) == NoYes.NO for key in asked)
    return broken(CONDITION, when=given.number(CONDITION) == NoYes.YES and none)


@rules("S098")
def answer_of_another_disability(given: Given) -> Iterator[Hit]:
    """HUD 4.05.2 to 4.10.2."""
    for kind in DisabilityType:
        key = _response(kind)
        codes = {code.value for code in options(questions_by_key()[key])}
        if given.number(key) is not None and str(given.number(key)) not in codes:
            yield Hit(key)


@rules("S099")
def lasting_without_a_disability(given: Given) -> Iterator[Hit]:
    """HUD 4.05.A, 4.07.A, 4.09.A, 4.10.A."""
    return broken(
        *(key for kind in DisabilityType for key in given.filled(_lasting(kind)) if not _is_yes(given, kind))
    )


@rules("S100")
def survivor_and_what_follows(given: Given) -> Iterator[Hit]:
    """HUD 4.11.A, 4.11.B: of survivors, and only of them."""
    if given.number(SURVIVOR) == NoYes.YES:
        return missing(*given.lacks(WHEN, FLEEING))
    return broken(*given.filled(WHEN, FLEEING))


@rules("S123")
def due_date_of_a_pregnancy(given: Given) -> Iterator[Hit]:
    """HUD R10.A."""
    due, day = given.day(DUE), given.context.on or given.context.as_of
    if due is None:
        return broken()
    far = (due - day).days > PREGNANCY_DAYS
    return broken(DUE, when=given.number(PREGNANT) != NoYes.YES or far)


@rules("S133")
def treatment_of_hiv(given: Given) -> Iterator[Hit]:
    """HUD W4, W6: of people with HIV/AIDS in HOPWA projects."""
    told = [each.key for each in questions_by_key().values() if each.element in ("W4", "W6")]
    response = given.answers.get(HIV, given.context.known.get(HIV))
    if response != NoYes.YES or not rule_holds("hopwa", given.context.place):
        yield from broken(*given.filled(*told))
        return
    for name, largest in COUNTS.items():
        count = given.number(f"disabilities.{int(DisabilityType.HIV_AIDS)}.{name}")
        if count is not None and not 0 <= count <= (largest or count):
            yield Hit(f"disabilities.{int(DisabilityType.HIV_AIDS)}.{name}")
