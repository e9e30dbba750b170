"""Rows of several files in one statement: a page asks for all that its members answered at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from hmis_web.domain.answers.rows import stage_kinds
from hmis_web.models import Enrollment, IncomeBenefits, hud_model

STAY = ""
"""In the place of a file: the stays themselves, with nothing but what is COMMON."""
COMMON = ("id", "enrollment_key", "client_key", "information_date", "data_collection_stage", "date_deleted")
"""What every row found tells; None where its file has no such column."""


def rows_of(session: Session, wanted: Mapping[str, ColumnElement[bool]]) -> list[Any]:
    """The rows of some files, each with the condition on its rows: `file`, what is COMMON, and the columns
    that answers stand in. The oldest information date first. One statement, none without files."""
    if not wanted:
        return []
    parts = [_part(tuple(wanted), file).where(where) for file, where in wanted.items()]
    found = [_found(row) for row in session.execute(union_all(*parts))]
    return sorted(found, key=lambda row: (row.information_date or date.min, row.id))


@cache
def _part(files: tuple[str, ...], file: str) -> Any:
    """One file's select: its own columns, and empty ones in the places of the others'."""
    model = _model(file)
    columns: list[Any] = [literal(file).label("file")]
    columns += [_common(model, name).label(name) for name in COMMON]
    for other in files:
        for name in _attributes(other):
            column = getattr(_model(other), name)
            columns.append((column if other == file else cast(null(), column.type)).label(f"{other}.{name}"))
    return select(*columns)


def _common(model: Any, name: str) -> Any:
    if name == "enrollment_key" and not hasattr(model, name):
        return model.id  # the enrollment itself
    column = getattr(model, name, None)
    return cast(null(), getattr(IncomeBenefits, name).type) if column is None else column


def _found(row: Any) -> SimpleNamespace:
    told = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    file = told["file"]
    return SimpleNamespace(
        file=file,
        **{name: told[name] for name in COMMON},
        **{name: told[f"{file}.{name}"] for name in _attributes(file)},
    )


def _model(file: str) -> Any:
    return Enrollment if file == STAY else hud_model(file)


@cache
def _attributes(file: str) -> tuple[str, ...]:
    """The columns of a file in which answers stand, and those that mark of which kind a row is."""
    kinds = () if file == STAY else stage_kinds(file)
    asked = [question.column.attribute for kind in kinds for question in kind.questions]
    marks = [name for kind in kinds for name in kind.marks]
    return tuple(name for name in dict.fromkeys([*asked, *marks]) if name not in COMMON)
