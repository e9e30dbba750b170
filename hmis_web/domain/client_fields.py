"""What is known of a person: the columns of Client.csv that somebody fills in, tidied (HUD 3.01 to 3.07,
4.21, V1)."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from hmis_web import standards
from hmis_web.standards.codes import NoYes, SSNDataQuality

NOT_COLLECTED = 99
FULL, PARTIAL = 1, 2
NAMES = ("first_name", "middle_name", "last_name", "name_suffix")
RACES = (
    "am_ind_ak_native",
    "asian",
    "black_af_american",
    "hispanic_latinao",
    "mid_east_n_african",
    "native_hi_pacific",
    "white",
)
"""Attributes of 3.04, in HUD's order."""
THEATERS = (
    "world_war_ii",
    "korean_war",
    "vietnam_war",
    "desert_storm",
    "afghanistan_oef",
    "iraq_oif",
    "iraq_ond",
    "other_theater",
)
VETERAN = ("year_entered_service", "year_separated", *THEATERS, "military_branch", "discharge_status")
"""Attributes of V1, asked of veterans only."""
LAST4, NINE = 4, 9


@dataclass(frozen=True)
class ClientFields:
    """Somebody as told. None is not asked or not answered; `settled` makes of it what HUD records then."""

    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    name_suffix: str | None = None
    name_data_quality: int | None = None
    ssn: str | None = None
    """Nine signs, digits and x, dashes or not; four digits alone are the last four."""
    ssn_data_quality: int | None = None
    dob: date | None = None
    dob_data_quality: int | None = None
    sex: int | None = None
    races: frozenset[str] = frozenset()
    """Attributes of 3.04 that are Yes: some of `RACES`."""
    race_none: int | None = None
    additional_race_ethnicity: str | None = None
    veteran_status: int | None = None
    year_entered_service: int | None = None
    year_separated: int | None = None
    world_war_ii: int | None = None
    korean_war: int | None = None
    vietnam_war: int | None = None
    desert_storm: int | None = None
    afghanistan_oef: int | None = None
    iraq_oif: int | None = None
    iraq_ond: int | None = None
    other_theater: int | None = None
    military_branch: int | None = None
    discharge_status: int | None = None

    @property
    def is_veteran(self) -> bool:
        """Whether V1 is asked."""
        return self.veteran_status == NoYes.YES

    def columns(self) -> dict[str, Any]:
        """{attribute of Client: value}, all but the SSN, which is kept sealed."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        chosen = told.pop("races")
        del told["ssn"]
        return told | {race: int(race in chosen) for race in RACES}


def settled(told: ClientFields) -> ClientFields:
    """The fields as they are kept: texts trimmed, the SSN as nine signs, each data quality that nobody chose
    as what was typed says, and 99 where nothing was answered; what cannot be is left for the rules to refuse.
    HUD 3.01.5, 3.02.2, 3.03.2, 3.04, 3.07, 4.21."""
    names: dict[str, Any] = {name: tidy(getattr(told, name)) for name in NAMES}
    ssn = nine(told.ssn)
    return replace(
        told,
        **names,
        ssn=ssn,
        additional_race_ethnicity=tidy(told.additional_race_ethnicity),
        name_data_quality=_or(told.name_data_quality, name_quality(names["first_name"], names["last_name"])),
        ssn_data_quality=_or(told.ssn_data_quality, ssn_quality(ssn)),
        dob_data_quality=_dob_quality(told),
        race_none=NOT_COLLECTED if told.race_none is None and not told.races else told.race_none,
        sex=_or(told.sex, NOT_COLLECTED),
        veteran_status=_or(told.veteran_status, NOT_COLLECTED),
    )


def tidy(text: str | None) -> str | None:
    """A text without blanks around it and without two in a row; None when nothing is left."""
    return " ".join((text or "").split()) or None


def nine(text: str | None) -> str | None:
    """An SSN as it is kept, without dashes: four digits alone are its last four. None for none. HUD
    3.02.1."""
    bare = "".join(sign for sign in (text or "").lower() if not sign.isspace() and sign not in "-–")
    if len(bare) == LAST4 and bare.isdecimal():
        return f"xxxxx{bare}"
    return bare or None


def name_quality(first: str | None, last: str | None) -> int:
    """What a typed name says of its own quality; 99 without any, until somebody says why. HUD 3.01.5."""
    return {0: NOT_COLLECTED, 1: PARTIAL, 2: FULL}[bool(first) + bool(last)]


def ssn_quality(ssn: str | None) -> int:
    """What an SSN as kept says of its own quality. HUD 3.02.2."""
    if ssn is None:
        return SSNDataQuality.NOT_COLLECTED
    return SSNDataQuality.FULL if len(ssn) == NINE and ssn.isdecimal() else SSNDataQuality.PARTIAL


def longest(attribute: str) -> int:
    """The most signs that HUD takes in a text of Client.csv."""
    found = next(column for column in standards.file("Client").columns if column.attribute == attribute)
    return found.max_length or 0


def _dob_quality(told: ClientFields) -> int:
    """The chosen quality; a date that is there is no missing one, whatever was chosen before. HUD 3.03.2."""
    if told.dob is None:
        return _or(told.dob_data_quality, NOT_COLLECTED)
    return told.dob_data_quality if told.dob_data_quality in {FULL, PARTIAL} else FULL


def _or(chosen: int | None, otherwise: int) -> int:
    return int(otherwise) if chosen is None else chosen
