"""The questions that forms are made of: words, kind of answer, codes to offer, where the answer stands.

Source: HMIS Data Standards FY2026, the fields of each element, in words of our own; loaded from
`fy2026/questions.csv`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from hmis_web.standards import lists
from hmis_web.standards.elements import element
from hmis_web.standards.schema import HudColumn, file, read_table

Answers = Mapping[str, Any]
"""{question's key: typed value}: int for a code or number, Decimal, date, str; a VA station is a str."""

SECTIONS = {
    "identity": "Name, birth, Social Security number",
    "demographics": "Race, ethnicity and sex",
    "veteran": "Military service",
    "stay": "The stay",
    "prior_living": "Where the client lived before",
    "destination": "Where the client goes",
    "leaving": "How the stay ended",
    "disability": "Disabilities and health conditions",
    "hiv": "HIV/AIDS: treatment and help",
    "income": "Income",
    "benefits": "Non-cash benefits",
    "insurance": "Health insurance",
    "domestic_violence": "Domestic violence",
    "health": "Health",
    "education": "School and work",
    "youth": "Youth",
    "family": "The family's critical issues",
    "veteran_programs": "Veterans' programs",
    "targeting": "Prevention targeting screen",
    "counseling": "Counseling",
    "safe_exit": "A safe exit",
    "exploitation": "Exploitation and trafficking",
    "aftercare": "Aftercare",
    "contact": "Current living situation",
    "engagement": "Engagement",
    "path_status": "PATH status",
    "move_in": "Moving in",
    "services": "Services",
    "coordinated_entry": "Coordinated entry assessment",
    "coordinated_entry_event": "Coordinated entry event",
}
"""{key: title} of a form's parts, in their order."""
CONTEXTS = {
    "enrollment.living_situation": "prior",
    "exit.destination": "destination",
    "current_living_situation.current_living_situation": "current",
}
"""Where list 3.12.1 is used, and as what."""
NOT_KNOWN = frozenset({8, 9, 99})
"""Codes that say why there is no answer."""


@dataclass(frozen=True)
class Question:
    """One question of a form and the column that keeps its answer."""

    key: str
    element: str
    column: HudColumn
    record: tuple[str, int] | None
    """(column, code) that marks its rows in a file shared by several elements."""
    section: str
    label: str
    hint: str
    kind: str
    """`choice`, `yes_no` (a tick: 0 or 1), `date`, `money`, `number`, `text`; a community's own may be
    `several`, a choice of any number."""
    list_id: str
    shown_if: str
    """Condition over other answers (`conditions.py`); empty when always."""
    codes: tuple[lists.Code, ...] = ()
    """What can be chosen, of a community's own question, which has no list of HUD's."""
    is_required: bool = False
    """Whether a form without an answer is not complete. Never of HUD's: there 99 is recorded."""

    @property
    def is_computed(self) -> bool:
        """Whether the answer is worked out and never typed."""
        return self.key in COMPUTED

    @property
    def prefix(self) -> str:
        """What the keys of its record begin with: `disabilities.5.`."""
        return self.key.rpartition(".")[0] + "."


@cache
def questions_by_key() -> Mapping[str, Question]:
    """{key: question} of the standard, in the order of the forms."""
    asked = [_question(row) for row in read_table("questions.csv")]
    order = list(SECTIONS)
    return {each.key: each for each in sorted(asked, key=lambda each: order.index(each.section))}


def options(question: Question, answers: Answers | None = None) -> tuple[lists.Code, ...]:
    """The codes to offer: those in use, in the context of the question, and the one that stands already, if
    it is retired. Some lists depend on another answer. HUD W5.A, W5.B, V2.A to V2.C."""
    answers = answers or {}
    if question.codes:
        return _own_options(question, answers)
    list_id = question.list_id or _list_by_answer(question, answers)
    if not list_id:
        return ()
    offered = lists.offered(list_id, CONTEXTS.get(question.key))
    if question.key == "exit.subsidy_information":
        new_home = answers.get("exit.housing_assessment") == 2
        offered = tuple(code for code in offered if (int(code.value) > 10) == new_home)
    stored = answers.get(question.key)
    if stored is None or any(code.value == str(stored) for code in offered):
        return offered
    return (*offered, lists.Code(str(stored), lists.label(list_id, stored), "", frozenset(), active=False))


def _own_options(question: Question, answers: Answers) -> tuple[lists.Code, ...]:
    chosen = answers.get(question.key) or ()
    standing = set(chosen) if question.kind == "several" else {chosen}
    return tuple(code for code in question.codes if code.active or code.value in standing)


def _list_by_answer(question: Question, answers: Answers) -> str:
    if question.record is None or question.kind != "choice":
        return ""
    type_provided = answers.get(f"{question.prefix}type_provided")
    return lists.list_for(question.column, question.record[1], type_provided) or ""


def under_threshold(situation: int | None, length: int | None) -> int | None:
    """Whether a stay before entry was a short one: under 90 days in an institution, under 7 days in other
    housing; None for other situations and when the length is not known. HUD 3.917.2A, 3.917.2B."""
    if situation is None or length is None or not 200 <= situation <= 499 or length in NOT_KNOWN:
        return None
    group = {code.value: code.group for code in lists.code_list("3.917.2").codes}.get(str(length), "")
    short = {"under 7 days", "under 90 days"} if situation < 300 else {"under 7 days"}
    return int(group in short)


def _threshold(answers: Answers) -> int | None:
    return under_threshold(
        answers.get("enrollment.living_situation"), answers.get("enrollment.length_of_stay")
    )


def _total_income(answers: Answers) -> Decimal:
    """The sum of the amounts of the sources named. HUD 4.02.18."""
    amounts = [answers.get(key) for key in income_amounts()]
    return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))


@cache
def income_amounts() -> tuple[str, ...]:
    """The keys of the monthly amounts by source. HUD 4.02.A to 4.02.O."""
    return tuple(
        key
        for key, question in questions_by_key().items()
        if question.element == "4.02" and question.kind == "money" and key not in COMPUTED
    )


def _question(row: dict[str, str]) -> Question:
    name, _, attribute = row["column"].partition(".")
    return Question(
        key=row["key"],
        element=row["element"],
        column=file(name).column(attribute),
        record=element(row["element"]).record,
        section=row["section"],
        label=row["label"],
        hint=row["hint"],
        kind=row["kind"],
        list_id=row["list"],
        shown_if=row["shown_if"],
    )


COMPUTED: dict[str, Callable[[Answers], Any]] = {
    "enrollment.los_under_threshold": _threshold,
    "income_benefits.total_monthly_income": _total_income,
}
"""Answers that are worked out from others."""
