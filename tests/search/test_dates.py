"""Birth dates in the box."""

from __future__ import annotations

from datetime import date

import pytest

from hmis_web.domain.search.dates import Born, take_date
from hmis_web.domain.search.query import parse

TODAY = date(2026, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "1960-03-14", "1960/3/14", "1960.03.14", "3/14/1960", "03/14/1960", "3-14-1960", "3.14.1960",
        "3/14/60", "03/14/60", "14/3/1960", "14 Mar 1960", "14 march 1960", "14-Mar-1960",
        "14th March, 1960", "Mar 14 1960", "March 14, 1960", "march 14th 1960", "Mar 14 '60", "03141960",
        "19600314",
    ],
)  # fmt: skip
def test_birth_date_in_any_spelling_is_the_same_day(text: str) -> None:
    assert parse(f"teresa {text}", TODAY).born == Born.on(date(1960, 3, 14))
    assert [word.text for word in parse(f"{text} teresa", TODAY).words] == ["teresa"]


def test_birth_date_that_both_readings_allow_is_month_first() -> None:
    assert parse("4/3/1960", TODAY).born == Born.on(date(1960, 4, 3))


@pytest.mark.parametrize(
    "text", ["2/30/1980", "13/13/1980", "1880-01-01", "3/14/2041", "14 Foo 1960", "1960-3"]
)
def test_birth_date_that_cannot_be_is_none(text: str) -> None:
    assert not (born := parse(text, TODAY).born) or not born.is_day


def test_two_digit_year_is_never_later_than_today() -> None:
    assert parse("3/14/25", TODAY).born == Born.on(date(2025, 3, 14))
    assert parse("3/14/27", TODAY).born == Born.on(date(1927, 3, 14))


def test_year_alone_is_the_year_and_may_be_last_four() -> None:
    query = parse("maria 1960", TODAY)

    assert (query.born, query.last4, query.last4_or_year) == (Born.in_year(1960), "1960", True)


def test_month_and_year_is_the_month() -> None:
    assert parse("lee 3/1960", TODAY).born == Born(19600300, 19600399)


def test_name_of_a_month_stays_a_name_without_day() -> None:
    query = parse("april may 1985", TODAY)

    assert [word.text for word in query.words] == ["april", "may"]
    assert query.born == Born.in_year(1985)


def test_swapped_day_is_none_when_there_is_no_such_day() -> None:
    assert Born.on(date(1960, 3, 4)).swapped() == 19600403
    assert Born.on(date(1960, 3, 14)).swapped() == 0
    assert Born.on(date(1960, 3, 3)).swapped() == 0


def test_take_date_leaves_the_rest() -> None:
    assert take_date("ana 3/14/1960 ruiz", TODAY)[1].split() == ["ana", "ruiz"]
