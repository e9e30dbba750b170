"""What a password may be, and how it is kept (decision 8; security A-1, A-2)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from hmis_web.db.errors import DomainError
from hmis_web.domain import passwords
from hmis_web.domain.passwords import Holder, PasswordRules, check_new_password, verify_password

ANA = Holder(("ana.ruiz", "Ana Ruiz", "Open Door Housing"))
ANA_WITH_CODE = Holder(ANA.words, has_code=True)
RULES = PasswordRules("Riverbend HMIS")
OLD = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def real_cost() -> Iterator[None]:
    passwords.use_cost(passwords.MEMORY_MIB * 1024)
    yield
    passwords.use_cost(8)


@pytest.fixture(autouse=True)
def _cheap() -> None:
    passwords.use_cost(8)


@pytest.mark.parametrize(
    "password",
    [
        "nine geese over the bay",
        "correct horse battery staple",
        "ñandú über straße 京都 déjà",
        "w8 zK!p03Vb-4 q_L",
    ],
)
def test_long_password_is_taken_whatever_it_is_made_of(password: str) -> None:
    check_new_password(password, ANA, RULES)


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("fourteen chars", "at least 15"),
        ("x" * 129, "at most 128"),
        ("passwordpassword", "made of"),
        ("123456789012345", "commonly used"),
        ("qwertyuiopasdfg", "commonly used"),
        ("iloveyouiloveyou", "Repeats"),
        ("abcdefghijklmnop", "Sequences"),
        ("aaaaaaaaaaaaaaaaaaaa", "Repeats"),
        ("ana.ruiz.ana.ruiz", "made of"),
        ("gnisuohroodnepo2026", "made of"),  # the agency backwards
        ("RiverbendRiverbend1", "made of"),
        ("HMIS-HMIS-HMIS-2026", "made of"),
        ("simh simh simh simh", "made of"),
    ],
)
def test_password_that_somebody_would_try_first_is_refused(password: str, word: str) -> None:
    with pytest.raises(DomainError, match=word) as refused:
        check_new_password(password, ANA, RULES)

    assert refused.value.field == "password"


def test_eight_characters_are_enough_with_a_second_factor() -> None:
    check_new_password("x7$kQ9pz", ANA_WITH_CODE, RULES)

    for weak in ("x7$kQ9p", "monkey123", "opendoor", "zziurana"):
        with pytest.raises(DomainError):
            check_new_password(weak, ANA_WITH_CODE, RULES)


def test_letters_and_digits_are_asked_for_by_setting_alone() -> None:
    asked = PasswordRules("Riverbend", letters_and_digits=True)

    with pytest.raises(DomainError, match="one digit"):
        check_new_password("nine geese over the bay", ANA, asked)
    check_new_password("9 geese over the bay", ANA, asked)


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]), min_size=15, max_size=40
    )
)
def test_refusal_speaks_of_length_or_guessing_and_never_of_kinds_of_characters(password: str) -> None:
    try:
        check_new_password(password, ANA, RULES)
    except DomainError as refused:
        assert "letter" not in refused.message  # noqa: PT017
        assert "digit" not in refused.message  # noqa: PT017


def test_hash_is_argon2id_above_the_floor(real_cost: None) -> None:
    stored = passwords.hash_password("nine geese over the bay")
    cost = extract_parameters(stored)

    assert stored.startswith("$argon2id$")
    assert cost.memory_cost >= 19 * 1024
    assert cost.time_cost >= 2
    assert verify_password(stored, "nine geese over the bay")


def test_every_character_counts_and_nothing_is_cut() -> None:
    long = "abcdefgh" * 16
    stored = passwords.hash_password(long)

    assert verify_password(stored, long)
    assert not verify_password(stored, long[:-1] + "x")
    assert not verify_password(stored, "a" * 65_536)


def test_letters_written_in_two_ways_are_the_same() -> None:
    assert verify_password(passwords.hash_password("caf\u00e9 by the river"), "cafe\u0301 by the river")


def test_hash_of_another_cost_is_outdated(real_cost: None) -> None:
    assert passwords.is_outdated(OLD.hash("x"))
    assert not passwords.is_outdated(passwords.hash_password("x"))
    assert not passwords.is_outdated(None)
