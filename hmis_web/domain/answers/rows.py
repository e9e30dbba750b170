"""Which row of which table keeps which answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from hmis_web import standards
from hmis_web.models import hud_model
from hmis_web.standards.elements import STAGES, CollectionPoint
from hmis_web.standards.forms import Question, questions_by_key

STAGE_CODES: dict[CollectionPoint, int] = {point: int(code) for code, point in STAGES.items()}
"""List 5.03.1 by collection point."""
ONCE = frozenset({CollectionPoint.ENTRY, CollectionPoint.EXIT})
"""Stages of which a stay has one record, whatever its date (S096)."""
STAGE_FILES = (
    "IncomeBenefits",
    "HealthAndDV",
    "Disabilities",
    "EmploymentEducation",
    "YouthEducationStatus",
)
"""Files with one row for each stage and date; Disabilities.csv with one for each kind of disability, too."""


@dataclass(frozen=True)
class RowKind:
    """One row: the model, and for a file shared by several elements the column and code that mark it."""

    prefix: str
    """What the keys of its questions begin with."""
    file: str
    mark: tuple[str, int] | None

    @property
    def model(self) -> Any:
        """The table."""
        return hud_model(self.file)

    @property
    def identifier(self) -> str:
        """The attribute of HUD's identifier."""
        return str(self.model.hud_key)

    @property
    def marks(self) -> dict[str, int]:
        """{attribute: code} that a row of this kind has."""
        if self.mark is None:
            return {}
        return {standards.file(self.file).column(self.mark[0]).attribute: self.mark[1]}

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions whose answers stand in it."""
        return _by_prefix()[self.prefix]


def kinds_of(questions: Iterable[Question]) -> list[RowKind]:
    """The rows that keep the answers of some questions, in the order in which they are met."""
    return [_kind(prefix) for prefix in dict.fromkeys(question.prefix for question in questions)]


@cache
def stage_kinds(file: str) -> tuple[RowKind, ...]:
    """The rows of a file that a stage may have."""
    return tuple(kind for kind in map(_kind, _by_prefix()) if kind.file == file)


def answers_of(row: Any, kind: RowKind) -> dict[str, Any]:
    """{key: value} of what stands in a row; blank columns are left out."""
    found = {question.key: getattr(row, question.column.attribute) for question in kind.questions}
    return {key: value for key, value in found.items() if value is not None}


def is_of_kind(row: Any, kind: RowKind) -> bool:
    """Whether a row of a table is the one that a kind means."""
    return all(getattr(row, name) == code for name, code in kind.marks.items())


@cache
def _by_prefix() -> dict[str, tuple[Question, ...]]:
    grouped: dict[str, list[Question]] = {}
    for question in questions_by_key().values():
        grouped.setdefault(question.prefix, []).append(question)
    return {prefix: tuple(each) for prefix, each in grouped.items()}


@cache
def _kind(prefix: str) -> RowKind:
    first = _by_prefix()[prefix][0]
    return RowKind(prefix, first.column.file, first.record)
