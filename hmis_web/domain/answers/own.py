"""The community's own questions among a stage's answers: they stand beside HUD's rows (decision 25)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hmis_web.domain.answers.findings import Finding
from hmis_web.domain.answers.rows import ONCE, STAGE_CODES
from hmis_web.domain.answers.writing import Writer
from hmis_web.domain.custom_fields.values import About, now, save, told
from hmis_web.standards.forms import Answers, Section
from hmis_web.standards.own_questions import OWN as SECTION
from hmis_web.standards.validation import Severity

__all__ = ["SECTION", "keep", "standing", "told", "unanswered"]


def unanswered(form: tuple[Section, ...], answers: Answers) -> Iterator[Finding]:
    """Questions that stood on the page, want an answer and got none: a complete form has them all. What no
    page asked is not missed."""
    for section in form:
        for question in section.questions:
            if question.is_required and question.key in answers and not _is_given(answers[question.key]):
                yield Finding("own", Severity.ERROR, question.key, "Answer this question")


def standing(writer: Writer, form: tuple[Section, ...], answers: Answers) -> dict[str, Any]:
    """{key: value} of what stands now in the questions that stood on the page."""
    asked = _asked(form)
    if not asked:
        return {}
    return {
        key: value
        for key, value in now(writer.session, _about(writer)).items()
        if key in asked & answers.keys()
    }


def keep(writer: Writer, form: tuple[Section, ...], answers: Answers) -> None:
    """Keep what was answered to the community's questions of this form; what was not on the page stays as it
    is. Raises StaleVersion. Flushes."""
    asked = _asked(form)
    given = {key: value if _is_given(value) else None for key, value in answers.items() if key in asked}
    save(writer.session, writer.actor, _about(writer), given, writer.clock)


def _asked(form: tuple[Section, ...]) -> set[str]:
    return {question.key for section in form if section.key == SECTION for question in section.questions}


def _about(writer: Writer) -> About:
    stay, stage = writer.stay, writer.stage
    return About(stay.client_key, stay.id, STAGE_CODES.get(stage), writer.on, once=stage in ONCE)


def _is_given(value: Any) -> bool:
    return value not in (None, "", ())
