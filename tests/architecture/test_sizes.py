"""Rooms stay small: caps on modules, functions and templates (complexity is ruff's)."""

from __future__ import annotations

from tests.architecture.sizes import CAPS, all_sizes
from tests.architecture.tracked import text_of

LIST = "tests/architecture/allowed_long.txt"


def allowed() -> dict[str, str]:
    """{path or path:function: reason}."""
    lines = [line.split(maxsplit=1) for line in text_of(LIST).splitlines() if line and line[0] != "#"]
    return {line[0]: line[1] if len(line) > 1 else "" for line in lines}


def test_sizes_past_the_cap_are_listed() -> None:
    exceptions = allowed()

    over = [size for size in all_sizes() if size.over and size.name not in exceptions]

    assert over == [], f"caps are {CAPS}; split it, or list it in {LIST} with a reason"


def test_allowed_list_names_only_what_is_long() -> None:
    long = {size.name for size in all_sizes() if size.over}

    assert [name for name in allowed() if name not in long] == []


def test_allowed_list_gives_a_reason_for_each() -> None:
    assert [name for name, reason in allowed().items() if len(reason.split()) < 3] == []
