"""Fields that the form about a person needs: birth dates as far as they are known, years, HUD's lists."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.widgets import TextInput

from hmis_web import standards
from hmis_web.domain.search.dates import Born, take_date
from hmis_web.web.state import today

YEAR = re.compile(r"\d{4}")
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
US = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})")
OLDEST_YEAR = 1800


class BirthDateField(Field):
    """A birth date as people know it: the day, month and year, or the year alone. `partial` says that a part
    of it was made up: HUD's January 1."""

    widget = TextInput()
    data: date | None
    partial = False

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; it stays as typed when it can't be read. HUD 3.03.1."""
        self.data, self.partial = None, False
        self.typed = valuelist[0].strip() if valuelist else ""
        if not self.typed:
            return
        found = _later(self.typed) or take_date(self.typed.lower(), today())[0] or _year(self.typed)
        if found is None:
            raise ValueError(_l("Enter a birth date such as 03/14/1985, or only the year"))
        self.data = _day_of(found)
        self.partial = not found.is_day

    def _value(self) -> str:
        if hasattr(self, "typed"):
            return self.typed
        return "" if self.data is None else f"{self.data:%m/%d/%Y}"


class YearField(Field):
    """A year of four digits."""

    widget = TextInput()
    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a year."""
        self.data = None
        self.typed = valuelist[0].strip() if valuelist else ""
        if self.typed and not YEAR.fullmatch(self.typed):
            raise ValueError(_l("Enter a year such as 1998"))
        self.data = int(self.typed) if self.typed else None

    def _value(self) -> str:
        return self.typed if hasattr(self, "typed") else str(self.data or "")


class ListField(SelectField):
    """One code of a list of HUD; nothing is chosen at first. `data` is a number or None."""

    def __init__(self, label: Any, list_id: str, **options: Any) -> None:
        super().__init__(label, coerce=number, validate_choice=False, **options)
        self.list_id = list_id
        self.offer()

    def offer(self, codes: Any = None, first: Any = None) -> None:
        """Offer these codes of the list, all of them when None; `first` is what stands for no answer, none
        when it is empty."""
        kept = [
            (code.value, code.label)
            for code in standards.offered(self.list_id)
            if codes is None or int(code.value) in codes
        ]
        first = _l("Choose") if first is None else first
        self.choices = [("", first), *kept] if first else kept

    def pre_validate(self, form: Any) -> None:
        """A code that the list lacks is refused by the domain."""


def number(text: Any) -> int | None:
    """A code as it is sent; one that can't be read becomes -1, which no list has."""
    if text is None or text == "":
        return None
    return int(text) if str(text).isdecimal() and len(str(text)) < 6 else -1


def race_words() -> dict[str, str]:
    """HUD's answers to 3.04, in its order."""
    return {
        "am_ind_ak_native": _("American Indian, Alaska Native, or Indigenous"),
        "asian": _("Asian or Asian American"),
        "black_af_american": _("Black, African American, or African"),
        "hispanic_latinao": _("Hispanic/Latina/o"),
        "mid_east_n_african": _("Middle Eastern or North African"),
        "native_hi_pacific": _("Native Hawaiian or Pacific Islander"),
        "white": _("White"),
    }


def _later(text: str) -> Born | None:
    """A whole date that the search would not take: the domain says that it lies in the future."""
    match = ISO.fullmatch(text) or US.fullmatch(text)
    if match is None:
        return None
    try:
        return Born.on(date(int(match["year"]), int(match["month"]), int(match["day"])))
    except ValueError:
        return None


def _year(text: str) -> Born | None:
    if not YEAR.fullmatch(text) or int(text) < OLDEST_YEAR:
        return None
    return Born.in_year(int(text))


def _day_of(born: Born) -> date:
    """The day that HUD records for it: January 1 where month or day are not known. HUD 3.03.1."""
    return date(born.year, born.low // 100 % 100 or 1, born.low % 100 or 1)
