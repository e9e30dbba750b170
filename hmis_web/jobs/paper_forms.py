"""Forms on paper, blank and filled in, drawn from the same definition as the screen's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from hmis_web import standards
from hmis_web.domain.clients import ClientCard
from hmis_web.exporting.pdf import render_pdf
from hmis_web.exporting.print_templates import day, print_css, render
from hmis_web.jobs.client_documents import Letter
from hmis_web.standards import spanish
from hmis_web.standards.forms import Section, shown
from hmis_web.standards.lists import Code
from hmis_web.standards.own_questions import is_own
from hmis_web.standards.paper import Item, paper_form
from hmis_web.standards.paper_words import GROUPS, Arrows, label
from hmis_web.standards.questions import Question

TITLES = {
    "entry": ("Intake form", "Formulario de ingreso"),
    "update": ("Update form", ""),
    "annual": ("Annual assessment form", ""),
    "exit": ("Exit form", ""),
    "post-exit": ("Post-exit form", ""),
}
"""{stage: what its form is called, in English and in Spanish}."""
SHORT = 30
"""Answers no longer than this stand side by side."""


@dataclass(frozen=True)
class FormSheet:
    """What a form is for: stage, program, whom it asks; the client of a filled one."""

    stage: str
    program: str
    about: str
    """`adult` or `child`; empty on a filled form."""
    language: str = "en"
    card: ClientCard | None = None
    on: date | None = None


def blank_pdf(sections: Iterable[Section], sheet: FormSheet, letter: Letter) -> bytes:
    """A blank form with boxes to tick, as a tagged PDF."""
    parts = paper_form(sections)
    arrows = Arrows.of(parts, sheet.language)
    context = {
        "title": _title(sheet),
        "program": sheet.program,
        "about": sheet.about,
        "asks_name": sheet.stage != "entry",
        "parts": [
            {
                "title": label(part.title, sheet.language),
                "items": [_item(item, arrows, sheet.language) for item in part.items],
            }
            for part in parts
        ],
    }
    return _paper("paper_form", context, letter, sheet.language)


def filled_pdf(
    sections: Sequence[Section], answers: Mapping[str, Any], sheet: FormSheet, letter: Letter
) -> bytes:
    """What was answered, for signature, as a tagged PDF: the questions that the answers leave open are there,
    those that they close are not."""
    card = sheet.card
    rows = [(section.title, _rows(section.questions, answers)) for section in shown(tuple(sections), answers)]
    context: dict[str, Any] = {
        "title": _title(sheet),
        "program": sheet.program,
        "name": card.name or "Name not known" if card else "",
        "number": card.record_number if card else "",
        "day": sheet.on,
        "parts": [{"title": title, "rows": told} for title, told in rows if told],
    }
    return _paper("filled_form", context, letter, "en")


def _paper(name: str, context: dict[str, Any], letter: Letter, language: str) -> bytes:
    html = render(f"intake/print/{name}.html", context | {"letter": letter.words(language)}, language)
    return render_pdf(html, print_css(language))


def _title(sheet: FormSheet) -> str:
    return TITLES[sheet.stage][sheet.language == "es"]


def _item(item: Item, arrows: Arrows, language: str) -> dict[str, Any]:
    words = _words(item.question, language)
    return {
        "number": item.number,
        "label": words[0],
        "hint": words[1],
        "kind": item.question.kind,
        "needs": arrows.needs(item.needs),
        "go_to": arrows.go_to(item),
        "groups": _groups(item.options, language),
        "short": all(len(code.label) <= SHORT for code in item.options),
        "fields": [{"label": _words(field, language)[0], "kind": field.kind} for field in item.fields],
    }


def _words(question: Question, language: str) -> tuple[str, str]:
    if language == "es" and not is_own(question.key):
        words = spanish.question(question.key)
        return words.label, words.hint
    return question.label, question.hint


def _groups(options: tuple[Code, ...], language: str) -> list[dict[str, Any]]:
    """The codes to tick, under the names of their groups where a list has them; "data not collected" is
    nobody's answer on paper."""
    kept = [code for code in options if code.value != "99"]
    return [
        {
            "title": GROUPS[group][language == "es"] if group in GROUPS and group != "other" else "",
            "options": [label(code.label, language) for code in codes],
        }
        for group, codes in groupby(kept, key=lambda code: code.group)
    ]


def _rows(question_rows: Iterable[Question], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and answer; of ticks those that were made alone."""
    return [
        (question.label, _answer(question, answers.get(question.key)))
        for question in question_rows
        if question.kind != "yes_no" or answers.get(question.key) == 1
    ]


def _own_labels(question: Question, value: Any) -> str:
    """What was chosen of a community's own answers, one or several."""
    words = {code.value: code.label for code in question.codes}
    chosen = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return ", ".join(words.get(str(each), str(each)) for each in chosen) or "–"


def _answer(question: Question, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if question.kind == "yes_no":
        return "Yes" if value == 1 else "No"
    if question.codes:
        return _own_labels(question, value)
    if question.kind == "choice":
        return standards.label(question.list_id, value) if question.list_id else str(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return f"${value:,.2f}"
    return str(value)
