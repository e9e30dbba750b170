"""The words of the release of information on paper, as data, in each language that clients are handed it in
(2004 Standards, 4.1.3: consent is informed)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TEXT = Path(__file__).parent / "data" / "consent.toml"
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Section:
    """A part of the form: what is shared, what for, which rights."""

    title: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class ConsentText:
    """The form in one language; `words` are its titles and labels by their names in the file."""

    language: str
    version: str
    words: Mapping[str, str]
    choices: tuple[str, ...]
    sections: tuple[Section, ...]


def text(language: str, community: str, agency: str) -> ConsentText:
    """The form for a community and an agency. Raises KeyError for a language that it is not kept in."""
    read = _read()
    part = read[language]

    def filled(words: str) -> str:
        return words.format(community=community, agency=agency)

    return ConsentText(
        language=language,
        version=read["version"],
        words={name: filled(words) for name, words in part.items() if isinstance(words, str)},
        choices=tuple(filled(words) for words in part["choices"]),
        sections=tuple(
            Section(each["title"], tuple(filled(point) for point in each["points"]))
            for each in part["section"]
        ),
    )


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(TEXT.read_text(encoding="utf-8"))
