from __future__ import annotations

from hashlib import sha256

import pytest

from hmis_web.exporting.hashing import hash_name, hash_ssn, soundex


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Robert", "R163"),
        ("Ashcraft", "A261"),
        ("Tymczak", "T522"),
        ("Pfister", "P236"),
        ("Honeyman", "H555"),
        ("Lee", "L000"),
    ],
)
def test_soundex_of_the_national_archives_examples_is_american(name: str, code: str) -> None:
    assert soundex(name) == code


@pytest.mark.parametrize(
    ("written", "same_as"),
    [("O'Brien", "OBrien"), ("Müller", "Muller"), (" de la Cruz", "delaCruz"), ("SMITH-JONES", "smithjones")],
)
def test_soundex_of_a_name_in_another_spelling_is_the_same(written: str, same_as: str) -> None:
    assert soundex(written) == soundex(same_as)


def test_hash_name_of_a_known_name_is_sha256_of_its_soundex_in_lower_case_hex() -> None:
    assert hash_name("Robert") == "9841ba9e86d8bbc72379d20791640a315e5c20ec9f75b5550b12b894af26f47f"


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_hash_of_a_blank_stays_blank(blank: str | None) -> None:
    assert hash_name(blank) is None
    assert hash_ssn(blank) is None


def test_hash_name_without_latin_letters_still_tells_two_names_apart() -> None:
    assert hash_name("李") != hash_name("王")


def test_hash_ssn_of_a_full_number_shows_the_last_four_and_hashes_all_nine() -> None:
    assert hash_ssn("900456789") == "6789" + sha256(b"900456789").hexdigest()


@pytest.mark.parametrize(
    ("partial", "full"),
    [("XXX-XX-6789", "xxxxx6789"), ("6789", "xxxxx6789"), ("9004xx789", "9004xx789")],
)
def test_hash_ssn_of_a_partial_number_has_a_small_x_for_each_missing_digit(partial: str, full: str) -> None:
    assert hash_ssn(partial) == full[-4:] + sha256(full.encode()).hexdigest()


@pytest.mark.parametrize("placeholder", ["xxxxxxxxx", "XXX-XX-XXXX"])
def test_hash_ssn_without_a_digit_is_blank(placeholder: str) -> None:
    assert hash_ssn(placeholder) is None
