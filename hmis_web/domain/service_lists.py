"""Which of HUD's service lists a project records, by its funders and type.

Source: HMIS Data Standards FY2026, elements P1, R14, W1, V2, V3, 4.14 and C2: funder component and project
type of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hmis_web import standards
from hmis_web.standards.codes import ProjectType, RecordType

RHY_BUT_OUTREACH = frozenset({22, 23, 24, 26})
HOPWA = frozenset(range(13, 20))
PATH = frozenset({21})
SSVF = frozenset({33})
MOVING_ON = frozenset({2, 43, 54, 55, 56})
PREVENTION_OR_RRH = frozenset({ProjectType.HOMELESSNESS_PREVENTION, ProjectType.RAPID_REHOUSING})
ANY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Rule:
    """Who records a list: projects with one of `funders` (empty: whatever the funder) and one of `types`
    (empty: any)."""

    record_type: RecordType
    funders: frozenset[int]
    types: frozenset[int]

    def fits(self, project_type: int | None, funders: frozenset[int]) -> bool:
        """Whether a project records it."""
        funded = not self.funders or bool(self.funders & funders)
        return funded and (not self.types or project_type in self.types)


RULES = (
    Rule(RecordType.BED_NIGHT, ANY, frozenset({ProjectType.ES_NIGHT_BY_NIGHT})),
    Rule(RecordType.PATH_SERVICE, PATH, ANY),
    Rule(RecordType.RHY_SERVICE, RHY_BUT_OUTREACH, ANY),
    Rule(RecordType.HOPWA_SERVICE, HOPWA, ANY),
    Rule(RecordType.SSVF_SERVICE, SSVF, PREVENTION_OR_RRH),
    Rule(RecordType.SSVF_FINANCIAL_ASSISTANCE, SSVF, PREVENTION_OR_RRH),
    Rule(RecordType.MOVING_ON_ASSISTANCE, MOVING_ON, frozenset({ProjectType.PSH})),
)

BY_TYPE: dict[int, RecordType] = {
    ProjectType.STREET_OUTREACH: RecordType.PATH_SERVICE,
    ProjectType.SERVICES_ONLY: RecordType.PATH_SERVICE,
    ProjectType.ES_ENTRY_EXIT: RecordType.HOPWA_SERVICE,
    ProjectType.TRANSITIONAL_HOUSING: RecordType.HOPWA_SERVICE,
    ProjectType.PSH: RecordType.HOPWA_SERVICE,
    ProjectType.HOMELESSNESS_PREVENTION: RecordType.HOPWA_SERVICE,
    ProjectType.RAPID_REHOUSING: RecordType.SSVF_SERVICE,
}
"""For a project whose funders ask for no list: the general list among those that projects of its type
record."""


@dataclass(frozen=True)
class ServiceType:
    """One service to choose: record type (list 1.4) and type (the list of that record type)."""

    record_type: int
    type_provided: int
    label: str


@dataclass(frozen=True)
class Offer:
    """What may be logged in a project."""

    types: tuple[ServiceType, ...]
    borrowed: bool
    """Whether a list stands in that the project's funders do not ask for."""

    def find(self, record_type: int | None, type_provided: int | None) -> ServiceType | None:
        """The offered service with these codes."""
        wanted = (record_type, type_provided)
        return next((t for t in self.types if (t.record_type, t.type_provided) == wanted), None)


def offer(project_type: int | None, funders: frozenset[int]) -> Offer:
    """The services to offer in a project of a type (list 2.02.6) with these funders (list 2.06.1) on a
    day."""
    recorded = [rule.record_type for rule in RULES if rule.fits(project_type, funders)]
    borrowed = not recorded and project_type in BY_TYPE
    if borrowed and project_type is not None:
        recorded.append(BY_TYPE[project_type])
    return Offer(tuple(t for each in recorded for t in _types(each)), borrowed)


def type_label(record_type: int | None, type_provided: int | None) -> str:
    """What a service is called; `unknown (999)` for a code outside the lists."""
    list_id = _list_of(record_type)
    if list_id is None or len(standards.code_list(list_id).codes) == 1:
        return standards.label("1.4", record_type)  # a list of one says no more than the record type
    return standards.label(list_id, type_provided)


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
