"""What a community asks beside HUD's questions: every field as it is now, retired ones too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.db.errors import NotFound
from hmis_web.models import CustomField, CustomFieldVersion, CustomOption
from hmis_web.standards.elements import STAGES, CollectionPoint
from hmis_web.standards.lists import Code
from hmis_web.standards.own_questions import own_question
from hmis_web.standards.questions import Question

CLIENT, STAY = "client", "stay"
CHOOSING = frozenset({"choice", "several"})
"""Kinds that are answered by options."""
BY_CODE = {int(code): point for code, point in STAGES.items()}
"""Collection points by list 5.03.1."""
ASKED_AT = (CollectionPoint.ENTRY, CollectionPoint.UPDATE, CollectionPoint.ANNUAL, CollectionPoint.EXIT)
"""Stages that a community may ask at."""
_KNOWN = "custom_fields"
"""In a session's `info`: the fields, read once."""


@dataclass(frozen=True)
class OptionLine:
    """One answer to choose."""

    id: int
    label: str
    is_retired: bool

    @property
    def code(self) -> str:
        """How answers name it. No number, so that it is never taken for a code of HUD's (99)."""
        return f"o{self.id}"


@dataclass(frozen=True)
class FieldLine:
    """One field with the version in force."""

    id: int
    subject: str
    """`client` or `stay`."""
    kind: str
    version: int
    label: str
    hint: str
    who: str
    """`everybody`, `adults`, `heads`, `adults_and_heads`."""
    stages: frozenset[CollectionPoint]
    project_types: frozenset[int]
    """List 2.02.6; empty: all."""
    project_keys: frozenset[int]
    """Empty: all."""
    is_required: bool
    retired_at: datetime | None
    options: tuple[OptionLine, ...]

    @property
    def question(self) -> Question:
        """The field in the shape of HUD's questions."""
        codes = tuple(
            Code(each.code, each.label, "", frozenset(), active=not each.is_retired) for each in self.options
        )
        return own_question(self.id, self.kind, self.label, self.hint, codes, required=self.is_required)

    def is_asked_in(self, project_key: int, project_type: int | None) -> bool:
        """Whether it is for a project."""
        return (not self.project_types or project_type in self.project_types) and (
            not self.project_keys or project_key in self.project_keys
        )


def all_fields(session: Session) -> list[FieldLine]:
    """Every field in its order, those that are asked first. One statement, once a session."""
    if _KNOWN not in session.info:
        session.info[_KNOWN] = _read(session)
    known: list[FieldLine] = session.info[_KNOWN]
    return known


def asked_fields(session: Session, subject: str) -> list[FieldLine]:
    """The fields in use about clients or stays."""
    return [each for each in all_fields(session) if each.subject == subject and each.retired_at is None]


def get_field(session: Session, field_id: int) -> FieldLine:
    """One field. Raises NotFound."""
    found = next((each for each in all_fields(session) if each.id == field_id), None)
    if found is None:
        raise NotFound("custom field")
    return found


def forget(session: Session) -> None:
    """Read the fields again when they are asked for next: one of them was changed."""
    session.info.pop(_KNOWN, None)


def _read(session: Session) -> list[FieldLine]:
    version = CustomFieldVersion
    rows = session.execute(
        select(CustomField, version, CustomOption)
        .join(version, (version.field_id == CustomField.id) & (version.number == CustomField.version))
        .outerjoin(CustomOption, CustomOption.field_id == CustomField.id)
        .order_by(
            CustomField.retired_at.is_not(None),
            CustomField.position,
            CustomField.id,
            CustomOption.position,
            CustomOption.id,
        )
    ).all()
    options: dict[int, list[OptionLine]] = {}
    for field, _version, row in rows:
        own = options.setdefault(field.id, [])
        if row is not None:
            own.append(OptionLine(row.id, row.label, row.retired_at is not None))
    said = {field.id: (field, version) for field, version, _row in rows}
    return [_line(field, version, tuple(options[field.id])) for field, version in said.values()]


def _line(field: Any, said: Any, options: tuple[OptionLine, ...]) -> FieldLine:
    return FieldLine(
        id=field.id,
        subject=field.subject,
        kind=field.kind,
        version=field.version,
        label=said.label,
        hint=said.hint,
        who=said.who,
        stages=frozenset(BY_CODE[code] for code in json.loads(said.stages)),
        project_types=frozenset(json.loads(said.project_types)),
        project_keys=frozenset(json.loads(said.project_keys)),
        is_required=said.is_required,
        retired_at=field.retired_at,
        options=options,
    )
