"""Who is found, in which order, and why."""

from __future__ import annotations

from datetime import date

import pytest

from hmis_web.domain.search.scoring import Rank, Why
from tests.search.conftest import Town

pytestmark = pytest.mark.both_databases

BORN = date(1960, 3, 14)


def test_exact_comes_before_prefix_before_close(town: Town) -> None:
    close = town.add("John", "Smith")
    prefix = town.add("Jonathan", "Smithson")
    exact = town.add("Jon", "Smith")

    result = town.ask("jon smith")

    assert [match.client_id for match in result.matches] == [exact.id, prefix.id, close.id]
    assert [match.rank for match in result.matches] == [Rank.EXACT, Rank.PREFIX, Rank.CLOSE]


@pytest.mark.parametrize(
    "text",
    ["teresa martin", "martin teresa", "Martin, Teresa", "TERESA MARTIN", "martin", "teresa", "ter mart",
     "martin t", "t martin", "tere", "teresa martin 1960", "1960 martin", "14 mar 1960 martin", "3/14/1960",
     "martin 1234", "ssn 1234", "xxx-xx-1234", "900-12-1234", "900121234"],
)  # fmt: skip
def test_person_is_first_by_any_part(town: Town, text: str) -> None:
    teresa = town.add("Teresa", "Martin", dob=BORN, ssn="900121234")
    town.add("Thomas", "Marlow", dob=date(1970, 1, 2), ssn="900129999")

    assert town.found(text)[:1] == [teresa.id]
    assert town.everyone(text)[:1] == [teresa.id]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("bob johnson 1960", Why.NICKNAME),
        ("robret johnson", Why.SPELLING),
        ("pobert johnson 1960", Why.SPELLING),
        ("robert jonson 1960", Why.SPELLING),
        ("robert johnssen 1960", Why.SOUND),
        ("rob john", Why.BEGINS),
        ("robert johnson 14/3/1960", Why.BIRTH_DATE),
        ("robert johnson 1960", Why.BIRTH_YEAR),
        ("robert johnson 1234", Why.LAST4),
        ("robert johnson 3/15/1960", Why.CLOSE_DATE),
    ],
)
def test_match_says_why(town: Town, text: str, why: Why) -> None:
    robert = town.add("Robert", "Johnson", dob=BORN, ssn="900121234")

    match = town.first(text)

    assert match.client_id == robert.id
    assert why in match.why


def test_day_and_month_swapped_is_found_and_said(town: Town) -> None:
    ana = town.add("Ana", "Ruiz", dob=date(1960, 4, 3))

    match = town.first("ana ruiz 3/4/1960")

    assert match.client_id == ana.id
    assert Why.SWAPPED_DATE in match.why
    assert match.rank is Rank.CLOSE


def test_nickname_finds_formal_name_and_back(town: Town) -> None:
    francisco = town.add("Francisco", "Ortiz")
    lupe = town.add("Lupe", "Ramos")

    assert town.found("pancho ortiz") == [francisco.id]
    assert town.found("guadalupe ramos") == [lupe.id]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("José", "Núñez", "jose nunez"),
        ("Jose", "Nunez", "josé núñez"),
        ("Pat", "O'Brien", "obrien pat"),
        ("Pat", "OBrien", "pat o'brien"),
        ("Pat", "O'Brien", "pat o brien"),
        ("María", "García-López", "maria garcia"),
        ("María", "García-López", "maria lopez"),
        ("María", "García-López", "maria garcia-lopez"),
        ("María", "García López", "garcialopez"),
        ("Mary Ann", "Lee", "maryann lee"),
        ("Maryann", "Lee", "mary ann lee"),
        ("Van", "Nguyễn", "nguyen van"),
        ("Rosa", "de la Cruz", "rosa cruz"),
        ("Rosa", "de la Cruz", "rosa delacruz"),
        ("Rosa", "DeLaCruz", "rosa de la cruz"),
        ("Ronald", "McDonald", "mc donald ronald"),
        ("Иван", "Петров", "иван петров"),
        ("小明", "王", "王 小明"),
        ("Cher", None, "cher"),
        (None, "Unknown", "unknown"),
    ],
)
def test_spelling_of_signs_and_joints_does_not_matter(town: Town, first: str, last: str, text: str) -> None:
    person = town.add(first, last)

    assert town.found(text)[:1] == [person.id]
    assert town.everyone(text)[:1] == [person.id]


def test_middle_name_finds_after_first_name(town: Town) -> None:
    by_middle = town.add("Ana", "Reyes", middle_name="Lucia")
    by_first = town.add("Lucia", "Reyes")

    assert town.found("lucia reyes") == [by_first.id, by_middle.id]


def test_birth_year_finds_a_wrong_first_letter(town: Town) -> None:
    person = town.add("Walter", "Kowalski", dob=BORN)
    town.add("Walter", "Novak", dob=date(1971, 5, 6))

    assert town.found("walter bowalski 1960")[:1] == [person.id]
    assert town.found("valter kowalski 1960")[:1] == [person.id]


def test_last_four_finds_names_with_slips(town: Town) -> None:
    person = town.add("Walter", "Kowalski", ssn="900121234")
    town.add("Grace", "Hopper", ssn="900991234")

    assert town.found("wlater kwoalski 1234") == [person.id]


def test_four_digits_are_year_or_last_four(town: Town) -> None:
    by_year = town.add("Ana", "Ruiz", dob=BORN)
    by_last4 = town.add("Ana", "Ruiz", dob=date(1990, 1, 1), ssn="900121960")

    assert set(town.found("ana ruiz 1960")) == {by_year.id, by_last4.id}


def test_unknown_birth_date_ranks_below_right_year(town: Town) -> None:
    unknown = town.add("Ana", "Ruiz")
    right = town.add("Ana", "Ruiz", dob=BORN)

    assert town.found("ana ruiz 1960") == [right.id, unknown.id]


def test_wrong_year_is_shown_when_nobody_fits_better(town: Town) -> None:
    far = town.add("Ana", "Ruiz", dob=date(1972, 1, 1))
    near = town.add("Ana", "Ruiz", dob=date(1961, 1, 1))

    assert town.found("ana ruiz 1960") == [near.id, far.id]


def test_unlike_people_are_not_shown(town: Town) -> None:
    town.add("Grace", "Hopper", dob=BORN)

    assert town.found("walter kowalski") == []
    assert town.found("walter kowalski 1960") == []


def test_changed_family_name_is_found_by_birth_date(town: Town) -> None:
    ana = town.add("Ana", "Ruiz", dob=BORN)

    assert town.found("ana lopez 3/14/1960") == [ana.id]


def test_rows_are_limited_and_exact_ones_come_first(town: Town) -> None:
    for number in range(12):
        town.add("Ana", f"Ruiz{'xyz'[: number % 3]}", middle_name=f"M{number}")

    matches = town.ask("ana ruiz").matches

    assert len(matches) == 8
    assert [match.rank for match in matches[:4]] == [Rank.EXACT] * 4
    assert len(town.ask("ana ruiz", limit=3).matches) == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "%",
        "_",
        "%%%",
        "z%",
        "_na",
        "*",
        "'; drop table client; --",
        "\x00",
        "()[]{}",
        "🙂",
        "x" * 5000,
    ],
)
def test_signs_are_no_wildcards_and_break_nothing(town: Town, text: str) -> None:
    town.add("Ana", "Ruiz", dob=BORN, ssn="900121234")

    assert town.found(text) == []


def test_nobody_is_found_in_an_empty_town(town: Town) -> None:
    for text in ("ana", "ana ruiz", "ana ruiz 1960", "1234", "900121234", "R-1", "3/14/1960", "a b c d"):
        assert town.found(text) == []
        assert town.everyone(text) == []
