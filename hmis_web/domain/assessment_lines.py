"""The lines of an assessment: the tool's questions with their answers, and its results. HUD 4.19.5, 4.19.6.

Each line is a row of its own file. A page sends every line back in its place, so that a change is one of that
row; a line without words is none, and takes away the row that stood there.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError
from hmis_web.domain import entered, row_changes
from hmis_web.domain.clock import Clock
from hmis_web.models import Assessment, AssessmentQuestions, AssessmentResults
from hmis_web.standards.schema import file

Pair = tuple[str, str]
BLANK: Pair = ("", "")


@dataclass(frozen=True)
class Sort:
    """One sort of lines: its table, its two columns, the column of its identifier, HUD's file."""

    name: str
    model: Any
    first: str
    second: str
    key: str
    file: str
    missing: str

    def longest(self, column: str) -> int:
        """How many characters a column takes."""
        return file(self.file).column(column.replace("_", "")).max_length or 0


QUESTIONS = Sort(
    "questions", AssessmentQuestions, "assessment_question", "assessment_answer", "assessment_question_id",
    "AssessmentQuestions", "Write the question that this is the answer to",
)  # fmt: skip
RESULTS = Sort(
    "results", AssessmentResults, "assessment_result_type", "assessment_result", "assessment_result_id",
    "AssessmentResults", "Write what kind of result this is",
)  # fmt: skip
SORTS = (QUESTIONS, RESULTS)


@dataclass(frozen=True)
class Lines:
    """The lines of an assessment, each (question, answer) or (kind of result, result)."""

    questions: tuple[Pair, ...] = ()
    results: tuple[Pair, ...] = ()

    def of(self, sort: Sort) -> tuple[Pair, ...]:
        """The lines of one sort."""
        return self.questions if sort is QUESTIONS else self.results

    def same(self, other: Lines) -> bool:
        """Whether both say the same; blank lines count for nothing."""
        return all(_filled(self.of(sort)) == _filled(other.of(sort)) for sort in SORTS)


NO_LINES = Lines()


def of(session: Session, assessment_id: int) -> Lines:
    """The lines of an assessment that the caller has fetched through scope. Two statements."""
    found = {sort.name: _pairs(_rows(session, sort, assessment_id), sort) for sort in SORTS}
    return Lines(found["questions"], found["results"])


def check(lines: Lines) -> None:
    """Raises DomainError naming a line (`questions-2`) without a question or kind, or one too long."""
    for sort in SORTS:
        for number, (first, second) in enumerate(lines.of(sort)):
            if second and not first:
                raise DomainError(f"{sort.name}-{number}", sort.missing)
            for column, text in ((sort.first, first), (sort.second, second)):
                most = sort.longest(column)
                if len(text) > most:
                    raise DomainError(f"{sort.name}-{number}", f"Say it in at most {most} characters")


def write(session: Session, actor: Actor, assessment: Assessment, lines: Lines, clock: Clock) -> None:
    """Make the rows of an assessment say what the lines say, each in its place. Flushes."""
    for sort in SORTS:
        rows = _rows(session, sort, assessment.id)
        for number, (row, pair) in enumerate(zip_longest(rows, lines.of(sort), fillvalue=None), start=1):
            _write_line(session, actor, assessment, sort, row, pair or BLANK, number, clock)
    session.flush()


def in_trail(lines: Lines) -> dict[str, Any]:
    """The lines as they stand in the audit trail."""
    found = {sort.name: [": ".join(pair) for pair in _filled(lines.of(sort))] for sort in SORTS}
    return {name: texts for name, texts in found.items() if texts}


def _write_line(
    session: Session, actor: Actor, assessment: Assessment, sort: Sort, row: Any, pair: Pair,
    number: int, clock: Clock,
) -> None:  # fmt: skip
    first, second = pair
    if row is None:
        if first:
            session.add(_new_row(session, actor, assessment, sort, pair, number, clock))
        return
    if (getattr(row, sort.first) or "", getattr(row, sort.second) or "") == pair:
        return
    if first:
        setattr(row, sort.first, first)
        setattr(row, sort.second, second or None)
    else:
        row.date_deleted = clock.stamp
    row_changes.touch(session, actor, assessment.data_source_id, row, clock)


def _new_row(
    session: Session, actor: Actor, assessment: Assessment, sort: Sort, pair: Pair, number: int,
    clock: Clock,
) -> Any:  # fmt: skip
    order = {"assessment_question_order": number} if sort is QUESTIONS else {}
    return sort.model(
        **entered.columns(session, actor, assessment.data_source_id, clock),
        **{sort.key: entered.new_identifier(), sort.first: pair[0], sort.second: pair[1] or None},
        **order,
        assessment_key=assessment.id,
        assessment_id=assessment.assessment_id,
        enrollment_key=assessment.enrollment_key,
        client_key=assessment.client_key,
        enrollment_id=assessment.enrollment_id,
        personal_id=assessment.personal_id,
    )


def _rows(session: Session, sort: Sort, assessment_id: int) -> list[Any]:
    model = sort.model
    query = select(model).where(model.assessment_key == assessment_id, model.date_deleted.is_(None))
    order = (model.assessment_question_order, model.id) if sort is QUESTIONS else (model.id,)
    return list(session.scalars(query.order_by(*order)))


def _pairs(rows: list[Any], sort: Sort) -> tuple[Pair, ...]:
    return tuple((getattr(row, sort.first) or "", getattr(row, sort.second) or "") for row in rows)


def _filled(pairs: tuple[Pair, ...]) -> list[Pair]:
    return [pair for pair in pairs if pair != BLANK]
