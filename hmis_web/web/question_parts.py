"""What components/question.html draws: every question of a form, ready for the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hmis_web import standards
from hmis_web.domain.answers.reading import Prior
from hmis_web.standards.codes import NoYes
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.forms import Answers, Question, Section, opening_keys, options
from hmis_web.web.filters import dollars, hud_date
from hmis_web.web.questions import anchor

OPEN_UP_TO = 6
"""As many answers stand open as radio buttons; more fold into a list."""
SHORT_LABEL = 32
TICKS = {
    "demographics": _l("Race and ethnicity"),
    "income": _l("Which sources?"),
    "benefits": _l("Which benefits?"),
    "insurance": _l("Which insurance?"),
    "counseling": _l("Which kinds of counseling?"),
    "aftercare": _l("How was it given?"),
}
"""What stands above tick boxes that belong together, by section."""
GROUPS = {
    "homeless": _l("Homeless situations"),
    "institutional": _l("Institutional situations"),
    "temporary": _l("Temporary housing"),
    "permanent": _l("Permanent housing"),
    "other": _l("Other"),
}
"""How list 3.12.1 is grouped."""
STAGES = {
    CollectionPoint.ENTRY: _l("at entry"),
    CollectionPoint.UPDATE: _l("in an update"),
    CollectionPoint.ANNUAL: _l("at the annual assessment"),
    CollectionPoint.EXIT: _l("at exit"),
    CollectionPoint.POST_EXIT: _l("after exit"),
}


def register(app: Flask) -> None:
    """Give templates what the component asks for."""
    app.jinja_env.globals["question_parts"] = parts


def parts(
    sections: tuple[Section, ...],
    answers: Answers,
    prior: Mapping[str, Prior] | None = None,
    errors: Mapping[str, str] | None = None,
    prefix: str = "",
    notices: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """The sections of a form, each with its questions as the page shows them: ticks that belong together in
    one group, with what they open beside them."""
    page = _Page(answers, prior or {}, errors or {}, notices or {}, prefix)
    return [
        {
            "key": section.key,
            "title": section.title,
            "id": anchor(prefix, f"section.{section.key}"),
            "same_name": f"{prefix}same.{section.key}" if page.has_prior(section) else "",
            "same_since": page.prior_day(section),
            "items": page.items(section),
        }
        for section in sections
        if section.questions
    ]


def in_words(question: Question, value: Any) -> str:
    """An answer as a person would say it; empty for none."""
    if value is None:
        return ""
    if question.kind == "yes_no":
        return _("Yes") if value == NoYes.YES else _("No")
    if isinstance(value, date):
        return hud_date(value)
    if isinstance(value, Decimal):
        return dollars(value)
    offered = options(question, {question.key: value})
    if question.kind == "several":
        return ", ".join(code.label for code in offered if code.value in value)
    if question.kind != "choice":
        return str(value)
    found = next((code.label for code in offered if code.value == str(value)), None)
    return found or (standards.label(question.list_id, value) if question.list_id else str(value))


class _Page:
    """One person's form while it is drawn."""

    def __init__(
        self,
        answers: Answers,
        prior: Mapping[str, Prior],
        errors: Mapping[str, str],
        notices: Mapping[str, str],
        prefix: str,
    ) -> None:
        self.answers, self.prior, self.errors, self.notices = answers, prior, errors, notices
        self.typed: Mapping[str, str] = getattr(answers, "typed", {})
        self.prefix = prefix

    def has_prior(self, section: Section) -> bool:
        return any(question.key in self.prior for question in section.questions)

    def prior_day(self, section: Section) -> str:
        days = [self.prior[each.key].on for each in section.questions if each.key in self.prior]
        return hud_date(max(days, default=None))

    def items(self, section: Section) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for question in section.questions:
            tick = made[-1]["ticks"][-1] if made and made[-1]["kind"] == "ticks" else None
            if question.kind == "yes_no":
                if tick is None:
                    made.append(self._ticks(section, question))
                made[-1]["ticks"].append(self._tick(question))
            elif tick is not None and question.shown_if and tick["attribute"] in question.shown_if.split():
                tick["inner"].append(_beside(self._field(question)))
            else:
                made.append(self._field(question))
        return made

    def _ticks(self, section: Section, first: Question) -> dict[str, Any]:
        return {
            "kind": "ticks",
            "id": anchor(self.prefix, f"ticks.{first.key}"),
            "legend": str(TICKS.get(section.key, section.title)),
            "element": first.element,
            "ticks": [],
        }

    def _tick(self, question: Question) -> dict[str, Any]:
        return self._field(question) | {
            "attribute": question.column.attribute,
            "checked": self.answers.get(question.key) == NoYes.YES,
            "inner": [],
        }

    def _field(self, question: Question) -> dict[str, Any]:
        choices = self._choices(question)
        kind = "computed" if question.is_computed else question.kind
        if kind == "choice":
            is_open = len(choices) <= OPEN_UP_TO and not any(each["group"] for each in choices)
            kind = "radios" if is_open and not question.codes else "select"  # a list can be emptied again
        key, before = question.key, self.prior.get(question.key)
        if before is not None and question.kind == "yes_no" and before.value != NoYes.YES:
            before = None  # a tick that was not made is nothing to tell
        return {
            "kind": kind,
            "id": anchor(self.prefix, key),
            "name": self.prefix + key,
            "label": question.label,
            "label_of": "",
            "hint": question.hint,
            "element": question.element,
            "required": question.is_required,
            "value": self._text(question),
            "error": self.errors.get(key, ""),
            "notice": self.notices.get(key, ""),
            "before": "" if before is None else in_words(question, before.value),
            "before_when": "" if before is None else _when(before),
            "choices": [each for each in choices if not each["is_reason"]],
            "reasons": [each for each in choices if each["is_reason"]],
            "groups": _grouped(choices),
            "across": all(len(each["label"]) <= SHORT_LABEL for each in choices),
            "opens": question.key in opening_keys(),
        }

    def _text(self, question: Question) -> str:
        value = self.answers.get(question.key)
        if question.key in self.typed:
            return self.typed[question.key]
        if question.is_computed:
            return in_words(question, value)
        if isinstance(value, date):
            return value.isoformat()
        return "" if value is None else str(value)

    def _choices(self, question: Question) -> list[dict[str, Any]]:
        if question.kind not in ("choice", "several") or question.is_computed:
            return []
        answer = self.answers.get(question.key, "")
        chosen = answer if question.kind == "several" else (str(answer),)
        return [
            {
                "value": code.value,
                "label": code.label,
                "checked": code.value in (chosen or ()),
                "group": str(GROUPS.get(code.group, "")) if question.list_id == "3.12.1" else "",
                "is_reason": code.value in ("8", "9", "99"),
            }
            for code in options(question, self.answers)
        ]


def _beside(item: dict[str, Any]) -> dict[str, Any]:
    """A field beside the tick that opens it: what the tick says already is not shown twice (`Earned income,
    a month`)."""
    first, comma, rest = item["label"].rpartition(", ")
    return item | {"label": rest, "label_of": first + comma.strip()} if item["kind"] == "money" else item


def _grouped(choices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"label": label, "choices": list(each)}
        for label, each in groupby(choices, key=lambda choice: choice["group"])
    ]


def _when(before: Prior) -> str:
    return f"{hud_date(before.on)}, {STAGES[before.stage]}"
