"""What rules look at besides the answers: the stay, its project, its household, the client's other stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hmis_web.domain.clients import age_on
from hmis_web.standards.elements import CollectionPoint, Person
from hmis_web.standards.forms import Place


@dataclass(frozen=True)
class OtherStay:
    """Another stay of the same client."""

    enrollment_id: int
    project_key: int
    project_type: int | None
    entry_date: date | None
    exit_date: date | None
    move_in_date: date | None = None
    household: tuple[int, str] | None = None
    """(data source, HouseholdID)."""


@dataclass(frozen=True)
class Member:
    """A member of the household, the person themselves too."""

    enrollment_id: int
    relationship: int | None
    entry_date: date | None
    exit_date: date | None = None
    project_key: int | None = None
    birth_date: date | None = None

    @property
    def is_head(self) -> bool:
        """HUD 3.15.1: self."""
        return self.relationship == 1


@dataclass(frozen=True)
class Context:
    """All that is known around a form. What a caller does not know stays as it is here, and rules about it
    find nothing."""

    as_of: date
    on: date | None = None
    """The information date."""
    stage: CollectionPoint | None = None
    place: Place = field(default_factory=lambda: Place(None))
    person: Person = field(default_factory=Person)
    enrollment_id: int | None = None
    project_key: int | None = None
    household: tuple[int, str] | None = None
    birth_date: date | None = None
    veteran_status: int | None = None
    entry_date: date | None = None
    exit_date: date | None = None
    move_in_date: date | None = None
    engagement_date: date | None = None
    relationship: int | None = None
    coc: str | None = None
    """HUD 3.16, as it stands."""
    operating_start: date | None = None
    operating_end: date | None = None
    is_continuum: bool = False
    cocs: frozenset[str] = frozenset()
    """The CoC codes that the project serves."""
    members: tuple[Member, ...] = ()
    other_stays: tuple[OtherStay, ...] = ()
    entry_dates: tuple[date, ...] = ()
    """Of all stays of a client, for rules about the person."""
    asks_sex: bool = False
    """Whether a project that the client is in must ask for sex (4.21)."""
    first_contact: date | None = None
    """The first current living situation of the stay."""
    last_activity: date | None = None
    """The last thing that happened to the client anywhere."""
    records_at_stage: int = 0
    """How many other records of this stage the stay has."""
    bed_nights: frozenset[date] = frozenset()
    """Nights of the client in any night-by-night shelter, but for the one that is being entered."""
    known: dict[str, Any] = field(default_factory=dict)
    """Earlier answers that open questions of this form."""

    @property
    def age(self) -> int | None:
        """Completed years on the information date, or today; None without a birth date."""
        return age_on(self.birth_date, self.on or self.as_of)

    @property
    def head(self) -> Member | None:
        """The head of the household; the person themselves when they are."""
        return next((member for member in self.members if member.is_head), None)
