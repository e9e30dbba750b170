"""What is checked of a person at save: rules S001 to S025 of the standard's list, list membership, lengths
(HUD 3.01 to 3.07, 4.21, V1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from hmis_web import standards
from hmis_web.db.errors import DomainError
from hmis_web.domain.client_fields import FULL, NAMES, NOT_COLLECTED, THEATERS, VETERAN, ClientFields, longest
from hmis_web.standards.codes import NoYes, SSNDataQuality
from hmis_web.standards.validation import Severity, validation_rule

ADULT = 18
OLDEST = 100
FIRST_YEAR = 1920
"""The earliest year of entering service that HUD's checks take."""
YOUNGEST_IN_SERVICE = 16
UNKNOWN = frozenset({8, 9, 99})
DEFAULT_BIRTH_DATES = frozenset({date(1900, 1, 1), date(1901, 1, 1), date(1970, 1, 1)})
_NINE_SIGNS = re.compile(r"[0-9x]{9}")
_LAST4_KNOWN = re.compile(r"xxxxx(?!0000)\d{4}")
YEARS_OF_SERVICE = {
    "world_war_ii": (1940, 1947),
    "korean_war": (1950, 1955),
    "vietnam_war": (1964, 1975),
    "desert_storm": (1990, 1991),
    "afghanistan_oef": (2001, 9999),
    "iraq_oif": (2003, 2010),
    "iraq_ond": (2010, 2011),
}
"""First and last year of each theater (V1.3 to V1.9)."""


@dataclass(frozen=True)
class Finding:
    """One thing that a check noticed. `key` is the field at fault."""

    rule_id: str
    severity: Severity
    key: str
    message: str

    @property
    def blocks(self) -> bool:
        """Whether it must be put right before saving."""
        return self.severity is Severity.ERROR


class ClientRefused(DomainError):
    """What was told contradicts itself: every contradiction, each at its field."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings[0].key, findings[0].message)
        self.findings = findings


@dataclass(frozen=True)
class Around:
    """What of the rest of the record matters: today, the dates of entry, and whether they are a head of
    household or an adult's."""

    as_of: date
    entries: tuple[date, ...] = ()


def check_client(told: ClientFields, around: Around) -> tuple[Finding, ...]:
    """Everything to be said of somebody's answers, as `settled` leaves them; errors first. HUD 3.01 to 3.07,
    4.21, V1; rules S001 to S025."""
    parts = (
        *_shapes(told),
        *_name(told),
        *_ssn(told),
        *_birth(told, around),
        *_race(told),
        *_veteran(told, around),
        *_service(told, around),
    )
    return tuple(sorted(parts, key=lambda found: not found.blocks))


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Raises ClientRefused when some of them block."""
    errors = tuple(found for found in findings if found.blocks)
    if errors:
        raise ClientRefused(errors)


def adult_on(born: date | None, day: date) -> bool | None:
    """Whether somebody is 18 on a day; None without a birth date. HUD 3.03."""
    return None if born is None else _years(born, day) >= ADULT


def _shapes(told: ClientFields) -> Iterator[Finding]:
    """Codes outside their list, and texts longer than HUD takes."""
    for attribute, codes in _lists().items():
        value = getattr(told, attribute, None)
        if value is not None and value not in codes:
            yield Finding("", Severity.ERROR, attribute, "Choose one of the answers")
    for name in NAMES:
        if len(getattr(told, name) or "") > longest(name):
            yield Finding("", Severity.ERROR, name, f"Use {longest(name)} letters or fewer")


def _name(told: ClientFields) -> Iterator[Finding]:
    quality = told.name_data_quality
    if quality == FULL and not (told.first_name and told.last_name):
        yield _found("S001", "name_data_quality" if told.first_name or told.last_name else "first_name")
    if not (told.first_name or told.last_name) and quality not in UNKNOWN | {FULL}:
        yield _found("S002", "name_data_quality")
    if quality != FULL:
        yield _found("S003", "name_data_quality")


def _ssn(told: ClientFields) -> Iterator[Finding]:
    ssn, quality = told.ssn, told.ssn_data_quality
    if ssn is None:
        if quality not in UNKNOWN:
            yield _found("S007", "ssn_data_quality")
        return
    if not _NINE_SIGNS.fullmatch(ssn):
        yield _found("S004", "ssn")
        return
    if "x" in ssn:
        if quality != SSNDataQuality.PARTIAL:
            yield _found("S007" if quality in {8, 9} else "S006", "ssn_data_quality")
        if not _LAST4_KNOWN.fullmatch(ssn):
            yield _found("S010", "ssn")
        return
    if quality in {8, 9}:
        yield _found("S007", "ssn_data_quality")
    if ssn[:3] in {"000", "666"} or ssn[0] == "9" or ssn[3:5] == "00" or ssn[5:] == "0000":
        yield _found("S008", "ssn")
    if len(set(ssn)) == 1 or ssn in _DUMMIES:
        yield _found("S009", "ssn")


_DUMMIES = frozenset("".join(str((start + step) % 10) for step in range(9)) for start in range(1, 10))
"""123456789, 234567890 ... 901234567."""


def _birth(told: ClientFields, around: Around) -> Iterator[Finding]:
    born, quality = told.dob, told.dob_data_quality
    if (born is None) != (quality in UNKNOWN):
        yield _found("S011", "dob" if born is None else "dob_data_quality")
    if born is None:
        return
    if born > around.as_of:
        yield _found("S012", "dob")
    elif any(born > entry for entry in around.entries):
        yield _found("S013", "dob")
    if _years(born, around.as_of) > OLDEST:
        yield _found("S014", "dob")
    if born in DEFAULT_BIRTH_DATES or born in around.entries:
        yield _found("S015", "dob")


def _race(told: ClientFields) -> Iterator[Finding]:
    if bool(told.races) == (told.race_none is not None):
        yield _found("S016", "race_none" if told.races else "races")
    if told.race_none is not None:
        yield _found("S017", "race_none")
    if len(told.additional_race_ethnicity or "") > longest("additional_race_ethnicity"):
        yield _found("S018", "additional_race_ethnicity")


def _veteran(told: ClientFields, around: Around) -> Iterator[Finding]:
    """Under 18 at every entry, or without one today."""
    days = around.entries or (around.as_of,)
    ages = [adult_on(told.dob, day) for day in days]
    if told.is_veteran and ages and all(adult is False for adult in ages):
        yield _found("S019", "veteran_status")
    if told.veteran_status in {None, NOT_COLLECTED} and adult_on(told.dob, around.as_of):
        yield _found("S020", "veteran_status")


def _service(told: ClientFields, around: Around) -> Iterator[Finding]:
    filled = [name for name in VETERAN if getattr(told, name) is not None]
    if filled and not told.is_veteran:
        yield _found("S021", filled[0])
        return
    began, ended, born = told.year_entered_service, told.year_separated, told.dob
    first_year = FIRST_YEAR if born is None else max(FIRST_YEAR, born.year + 1)
    if began is not None and not first_year <= began <= around.as_of.year:
        yield _found("S022", "year_entered_service")
    elif began is not None and born is not None and began - born.year < YOUNGEST_IN_SERVICE:
        yield _found("S024", "year_entered_service")
    if ended is not None and not (began or FIRST_YEAR) <= ended <= around.as_of.year:
        yield _found("S023", "year_separated")
    for theater, (first, last) in YEARS_OF_SERVICE.items():
        if getattr(told, theater) == NoYes.YES and not _overlap(began, ended, first, last):
            yield _found("S025", theater)


def _overlap(began: int | None, ended: int | None, first: int, last: int) -> bool:
    return (began is None or began <= last) and (ended is None or ended >= first)


def _found(rule_id: str, key: str) -> Finding:
    rule = validation_rule(rule_id)
    return Finding(rule_id, rule.severity, key, rule.message)


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@cache
def _lists() -> dict[str, frozenset[int]]:
    """{coded attribute of Client: its codes}; the races are told as a set."""
    return {
        column.attribute: frozenset(int(code.value) for code in standards.offered(column.code_list))
        for column in standards.file("Client").columns
        if column.code_list
    }


def theaters() -> tuple[str, ...]:
    """The theaters that have years of their own."""
    return tuple(theater for theater in THEATERS if theater in YEARS_OF_SERVICE)
