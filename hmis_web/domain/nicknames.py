"""Which first names stand for each other: Bob and Robert, Pancho and Francisco."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from hmis_web.domain.names import plain


@cache
def groups() -> dict[str, frozenset[str]]:
    """Every known name with all that may stand for it, from `data/nicknames.csv` (a line a formal name)."""
    found: dict[str, set[str]] = {}
    file = resources.files("hmis_web.domain") / "data" / "nicknames.csv"
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        members = {plain(name) for name in (row["name"], *row["short"].split("|"))}
        for member in members:
            found.setdefault(member, set()).update(members)
    return {name: frozenset(others - {name}) for name, others in found.items()}


def other_names(name: str) -> frozenset[str]:
    """The names that the plain first name `name` may stand for or be shortened to; empty when unknown."""
    return groups().get(name, frozenset())


def same_person_name(one: str, other: str) -> bool:
    """Whether two plain first names may name the same person by custom: bob and robert, bob and rob."""
    return other in other_names(one)
