"""What is checked of a person at save: rules S001 to S026 of the standard's list (`answers.checking`), list
membership and lengths (HUD 3.01 to 3.07, 4.21, V1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from hmis_web import standards
from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError
from hmis_web.domain.answers import checking, noted
from hmis_web.domain.answers.context import Context
from hmis_web.domain.answers.findings import UNKNOWN, Finding
from hmis_web.domain.client_fields import NAMES, ClientFields, longest
from hmis_web.domain.clients import age_on
from hmis_web.domain.clock import Clock
from hmis_web.standards.elements import Person
from hmis_web.standards.validation import Severity

__all__ = ["UNKNOWN", "Around", "ClientRefused", "Finding", "adult_on", "check_client", "refuse_errors"]

ADULT = 18
PREFIX = "client."
"""Of the keys of questions about a person; here findings name the field alone."""


class ClientRefused(DomainError):
    """What was told contradicts itself: every contradiction, each at its field."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings[0].key, findings[0].message)
        self.findings = findings


@dataclass(frozen=True)
class Around:
    """What of the rest of the record matters: today, and the dates of entry of all stays."""

    as_of: date
    entries: tuple[date, ...] = ()


def check_client(told: ClientFields, around: Around) -> tuple[Finding, ...]:
    """Everything to be said of somebody's answers, as `settled` leaves them; errors first. `key` of a finding
    is the field of `ClientFields`. HUD 3.01 to 3.07, 4.21, V1; rules S001 to S026."""
    context = Context(
        as_of=around.as_of,
        person=Person(is_adult=adult_on(told.dob, around.as_of) is True, is_veteran=told.is_veteran),
        birth_date=told.dob,
        veteran_status=told.veteran_status,
        entry_dates=around.entries,
    )
    ruled = checking.check_client(told.columns() | {"ssn": told.ssn}, context)
    found = [*_shapes(told), *(replace(each, key=each.key.removeprefix(PREFIX)) for each in ruled)]
    return tuple(sorted(found, key=lambda each: not each.blocks))


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Raises ClientRefused when some of them block."""
    errors = tuple(found for found in findings if found.blocks)
    if errors:
        raise ClientRefused(errors)


def note(session: Session, actor: Actor, client_id: int, findings: Iterable[Finding], clock: Clock) -> None:
    """Keep what is worth another look for the worklist, until a later save no longer finds it. Flushes."""
    kept = [replace(each, key=f"{PREFIX}{each.key}") for each in findings if not each.blocks]
    noted.note_client(session, actor, client_id, kept, clock)


def adult_on(born: date | None, day: date) -> bool | None:
    """Whether somebody is 18 on a day; None without a birth date. HUD 3.03."""
    age = age_on(born, day)
    if age is None:
        return None if born is None else False
    return age >= ADULT


def _shapes(told: ClientFields) -> Iterator[Finding]:
    """Codes outside their list, and texts longer than HUD takes."""
    for attribute, codes in _lists().items():
        value = getattr(told, attribute, None)
        if value is not None and value not in codes:
            yield Finding("", Severity.ERROR, attribute, "Choose one of the answers")
    for name in NAMES:
        if len(getattr(told, name) or "") > longest(name):
            yield Finding("", Severity.ERROR, name, f"Use {longest(name)} letters or fewer")


@cache
def _lists() -> dict[str, frozenset[int]]:
    """{coded attribute of Client: its codes}; the races are told as a set."""
    return {
        column.attribute: frozenset(int(code.value) for code in standards.offered(column.code_list))
        for column in standards.file("Client").columns
        if column.code_list
    }
