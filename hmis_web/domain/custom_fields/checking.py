"""What a field may say, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain.custom_fields.definitions import ASKED_AT, CLIENT, STAY, all_fields
from hmis_web.models import Project
from hmis_web.models.custom_field import WHO
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.lists import code_list

LONGEST_LABEL, LONGEST_HINT, LONGEST_OPTION, MOST_OPTIONS = 200, 300, 100, 60
PROJECT_TYPES = "2.02.6"


@dataclass(frozen=True)
class FieldRules:
    """What a field says from now on. `stages`, `project_types` and `project_keys` are about stays alone."""

    label: str
    hint: str = ""
    who: str = "everybody"
    stages: frozenset[CollectionPoint] = frozenset()
    project_types: frozenset[int] = frozenset()
    project_keys: frozenset[int] = frozenset()
    is_required: bool = False
    offered: frozenset[int] | None = None
    """Options that are offered; None: as it is. Others are retired."""
    new_options: tuple[str, ...] = field(default=())


def check(session: Session, subject: str, rules: FieldRules, *, but: int) -> None:
    """Raises NotFound for a project that isn't there, DomainError at "label", "hint", "who", "stages" or
    "project_types". `but`: the field that is changed."""
    label = plain(rules.label)
    if not label:
        raise DomainError("label", "Enter the question")
    if len(label) > LONGEST_LABEL:
        raise DomainError("label", f"Ask it in at most {LONGEST_LABEL} characters")
    if len(plain(rules.hint)) > LONGEST_HINT:
        raise DomainError("hint", f"Say it in at most {LONGEST_HINT} characters")
    free_label(session, label, but=but)
    if rules.who not in WHO:
        raise DomainError("who", "Choose who is asked")
    if subject == STAY and not rules.stages:
        raise DomainError("stages", "Tick at least one: without a stage nobody is ever asked")
    if not rules.stages <= set(ASKED_AT):
        raise DomainError("stages", "Choose from the stages offered")
    if subject == CLIENT and rules.who in ("heads", "adults_and_heads"):
        raise DomainError("who", "Only a stay has a head of household; choose everybody or adults")
    _check_places(session, rules)


def _check_places(session: Session, rules: FieldRules) -> None:
    if not rules.project_types <= code_list(PROJECT_TYPES).numbers:
        raise DomainError("project_types", "Choose from the types offered")
    if rules.project_keys:
        there = select(func.count()).where(Project.id.in_(rules.project_keys), Project.date_deleted.is_(None))
        if session.scalar(there) != len(rules.project_keys):
            raise NotFound("project")


def free_label(session: Session, label: str, *, but: int) -> None:
    """Raises DomainError("label") when another question in use says the same."""
    taken = {each.label.casefold() for each in all_fields(session) if each.id != but and not each.retired_at}
    if label.casefold() in taken:
        raise DomainError("label", "There is such a question already")


def plain(words: str) -> str:
    """Words without line breaks and repeated blanks."""
    return " ".join(words.split())
