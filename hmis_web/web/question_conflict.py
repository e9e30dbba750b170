"""Two people on one record of answers: the page that shows both, question by question (conventions 17)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hmis_web.standards.forms import Answers, Section, shown
from hmis_web.web.filters import hud_date
from hmis_web.web.question_parts import in_words

NOT_COLLECTED = 99
LEFT_OUT = {"csrf_token", "version", "next"}
Difference = tuple[str, str, str]
"""(question, what is saved now, what was typed), in words."""


def differences(
    sections: tuple[Section, ...], saved: Answers, typed: Answers, who: str = ""
) -> list[Difference]:
    """The questions whose answers differ, of those that either form shows; `who` says whose they are."""
    asked = {
        question.key: question
        for answers in (saved, typed)
        for section in shown(sections, answers)
        for question in section.questions
    }
    return [
        (
            f"{who}: {question.label}" if who else question.label,
            in_words(question, saved.get(key)),
            in_words(question, typed.get(key)),
        )
        for key, question in asked.items()
        if _plain(saved.get(key)) != _plain(typed.get(key))
    ]


def _plain(value: Any) -> Any:
    """An answer to compare: none is as good as data not collected, no tick as good as No."""
    return None if value in (NOT_COLLECTED, 0, "") else value


def dates(label: str, saved: date | None, typed: date | None) -> list[Difference]:
    """The same of a date that is no question of HUD's form."""
    return [] if saved == typed else [(label, hud_date(saved), hud_date(typed))]


def both(found: Iterable[Difference], versions: Iterable[tuple[str, int]], back_url: str) -> Response:
    """The page with both values. What was typed can be saved over it, by the versions as they are now:
    (name of the field, version). Answers 409."""
    versions = list(versions)
    left_out = LEFT_OUT | {name for name, _version in versions}
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in left_out]
    page = render_template(
        "errors/409.html",
        message=_("Somebody else has changed this since you opened the page."),
        conflicts=[{"label": label, "theirs": theirs, "yours": yours} for label, theirs, yours in found],
        fields=[*fields, *((name, str(version)) for name, version in versions)],
        post_url=request.path,
        back_url=back_url,
    )
    return make_response(page, 409)
