"""The arrows of a form on paper, in words: `If Yes, go to 13`, in English or Spanish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hmis_web.standards import lists, spanish
from hmis_web.standards.paper import Item, Needs, Part, Test
from hmis_web.standards.questions import CONTEXTS, Question, questions_by_key

FEW = 4
"""As many answers are named one by one; more by their group."""
GROUPS = {
    "homeless": ("Homeless situations", "Situaciones sin hogar"),
    "institutional": ("Institutional situations", "Instituciones"),
    "temporary": ("Temporary housing", "Vivienda temporal"),
    "permanent": ("Permanent housing", "Vivienda permanente"),
    "other": ("Other", "Otra situación"),
}
"""How list 3.12.1 is grouped: in English, in Spanish."""
SENTENCES = {
    "en": {
        "only": "Only if {}.",
        "is": "question {} is {}",
        "ticked": "question {} is ticked",
        "not ticked": "question {} is not ticked",
        "any": "question {} has an answer",
        "or": " or ",
        "and": " and ",
        "go": "If {}: go to {}. Otherwise: {}.",
        "on": "go to {}",
        "end": "the questions end here",
    },
    "es": {
        "only": "Solo si {}.",
        "is": "la pregunta {} es {}",
        "ticked": "la pregunta {} está marcada",
        "not ticked": "la pregunta {} no está marcada",
        "any": "la pregunta {} tiene respuesta",
        "or": " o ",
        "and": " y ",
        "go": "Si es {}: pase a la {}. Si no: {}.",
        "on": "pase a la {}",
        "end": "aquí terminan las preguntas",
    },
}


@dataclass(frozen=True)
class Arrows:
    """The words of one form in one language."""

    numbers: Mapping[str, int]
    """{question: its number}."""
    language: str

    @classmethod
    def of(cls, parts: Sequence[Part], language: str) -> Arrows:
        """For a whole form."""
        numbers = {item.question.key: item.number for part in parts for item in part.items}
        return cls(numbers, language)

    def needs(self, needs: Needs) -> str:
        """`Only if question 12 is Yes.`; empty for what is always asked."""
        if not needs.tests:
            return ""
        words = SENTENCES[self.language]
        return words["only"].format(words[needs.joined].join(self._test(test) for test in needs.tests))

    def go_to(self, item: Item) -> str:
        """`If Yes: go to 13. Otherwise: go to 18.`; empty without an arrow."""
        if item.go_to is None:
            return ""
        codes, then, otherwise = item.go_to
        words = SENTENCES[self.language]
        rest = words["on"].format(otherwise) if otherwise else words["end"]
        return words["go"].format(self._labels(item.question, codes), then, rest)

    def _test(self, test: Test) -> str:
        words, question = SENTENCES[self.language], questions_by_key()[test.key]
        number = str(self.numbers.get(test.key) or f"“{_label(question, self.language)}”")
        if test.codes is None:
            return words["any"].format(number)
        if question.kind == "yes_no":
            return words["ticked" if 1 in test.codes else "not ticked"].format(number)
        return words["is"].format(number, self._labels(question, test.codes))

    def _labels(self, question: Question, codes: Sequence[int]) -> str:
        offered = {int(code.value): code for code in _offered(question)}
        named = [offered[code] for code in codes if code in offered]
        if len(named) > FEW:
            groups = dict.fromkeys(code.group for code in named if code.group)
            texts = [GROUPS[group][self.language == "es"] for group in groups]
        else:
            texts = [label(code.label, self.language) for code in named]
        return SENTENCES[self.language]["or"].join(texts)


def label(text: str, language: str) -> str:
    """A code in a language."""
    return spanish.label(text) if language == "es" else text


def _label(question: Question, language: str) -> str:
    return spanish.question(question.key).label if language == "es" else question.label


def _offered(question: Question) -> tuple[lists.Code, ...]:
    return lists.offered(question.list_id, CONTEXTS.get(question.key)) if question.list_id else ()
