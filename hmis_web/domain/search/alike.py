"""How alike two plain names are, from 0 to 1, and in what way."""

from __future__ import annotations

from enum import IntEnum

from rapidfuzz.distance import OSA, JaroWinkler

from hmis_web.domain.names_sound import sounds
from hmis_web.domain.nicknames import same_person_name
from hmis_web.domain.search.query import Word

NICKNAME = 0.95
ONE_EDIT = 0.92
ONE_EDIT_FROM = 4
"""Letters from which one slip leaves a name recognisable."""
SOUND = 0.95
SOUND_FROM = 0.62
SPELLING_FROM = 0.74
BEGINS = 0.88
"""Of a beginning; nearer 1 the more of the name is there."""


class Way(IntEnum):
    """How a typed word fits a name, best first."""

    SAME = 0
    BEGINS = 1
    NICKNAME = 2
    SOUND = 3
    SPELLING = 4
    NONE = 5


def fit(word: Word, name: str) -> tuple[float, Way]:
    """How well a typed word fits one word of a person's name; (0, NONE) when not at all."""
    text = word.text
    if name == text or name in word.joined:
        return 1.0, Way.SAME
    if name.startswith(text):
        return BEGINS + (0.99 - BEGINS) * len(text) / len(name), Way.BEGINS
    if same_person_name(text, name):
        return NICKNAME, Way.NICKNAME
    alike: float = JaroWinkler.similarity(text, name)
    if alike < SOUND_FROM:
        return 0.0, Way.NONE
    if min(len(text), len(name)) >= ONE_EDIT_FROM and OSA.distance(text, name, score_cutoff=1) <= 1:
        return max(alike, ONE_EDIT), Way.SPELLING
    if not set(sounds(text)).isdisjoint(sounds(name)):
        return max(alike, (alike + SOUND) / 2), Way.SOUND
    return (alike, Way.SPELLING) if alike >= SPELLING_FROM else (0.0, Way.NONE)
