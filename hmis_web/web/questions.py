"""HUD's questions on a page: reading what was posted, and what components/question.html draws.

Names in a form are `<prefix><key>`; a prefix tells the members of a household apart (`m12-`). A section whose
earlier answers still hold is confirmed by one tick, `<prefix>same.<section>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import request
from flask_babel import gettext as _

from hmis_web.domain.answers.findings import Finding
from hmis_web.domain.answers.reading import Prior
from hmis_web.standards.forms import Answers, Question, Section, options, shown
from hmis_web.standards.own_questions import is_own

DATES = ("%Y-%m-%d", "%m/%d/%Y")
LARGEST = Decimal(1_000_000_000)
MOST_DIGITS = 9
TEXT_LENGTH = 500


class Posted(dict[str, Any]):
    """Answers of a posted form; `typed` holds what could not be read, as it was typed."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: dict[str, str] = {}


def read_form(
    sections: tuple[Section, ...],
    prefix: str = "",
    *,
    prior: Mapping[str, Prior] | None = None,
    stored: Answers | None = None,
    fields: Any = None,
) -> tuple[Posted, dict[str, str]]:
    """(answers, {key: message}) of the questions of a form: typed values, and what could not be read. Codes
    that are not offered are refused; what is hidden is no fault. With `prior`, a section that was confirmed
    takes the earlier answers for what was left blank. A retired code is taken where it is `stored` or was
    the earlier answer. A community's own question that was left blank is answered with None: it stood on the
    page. `fields` are the posted ones, or those of a draft."""
    source = request.form if fields is None else fields
    answers, errors = Posted(), {}
    for section in sections:
        same = bool(prior) and f"{prefix}same.{section.key}" in source
        for question in section.questions:
            if question.is_computed:
                continue
            before = (prior or {}).get(question.key)
            if question.kind == "several":
                chosen = tuple(source.getlist(prefix + question.key))
                answers[question.key] = chosen or (before.value if same and before else None)
                continue
            text = source.get(prefix + question.key, "").strip()
            try:
                value = _value(question, text)
            except ValueError as error:
                errors[question.key] = str(error)
                answers.typed[question.key] = text
                continue
            if same and not text and before is not None:
                value = before.value
            if value is not None or is_own(question.key):
                answers[question.key] = value
    errors |= {
        question.key: _("Choose one of the answers offered")
        for section in sections
        for question in section.questions
        if not _is_offered(question, answers, _standing(question.key, prior, stored))
    }
    visible = {question.key for section in shown(sections, answers) for question in section.questions}
    return answers, {key: message for key, message in errors.items() if key in visible}


def messages(findings: tuple[Finding, ...]) -> dict[str, str]:
    """{key: message} of what blocks, the first of each question."""
    found: dict[str, str] = {}
    for finding in findings:
        if finding.blocks:
            found.setdefault(finding.key, finding.message)
    return found


def notices(findings: tuple[Finding, ...]) -> dict[str, str]:
    """{key: message} of what is only noted, the first of each question."""
    found: dict[str, str] = {}
    for finding in findings:
        if not finding.blocks:
            found.setdefault(finding.key, finding.message)
    return found


def anchor(prefix: str, key: str) -> str:
    """The id of a question's control."""
    return f"q-{prefix}{key}".replace(".", "-")


def _value(question: Question, text: str) -> Any:
    """An answer, typed; None for none. Raises ValueError saying what to enter."""
    if question.kind == "yes_no":
        return int(bool(text))
    if not text:
        return None
    match question.kind:
        case "choice":
            return text if question.column.kind == "S" else _code(text)
        case "date":
            return _date(text)
        case "money":
            return _money(text)
        case "number":
            return _number(text)
    return _text(text, question.column.max_length or TEXT_LENGTH)


def _code(text: str) -> int:
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise ValueError(_("Choose one of the answers offered"))
    return int(text)


def _date(text: str) -> date:
    for form in DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
    raise ValueError(_("Enter a date such as 11/03/2026"))


def _money(text: str) -> Decimal:
    try:
        amount = Decimal(text.replace("$", "").replace(",", "").strip())
        whole = amount == amount.quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise ValueError(_("Enter an amount in dollars, such as 450.00")) from error
    if not whole or abs(amount) >= LARGEST:
        raise ValueError(_("Enter an amount in dollars and cents, such as 450.00"))
    return amount.quantize(Decimal("0.01"))


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise ValueError(_("Enter a whole number"))
    return int(text)


def _text(text: str, length: int) -> str:
    if len(text) > length:
        raise ValueError(_("Say it in at most %(count)s characters", count=length))
    return text


def _standing(key: str, prior: Mapping[str, Prior] | None, stored: Answers | None) -> tuple[Any, ...]:
    """What stands already as the answer to a question, and what was answered before."""
    before = (prior or {}).get(key)
    return ((stored or {}).get(key), None if before is None else before.value)


def _is_offered(question: Question, answers: Answers, standing: tuple[Any, ...]) -> bool:
    """Whether an answer is in its list; a retired code only where it stands already."""
    value = answers.get(question.key)
    if question.kind not in ("choice", "several") or value is None or value in standing:
        return True
    others = {key: given for key, given in answers.items() if key != question.key}
    offered = {code.value for code in (question.codes or options(question, others))}
    return offered >= (set(value) if question.kind == "several" else {str(value)})
