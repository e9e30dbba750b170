"""Which of HUD's service lists a project records, by its funders and type.

Source: HMIS Data Standards FY2026, elements 4.14, P1, P2, R14, W1, W2, V2, V3, V8 and C2: funder component
and project type of each (`elements.csv`). A project whose funders ask for none has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hmis_web import standards
from hmis_web.standards.codes import RecordType
from hmis_web.standards.elements import elements
from hmis_web.standards.forms import Place, rule_holds

LISTS = (RecordType.BED_NIGHT, *(each for each in RecordType if each is not RecordType.BED_NIGHT))
"""The record types in the order in which they are offered."""
OUTCOMES = "P2.A"


@dataclass(frozen=True)
class ServiceType:
    """One service to choose: record type (list 1.4) and type (the list of that record type)."""

    record_type: int
    type_provided: int
    label: str


@dataclass(frozen=True)
class Offer:
    """What may be logged in a project; nothing where its funders ask for no list."""

    types: tuple[ServiceType, ...]

    def find(self, record_type: int | None, type_provided: int | None) -> ServiceType | None:
        """The offered service with these codes."""
        wanted = (record_type, type_provided)
        return next((t for t in self.types if (t.record_type, t.type_provided) == wanted), None)


def is_recorded(record_type: int | None, place: Place) -> bool:
    """Whether a project records a list of services, by the header of the list's element: funder and project
    type. S117."""
    rule = _rules().get(record_type or 0)
    return rule is not None and rule_holds(rule, place)


def offer(project_type: int | None, funders: frozenset[int]) -> Offer:
    """The services to offer in a project of a type (list 2.02.6) with these funders (list 2.06.1) on a
    day."""
    place = Place(project_type, funders)
    return Offer(tuple(t for each in LISTS if is_recorded(each, place) for t in _types(each)))


def type_label(record_type: int | None, type_provided: int | None) -> str:
    """What a service is called; `unknown (999)` for a code outside the lists. A referral says that it is one:
    PATH's lists of services and referrals share words (P1.2, P2.2)."""
    list_id = _list_of(record_type)
    if list_id is None or len(standards.code_list(list_id).codes) == 1:
        return standards.label("1.4", record_type)  # a list of one says no more than the record type
    name = standards.label(list_id, type_provided)
    return f"Referral: {name}" if record_type == RecordType.PATH_REFERRAL else name


def sub_types(record_type: int | None, type_provided: int | None) -> tuple[standards.Code, ...]:
    """What may be told more closely: subtypes of a service, empty for most. HUD V2.A, V2.B, V2.C."""
    column = standards.file("Services").column("SubTypeProvided")
    list_id = standards.list_for(column, record_type, type_provided)
    return standards.offered(list_id) if list_id else ()


def sub_type_label(record_type: int | None, type_provided: int | None, sub_type: int | None) -> str:
    """What a subtype is called; empty for none."""
    column = standards.file("Services").column("SubTypeProvided")
    list_id = standards.list_for(column, record_type, type_provided)
    return standards.label(list_id, sub_type) if list_id else ""


def outcome_label(outcome: int | None) -> str:
    """What came of a referral (P2.A); empty for none."""
    return standards.label(OUTCOMES, outcome) if outcome is not None else ""


@cache
def _rules() -> dict[int, str]:
    """{record type: the rule that says which projects record it}."""
    marked = ((each.record, each.rule.name) for each in elements())
    return {mark[1]: rule for mark, rule in marked if mark is not None and mark[0] == "RecordType"}


@cache
def _types(record_type: int) -> tuple[ServiceType, ...]:
    list_id = _list_of(record_type)
    codes = standards.offered(list_id) if list_id else ()
    return tuple(
        ServiceType(record_type, int(code.value), type_label(record_type, int(code.value))) for code in codes
    )


def _list_of(record_type: int | None) -> str | None:
    column = standards.file("Services").column("TypeProvided")
    return standards.list_for(column, record_type)
