"""Data elements: what is asked of whom, where, when, and in which columns the answer stands.

Source: FY2026 HMIS Data Standards Manual, the header of each element (collected about, funder, project type,
collection point), loaded from `fy2026/elements.csv` and `fy2026/rules.csv`. Conditions between the answers of
one row stand with the columns (`only_if`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from hmis_web.standards.codes import DataCollectionStage
from hmis_web.standards.rules import Rule, Situation, rules
from hmis_web.standards.schema import HudColumn, file, read_table


class CollectionPoint(StrEnum):
    """When an element is collected. DS FY2026, Data Element Structure, Collection Point."""

    RECORD_CREATION = "record"
    ENTRY = "entry"
    UPDATE = "update"
    ANNUAL = "annual"
    EXIT = "exit"
    POST_EXIT = "post-exit"
    OCCURRENCE = "occurrence"


class Audience(StrEnum):
    """About whom an element is collected. A head of household may be a minor; adults are 18 or older at the
    information date."""

    ALL = "all"
    ALL_SERVED = "all served"
    ALL_ASSISTED = "all assisted"
    ALL_WITH_HIV = "all with HIV/AIDS"
    ADULTS = "adults"
    HEAD = "head"
    HEAD_AND_ADULTS = "head and adults"
    VETERANS = "veterans"
    VETERAN_HEAD = "veteran head"


@dataclass(frozen=True)
class Person:
    """What decides whether an element is asked of somebody."""

    is_hoh: bool = False
    is_adult: bool = False
    is_veteran: bool = False


@dataclass(frozen=True)
class Element:
    """One data element, as `4.05 Physical Disability`."""

    number: str
    name: str
    rule: Rule
    """Which projects must collect it."""
    about: Audience
    collected: frozenset[CollectionPoint]
    record: tuple[str, int] | None
    """(column, code) that marks its rows in a file shared by several elements: `("DisabilityType", 5)`."""
    columns: tuple[HudColumn, ...]

    def asked_of(self, who: Person) -> bool:
        """Whether it is collected about a person. Those only about clients with HIV/AIDS, or who were served
        or assisted, count as about all: an earlier answer or the service itself decides."""
        match self.about:
            case Audience.ADULTS:
                return who.is_adult
            case Audience.HEAD:
                return who.is_hoh
            case Audience.HEAD_AND_ADULTS:
                return who.is_hoh or who.is_adult
            case Audience.VETERANS:
                return who.is_veteran
            case Audience.VETERAN_HEAD:
                return who.is_veteran and who.is_hoh
        return True


STAGES: dict[DataCollectionStage, CollectionPoint] = {
    DataCollectionStage.ENTRY: CollectionPoint.ENTRY,
    DataCollectionStage.UPDATE: CollectionPoint.UPDATE,
    DataCollectionStage.EXIT: CollectionPoint.EXIT,
    DataCollectionStage.ANNUAL: CollectionPoint.ANNUAL,
    DataCollectionStage.POST_EXIT: CollectionPoint.POST_EXIT,
}
"""Codes of list 5.03.1; elements of a client's record and occurrences have none."""


@cache
def elements() -> tuple[Element, ...]:
    """Every client-level element of the standard, in its order."""
    return tuple(_element(row) for row in read_table("elements.csv"))


def element(number: str) -> Element:
    """The element with a number (`4.05`, `R10`). Raises KeyError when there is none."""
    return _by_number()[number]


def elements_required(
    funders: Collection[int],
    project_type: int | None,
    stage: int | str,
    who: Person,
    *,
    access_point: bool = False,
) -> tuple[Element, ...]:
    """Elements that a project must collect about a person at a stage.

    `funders` are the codes (list 2.06.1) of the funders active on the information date, perhaps none; `stage`
    is a code of list 5.03.1 or a CollectionPoint; `access_point` is 2.09's answer on the information date.
    Raises ValueError for a stage that doesn't exist. DS FY2026, the header of each element."""
    point = CollectionPoint(stage) if isinstance(stage, str) else STAGES[DataCollectionStage(stage)]
    return _required(frozenset(funders), project_type, point, who, access_point)


def _required(
    funders: frozenset[int], project_type: int | None, point: CollectionPoint, who: Person, access_point: bool
) -> tuple[Element, ...]:
    here = _of_place(funders, project_type, access_point)
    return tuple(each for each in here if point in each.collected and each.asked_of(who))


@lru_cache(maxsize=1_024)
def _of_place(funders: frozenset[int], project_type: int | None, access_point: bool) -> tuple[Element, ...]:
    situations = [Situation(funder, project_type, access_point) for funder in funders or {None}]
    return tuple(each for each in elements() if any(each.rule.holds(situation) for situation in situations))


@cache
def _by_number() -> dict[str, Element]:
    return {each.number: each for each in elements()}


def _element(row: dict[str, str]) -> Element:
    column, _, code = row["record"].partition("=")
    return Element(
        number=row["element"],
        name=row["name"],
        rule=rules()[row["rule"]],
        about=Audience(row["about"]),
        collected=frozenset(CollectionPoint(point) for point in row["collected"].split()),
        record=(column, int(code)) if column else None,
        columns=tuple(
            file(name).column(attribute)
            for name, attribute in (text.split(".") for text in row["columns"].split())
        ),
    )
