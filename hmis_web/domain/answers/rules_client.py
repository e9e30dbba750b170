"""Rules about who somebody is: name, Social Security number, birth, race, sex. S001 to S018, S026."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from hmis_web.domain.answers.findings import UNKNOWN, Given, Hit, Rules, broken, missing
from hmis_web.domain.clients import age_on
from hmis_web.standards.codes import DOBDataQuality, NameDataQuality, NoYes, SSNDataQuality

rules = Rules()

FIRST, LAST, NAME_QUALITY = "client.first_name", "client.last_name", "client.name_data_quality"
SSN, SSN_QUALITY = "client.ssn", "client.ssn_data_quality"
DOB, DOB_QUALITY = "client.dob", "client.dob_data_quality"
RACES = tuple(
    f"client.{race}"
    for race in (
        "am_ind_ak_native",
        "asian",
        "black_af_american",
        "hispanic_latinao",
        "mid_east_n_african",
        "native_hi_pacific",
        "white",
    )
)
RACE_NONE, RACE_DETAIL, SEX = "client.race_none", "client.additional_race_ethnicity", "client.sex"
RACE_DETAIL_LENGTH = 100
SSN_FORM = re.compile(r"[0-9xX]{9}")
DUMMIES = frozenset({
    *(str(digit) * 9 for digit in range(1, 9)),
    *("123456789", "234567890", "345678901", "456789012", "567890123", "678901234", "789012345"),
    *("890123456", "901234567"),
})  # fmt: skip
"""LSA specification: numbers that nobody has."""
DEFAULT_BIRTHS = frozenset({date(1753, 1, 1), date(1899, 12, 30), date(1900, 1, 1), date(1970, 1, 1)})
"""What systems write when they know no date."""
OLDEST = 100


@rules("S001")
def full_name_without_both_names(given: Given) -> Iterator[Hit]:
    """HUD 3.01.5: a full name has a first and a last one."""
    full = given.number(NAME_QUALITY) == NameDataQuality.FULL
    return broken(*(key for key in (FIRST, LAST) if not given.text(key)), when=full)


@rules("S002")
def no_name_and_no_reason(given: Given) -> Iterator[Hit]:
    """HUD 3.01.5: without any name there is a reason."""
    if given.text(FIRST) or given.text(LAST):
        return
    if given.number(NAME_QUALITY) is None:
        yield from missing(NAME_QUALITY, when=NAME_QUALITY in given.asked)
    elif given.number(NAME_QUALITY) not in UNKNOWN:
        yield Hit(NAME_QUALITY)


@rules("S003")
def name_not_full(given: Given) -> Iterator[Hit]:
    """HUD 3.01.5: partial or unknown."""
    return broken(NAME_QUALITY, when=given.number(NAME_QUALITY) in {NameDataQuality.PARTIAL, *UNKNOWN})


@rules("S004")
def ssn_of_another_form(given: Given) -> Iterator[Hit]:
    """HUD 3.02.1: nine characters."""
    return broken(SSN, when=bool(given.text(SSN)) and not SSN_FORM.fullmatch(given.text(SSN)))


@rules("S005")
def full_ssn_without_nine_digits(given: Given) -> Iterator[Hit]:
    """HUD 3.02.2: a full number has all its digits."""
    full = given.number(SSN_QUALITY) == SSNDataQuality.FULL and bool(given.text(SSN))
    return broken(SSN, when=full and not re.fullmatch(r"[0-9]{9}", given.text(SSN)))


@rules("S006")
def unknown_digits_in_a_full_ssn(given: Given) -> Iterator[Hit]:
    """HUD 3.02.2: unknown digits make it a partial one."""
    partial = given.number(SSN_QUALITY) == SSNDataQuality.PARTIAL
    return broken(SSN_QUALITY, when="x" in given.text(SSN).lower() and not partial)


@rules("S007")
def ssn_and_its_quality_disagree(given: Given) -> Iterator[Hit]:
    """HUD 3.02.2: no number has a reason; who does not know it or refuses gives none."""
    ssn, quality = given.text(SSN), given.number(SSN_QUALITY)
    if not ssn and quality is None:
        yield from missing(SSN_QUALITY, when=SSN_QUALITY in given.asked)
    elif not ssn and quality not in UNKNOWN:
        yield Hit(SSN)
    elif ssn and quality in {SSNDataQuality.DOES_NOT_KNOW, SSNDataQuality.PREFERS_NOT_TO_ANSWER}:
        yield Hit(SSN_QUALITY)


@rules("S008")
def ssn_that_was_never_given_out(given: Given) -> Iterator[Hit]:
    """LSA: area, group and serial number."""
    ssn = given.text(SSN)
    whole = re.fullmatch(r"[0-9]{9}", ssn) is not None
    area, group, serial = ssn[:3], ssn[3:5], ssn[5:]
    never = area in ("000", "666") or area >= "900" or group == "00" or serial == "0000"
    return broken(SSN, when=whole and never)


@rules("S009")
def ssn_that_is_a_dummy(given: Given) -> Iterator[Hit]:
    """LSA: well-known numbers."""
    return broken(SSN, when=given.text(SSN) in DUMMIES)


@rules("S010")
def partial_ssn_without_last_four(given: Given) -> Iterator[Hit]:
    """LSA: a partial number counts with its last four digits."""
    ssn = given.text(SSN).lower()
    counts = re.fullmatch(r"x{5}[0-9]{4}", ssn) is not None and ssn[-4:] != "0000"
    return broken(SSN, when=len(ssn) == 9 and "x" in ssn and not counts)


@rules("S011")
def birth_and_its_quality_disagree(given: Given) -> Iterator[Hit]:
    """HUD 3.03.2: no date has a reason."""
    if given.day(DOB) is not None:
        return
    quality = given.number(DOB_QUALITY)
    if quality in {DOBDataQuality.FULL, DOBDataQuality.PARTIAL}:
        yield Hit(DOB)
    elif quality is None:
        yield from missing(DOB_QUALITY, when=DOB_QUALITY in given.asked)


@rules("S012")
def birth_in_the_future(given: Given) -> Iterator[Hit]:
    """HUD 3.03.1."""
    born = given.day(DOB)
    return broken(DOB, when=born is not None and born > given.context.as_of)


@rules("S013")
def birth_after_entry(given: Given) -> Iterator[Hit]:
    """HUD 3.03.1, 3.10.1: nobody enters before birth."""
    born = given.day(DOB, given.context.birth_date)
    key = DOB if DOB in given.answers else "enrollment.entry_date"
    return broken(key, when=born is not None and any(entry < born for entry in _entries(given)))


@rules("S014")
def older_than_a_hundred(given: Given) -> Iterator[Hit]:
    """HUD 3.03.1."""
    age = age_on(given.day(DOB), given.context.as_of)
    return broken(DOB, when=age is not None and age > OLDEST)


@rules("S015")
def birth_that_looks_like_a_default(given: Given) -> Iterator[Hit]:
    """HUD 3.03.1: a head of household or adult was not born on the day of entry."""
    born = given.day(DOB)
    grown = given.context.person.is_hoh or given.context.person.is_adult
    return broken(DOB, when=born in DEFAULT_BIRTHS or (grown and born in _entries(given)))


@rules("S016")
def races_and_the_reason_for_none(given: Given) -> Iterator[Hit]:
    """HUD 3.04.1: a race or a reason, not both."""
    named = any(given.number(race) == NoYes.YES for race in RACES)
    if named and given.number(RACE_NONE) is not None:
        yield Hit(RACE_NONE)
    elif not named and given.number(RACE_NONE) not in UNKNOWN:
        yield from missing(RACE_NONE, when=RACE_NONE in given.asked)


@rules("S017")
def race_unknown(given: Given) -> Iterator[Hit]:
    """HUD 3.04.1."""
    return broken(RACE_NONE, when=given.number(RACE_NONE) in UNKNOWN)


@rules("S018")
def race_detail_too_long(given: Given) -> Iterator[Hit]:
    """HUD 3.04.2."""
    return broken(RACE_DETAIL, when=len(given.text(RACE_DETAIL)) > RACE_DETAIL_LENGTH)


@rules("S026")
def sex_not_asked(given: Given) -> Iterator[Hit]:
    """HUD 4.21."""
    return broken(SEX, when=given.context.asks_sex and given.number(SEX) is None)


def _entries(given: Given) -> list[date]:
    own = given.day("enrollment.entry_date", given.context.entry_date)
    return [day for day in (*given.context.entry_dates, own) if day is not None]
