"""Writing answers into the rows that keep them, as HUD wants them. HUD 5.01 to 5.08."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain import entered
from hmis_web.domain.answers.rows import ONCE, STAGE_CODES, RowKind, kinds_of
from hmis_web.domain.clock import Clock
from hmis_web.models import Enrollment, Exit
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.forms import Answers, Question, Section


@dataclass
class Writer:
    """Writes one form of one stay."""

    session: Session
    actor: Actor
    clock: Clock
    stay: Enrollment
    stage: CollectionPoint
    on: date

    def write(self, sections: tuple[Section, ...], answers: Answers, known: Answers) -> None:
        """Put the answers into their rows: a question of the form without an answer becomes blank, what is
        not on the form stays as it is. An update leaves no row where nothing was answered. Flushes."""
        questions = [question for section in sections for question in section.questions]
        for kind in kinds_of(questions):
            asked = [question for question in questions if question.prefix == kind.prefix]
            self._write_row(kind, asked, answers, known)
        self.session.flush()

    def _write_row(self, kind: RowKind, asked: list[Question], answers: Answers, known: Answers) -> None:
        values = {question.column.attribute: answers.get(question.key) for question in asked}
        row = self._row(kind)
        if row is None:
            if all(value is None for value in values.values()) and kind.model is not Exit:
                return
            row = self._new_row(kind)
            self.session.add(row)
        values |= _implied(kind, values, known)
        self._fill(row, values)

    def _row(self, kind: RowKind) -> Any:
        """The row that stands. Of a record that came twice by import the last one; the others are marked as
        deleted, since a stay has one at entry and one at exit (S096)."""
        if kind.model is Enrollment:
            return self.stay
        found = list(self.session.scalars(self._standing(kind)))
        for other in found[1:]:
            other.date_deleted = self.clock.stamp
            self._mark_changed(other)
        return found[0] if found else None

    def _standing(self, kind: RowKind) -> Any:
        model = kind.model
        query = select(model).where(model.enrollment_key == self.stay.id, model.date_deleted.is_(None))
        if kind.model is not Exit:
            query = query.where(model.data_collection_stage == STAGE_CODES[self.stage])
            for name, code in kind.marks.items():
                query = query.where(getattr(model, name) == code)
            if self.stage not in ONCE:
                query = query.where(model.information_date == self.on)
        return query.order_by(model.id.desc())

    def _new_row(self, kind: RowKind) -> Any:
        values = {
            **entered.columns(self.session, self.actor, self.stay.data_source_id, self.clock),
            kind.identifier: entered.new_identifier(),
            "enrollment_key": self.stay.id,
            "enrollment_id": self.stay.enrollment_id,
            "client_key": self.stay.client_key,
            "personal_id": self.stay.personal_id,
            **kind.marks,
        }
        if kind.model is not Exit:
            values["data_collection_stage"] = STAGE_CODES[self.stage]
        return kind.model(**values)

    def _fill(self, row: Any, values: Mapping[str, Any]) -> None:
        if isinstance(row, Exit):
            if self.stage is CollectionPoint.EXIT:
                values = {**values, "exit_date": self.on}
        elif not isinstance(row, Enrollment):
            values = {**values, "information_date": self.on}
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in changed.items():
            setattr(row, name, value)
        if changed and row.id is not None:
            self._mark_changed(row)

    def _mark_changed(self, row: Any) -> None:
        """Say who changed a row, and when. What a file once said of it no longer holds."""
        row.user_id = entered.ensure_hud_user(self.session, self.actor, row.data_source_id, self.clock)
        row.date_updated = self.clock.stamp
        row.edited_at = self.clock.now
        row.content_hash = None
        row.as_received = None
        row.version += 1


def _implied(kind: RowKind, values: Mapping[str, Any], known: Answers) -> dict[str, Any]:
    """What a row says besides: the questions about HIV/AIDS at an annual assessment follow the Yes of
    before. HUD W4, W6."""
    key = f"{kind.prefix}disability_response"
    if key not in known or "disability_response" in values or all(v is None for v in values.values()):
        return {}
    return {"disability_response": known[key]}
