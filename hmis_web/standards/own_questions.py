"""Questions that a community asks beside HUD's, in the shape of HUD's: what forms put them, to whom and when.

Facts only: which ones there are stands in the database (`domain/custom_fields`); a `Place` carries those that
it asks.
"""

from __future__ import annotations

from dataclasses import dataclass

from hmis_web.standards.elements import CollectionPoint, Person
from hmis_web.standards.lists import Code
from hmis_web.standards.questions import Question
from hmis_web.standards.schema import HudColumn

OWN = "own"
"""The section of a form that holds them, and the prefix of their keys."""
TITLE = "Your community's questions"
MOST_LETTERS = 500
TYPES = {"text": "S", "number": "I", "date": "D", "choice": "S", "several": "S"}
"""HUD's type of column by kind of question."""


@dataclass(frozen=True)
class OwnQuestion:
    """A question, the stages that ask it, and to whom: `everybody`, `adults`, `heads` or
    `adults_and_heads`."""

    question: Question
    stages: frozenset[CollectionPoint]
    who: str

    def is_put(self, stage: CollectionPoint, who: Person) -> bool:
        """Whether it is put to a person at a stage."""
        wanted = {
            "everybody": True,
            "adults": who.is_adult,
            "heads": who.is_hoh,
            "adults_and_heads": who.is_adult or who.is_hoh,
        }
        return stage in self.stages and wanted[self.who]


def own_question(
    field_id: int, kind: str, label: str, hint: str, codes: tuple[Code, ...], *, required: bool
) -> Question:
    """A question of the community's. `codes`: what can be chosen, retired ones too."""
    name = str(field_id)
    column = HudColumn(
        file="",
        position=0,
        name=name,
        attribute=name,
        kind=TYPES[kind],
        max_length=MOST_LETTERS if kind == "text" else None,
        nullable=True,
        code_list="",
        element="",
        is_key=False,
        parent=None,
        only_if="",
    )
    return Question(
        key=f"{OWN}.{name}",
        element="",
        column=column,
        record=None,
        section=OWN,
        label=label,
        hint=hint,
        kind=kind,
        list_id="",
        shown_if="",
        codes=codes,
        is_required=required,
    )


def is_own(key: str) -> bool:
    """Whether a key is that of a community's question."""
    return key.startswith(f"{OWN}.")
