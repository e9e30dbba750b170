from __future__ import annotations

from enum import IntEnum

import pytest

from hmis_web import standards
from hmis_web.standards.codes import LIST_OF


@pytest.mark.parametrize("enum", LIST_OF, ids=lambda enum: enum.__name__)
def test_codes_of_an_enum_are_the_codes_of_its_list(enum: type[IntEnum]) -> None:
    assert {member.value for member in enum} == standards.code_list(LIST_OF[enum]).numbers


def test_every_enum_of_codes_names_its_list() -> None:
    from hmis_web.standards import codes

    enums = {
        value
        for value in vars(codes).values()
        if isinstance(value, type) and issubclass(value, IntEnum) and value is not IntEnum
    }

    assert enums == set(LIST_OF)


@pytest.mark.parametrize("list_id", ["1.7", "1.10"])
def test_no_yes_covers_the_shorter_lists_too(list_id: str) -> None:
    assert standards.code_list(list_id).numbers <= standards.code_list("1.8").numbers
