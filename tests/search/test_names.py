"""Names in plain form, their sound, their short forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmis_web.domain.names import deletions, parts, plain
from hmis_web.domain.names_sound import sounds
from hmis_web.domain.nicknames import groups, other_names, same_person_name
from hmis_web.domain.search.alike import Way, fit
from hmis_web.domain.search.query import Word


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("José", "jose"), ("JOSE\u0301", "jose"), ("O'Brien", "obrien"), ("O’Brien", "obrien"),
        ("García-López", "garcia lopez"), ("Nguyễn", "nguyen"), ("Müller", "muller"), ("Strauß", "strauss"),
        ("Søren", "soren"), ("Łukasz", "lukasz"), ("St. John", "st john"), ("  Ana   Ruiz ", "ana ruiz"),
        ("Ng", "ng"), ("", ""), ("...", ""), ("Иван", "иван"), ("ʻAkau", "akau"),
    ],
)  # fmt: skip
def test_plain_name_has_no_case_accents_or_signs(name: str, expected: str) -> None:
    assert plain(name) == expected


@given(st.text(max_size=80))
def test_plain_name_is_plain_already(name: str) -> None:
    assert plain(plain(name)) == plain(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("smith", ("smith",)), ("garcia lopez", ("garcia", "lopez", "garcialopez")),
        ("de la cruz", ("cruz", "delacruz")), ("van", ("van",)), ("o brien", ("brien", "obrien")),
        ("king jr", ("king",)), ("q", ("q",)), ("", ()),
    ],
)  # fmt: skip
def test_parts_of_a_name(name: str, expected: tuple[str, ...]) -> None:
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("catherine", "katherine"), ("philip", "filip"), ("stephen", "steven"), ("smith", "smyth"),
        ("wright", "right"), ("knight", "night"), ("meyer", "maier"), ("jeffrey", "geoffrey"),
        ("hernandez", "ernandes"), ("jimenez", "himenez"), ("gonzalez", "gonsales"), ("vasquez",
        "basquez"), ("garcia", "garsia"), ("schmidt", "shmit"), ("xiong", "siong"), ("phillips", "fillips"),
    ],
)  # fmt: skip
def test_names_that_sound_alike_share_a_code(one: str, other: str) -> None:
    assert set(sounds(one)) & set(sounds(other))


@pytest.mark.parametrize(("one", "other"), [("smith", "jones"), ("maria", "robert"), ("lee", "kim")])
def test_names_that_sound_different_share_none(one: str, other: str) -> None:
    assert not set(sounds(one)) & set(sounds(other))


@pytest.mark.parametrize("typo", ["smth", "smiith", "smoth", "msith", "smiht", "mith", "xmith"])
def test_one_slip_shares_a_deletion(typo: str) -> None:
    assert deletions("smith") & deletions(typo)


@pytest.mark.parametrize(
    ("one", "other"),
    [("robert", "bob"), ("bob", "rob"), ("william", "bill"), ("francisco", "pancho"), ("guadalupe", "lupe"),
     ("elizabeth", "betty"), ("jose", "pepe"), ("margaret", "peggy"), ("john", "jack"), ("jesus", "chuy")],
)  # fmt: skip
def test_nicknames_stand_for_each_other(one: str, other: str) -> None:
    assert same_person_name(one, other)
    assert same_person_name(other, one)


def test_nickname_list_is_plain_and_large() -> None:
    assert len(groups()) > 1000
    assert all(name == plain(name) and " " not in name for name in groups())
    assert other_names("zzyzx") == frozenset()
    assert not same_person_name("robert", "robert")


@pytest.mark.parametrize(
    ("word", "name", "way"),
    [
        ("smith", "smith", Way.SAME), ("smi", "smith", Way.BEGINS), ("bob", "robert", Way.NICKNAME),
        ("walder", "walter", Way.SPELLING), ("filip", "philipp", Way.SOUND), ("smiht", "smith", Way.SPELLING),
        ("smith", "jones", Way.NONE),
    ],
)  # fmt: skip
def test_fit_tells_the_way(word: str, name: str, way: Way) -> None:
    assert fit(Word(word), name)[1] is way


@given(st.text(alphabet="abcdefghij", min_size=1, max_size=12), st.text(alphabet="abcdefghij", max_size=12))
def test_fit_is_a_share(word: str, name: str) -> None:
    value, way = fit(Word(word), name)

    assert 0.0 <= value <= 1.0
    assert (value == 0.0) == (way is Way.NONE)
