"""What the words in the box mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmis_web.domain.search.query import MAX_WORDS, Query, parse

TODAY = date(2026, 3, 14)


def words(text: str) -> list[str]:
    return [word.text for word in parse(text, TODAY).words]


def heavy(text: str) -> list[str]:
    return [word.text for word in parse(text, TODAY).words if not word.light]


@pytest.mark.parametrize("text", ["900-12-3456", "900 12 3456", "900123456", "ssn 900-12-3456"])
def test_ssn_in_any_form_is_whole_and_last_four(text: str) -> None:
    query = parse(text, TODAY)

    assert (query.ssn, query.last4) == ("900123456", "3456")


@pytest.mark.parametrize(
    "text", ["xxx-xx-3456", "***-**-3456", "XXXXX3456", "ssn 3456", "last 4 3456", "3456"]
)
def test_last_four_in_any_form_is_last_four(text: str) -> None:
    query = parse(f"lee {text}", TODAY)

    assert (query.ssn, query.last4, query.last4_or_year) == (None, "3456", False)


def test_year_and_last_four_are_told_apart() -> None:
    query = parse("lee 1234 1960", TODAY)

    assert (query.last4, query.last4_or_year, query.born and query.born.year) == ("1234", False, 1960)


@pytest.mark.parametrize("text", ["R-12345", "r-12345", "R12345", "12345"])
def test_record_number_is_read(text: str) -> None:
    assert parse(text, TODAY).record_number == 12345


def test_record_number_beyond_any_key_is_none() -> None:
    assert parse("R-9999999999", TODAY).record_number is None


def test_identifier_is_a_lone_word_or_a_long_one_with_digits() -> None:
    assert parse("abc", TODAY).identifiers == ("abc",)
    assert parse("smith 8a7d-4433", TODAY).identifiers == ("8a7d-4433",)
    assert parse("smith jones 1960", TODAY).identifiers == ()


def test_names_are_plain() -> None:
    assert words("JOSÉ García-López") == ["jose", "garcia", "lopez"]
    assert words("O'Brien, Pat") == ["obrien", "pat"]
    assert words("Nguyễn Đức") == ["nguyen", "duc"]
    assert words("王小明") == ["王小明"]


def test_particles_are_light_and_join_what_follows() -> None:
    query = parse("maria de la cruz", TODAY)

    assert heavy("maria de la cruz") == ["maria", "cruz"]
    assert "delacruz" in query.words[1].joined
    assert heavy("van nguyen") == ["nguyen"]
    assert heavy("nguyen van") == ["nguyen", "van"]


def test_split_prefixes_join_their_name() -> None:
    assert "obrien" in parse("o brien", TODAY).words[0].spellings
    assert "mcdonald" in parse("mc donald", TODAY).words[0].spellings
    assert "johns" not in parse("john s", TODAY).words[0].spellings


def test_suffix_is_left_out() -> None:
    assert words("martin luther king jr") == ["martin", "luther", "king"]


@pytest.mark.parametrize("text", ["", "   ", ";,|", "\x00", "%", "_", "*", "'", '"', "--", "()"])
def test_nothing_meaningful_asks_for_no_name(text: str) -> None:
    assert parse(text, TODAY).words == ()


def test_empty_text_is_an_empty_query() -> None:
    assert parse("  ", TODAY) == Query()
    assert parse("", TODAY).is_empty


def test_long_text_is_cut() -> None:
    assert len(parse("abc def " * 1000, TODAY).words) <= MAX_WORDS


@given(st.text(max_size=300))
def test_any_text_is_read_without_error(text: str) -> None:
    query = parse(text, TODAY)

    assert len(query.words) <= MAX_WORDS
    assert query.last4 is None or (len(query.last4) == 4 and query.last4.isdigit())
    assert all(word.text for word in query.words)


@given(st.permutations(["teresa", "martin", "1960-03-14", "R-77"]))
def test_order_of_the_parts_does_not_matter(parts: list[str]) -> None:
    query = parse(" ".join(parts), TODAY)

    assert {word.text for word in query.words} == {"teresa", "martin"}
    assert query.born is not None
    assert query.born.low == 19600314
    assert query.record_number == 77
