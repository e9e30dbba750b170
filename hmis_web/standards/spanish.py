"""What clients are handed in Spanish: the questions asked at entry, the codes to choose from, the services
received. Our own translation, kept beside the English words; a test finds what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hmis_web.standards.schema import read_table


@dataclass(frozen=True)
class Words:
    """A question as it is put to somebody."""

    label: str
    hint: str


def question(key: str) -> Words:
    """A question of the forms in Spanish. Raises KeyError for one that no client is handed: those after
    entry."""
    return _questions()[key]


def label(text: str) -> str:
    """What a code means, in Spanish; the text itself for numbers and for proper names, such as VA
    stations."""
    return _labels().get(text, text)


def is_translated(text: str) -> bool:
    """Whether there are Spanish words for a label."""
    return text in _labels()


@cache
def _questions() -> dict[str, Words]:
    return {row["key"]: Words(row["label"], row["hint"]) for row in read_table("questions_es.csv")}


@cache
def _labels() -> dict[str, str]:
    return {row["label"]: row["spanish"] for row in read_table("labels_es.csv")}
