"""The pages of coordinated entry: what was recorded, and the lines of an assessment's form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import stay_pages
from hmis_web.domain.assessment_lines import BLANK, QUESTIONS, RESULTS, SORTS, Lines
from hmis_web.domain.coordinated_entry import Recorded
from hmis_web.domain.coordinated_entry_rules import ASSESSMENT, EVENT, Kind
from hmis_web.domain.enrollments import Stay
from hmis_web.standards.forms import questions_by_key
from hmis_web.web.links import may_open
from hmis_web.web.question_conflict import Difference
from hmis_web.web.question_parts import in_words
from hmis_web.web.questions import anchor

FEWEST, MORE = 3, 3
TITLES = {
    (ASSESSMENT.name, True): _l("Record a coordinated entry assessment"),
    (ASSESSMENT.name, False): _l("Change a coordinated entry assessment"),
    (EVENT.name, True): _l("Record a coordinated entry event"),
    (EVENT.name, False): _l("Change a coordinated entry event"),
}
LINES: dict[str, tuple[Any, Any, Any]] = {
    QUESTIONS.name: (_l("Questions and answers"), _l("Question"), _l("Answer")),
    RESULTS.name: (_l("Results"), _l("Kind of result"), _l("Result")),
}
"""{sort of lines: (title, label of the first part, of the second)}."""


def ce_list(
    actor: Actor, stay: Stay, assessments: list[Recorded], events: list[Recorded], *, asked: bool
) -> dict[str, Any]:
    """The context of intake/ce_list.html."""
    return {
        "assessments": [_assessment(actor, stay, each) for each in assessments],
        "events": [_event(actor, stay, each) for each in events],
        "shows_answers": actor.may(Permission.ASSESSMENT_READ),
        "new_assessment_url": _opened(actor, stay, "intake.ce_assessment_new") if asked else "",
        "new_event_url": _opened(actor, stay, "intake.ce_event_new") if asked else "",
    }


def title(kind: Kind, *, is_new: bool) -> str:
    """The title of a form."""
    return str(TITLES[kind.name, is_new])


def line_groups(
    lines: Lines, errors: Mapping[str, str], *, is_posted: bool, wants_more: bool
) -> list[dict[str, Any]]:
    """The lines as the form shows them: a few to fill in at the start, a few more when asked."""
    groups = []
    for sort in SORTS:
        heading, first, second = LINES[sort.name]
        pairs = list(lines.of(sort))
        before = len(pairs)
        if not is_posted:
            pairs += [BLANK] * max(FEWEST - before, 1)
        elif wants_more:
            pairs += [BLANK] * MORE
        groups.append(
            {
                "key": sort.name,
                "title": str(heading),
                "element": "4.19.5" if sort is QUESTIONS else "4.19.6",
                "first": str(first),
                "second": str(second),
                "first_most": sort.longest(sort.first),
                "second_most": sort.longest(sort.second),
                "lines": [
                    {
                        "number": number + 1,
                        "id": anchor("", f"{sort.name}-{number}"),
                        "name": f"{sort.name}-{number}",
                        "first": pair[0],
                        "second": pair[1],
                        "error": errors.get(f"{sort.name}-{number}", ""),
                        "takes_focus": wants_more and sort is QUESTIONS and number == before,
                    }
                    for number, pair in enumerate(pairs)
                ],
            }
        )
    return groups


def line_differences(saved: Lines, typed: Lines) -> list[Difference]:
    """The lines that differ, for the page with both values."""
    found = []
    for sort in SORTS:
        theirs, yours = (
            "; ".join(": ".join(part for part in pair if part) for pair in each.of(sort) if pair != BLANK)
            for each in (saved, typed)
        )
        if theirs != yours:
            found.append((str(LINES[sort.name][0]), theirs, yours))
    return found


def _assessment(actor: Actor, stay: Stay, each: Recorded) -> dict[str, Any]:
    return {
        "on": each.on,
        "how": _answer(each, "assessment.assessment_type"),
        "what": _answer(each, "assessment.assessment_level"),
        "where": _answer(each, "assessment.assessment_location"),
        "list_status": _answer(each, "assessment.prioritization_status"),
        "url": _opened(actor, stay, "intake.ce_assessment_edit", assessment_id=each.id),
    }


def _event(actor: Actor, stay: Stay, each: Recorded) -> dict[str, Any]:
    labeled = [
        (_("Housed in a safe alternative: %%(answer)s"), "event.prob_sol_div_rr_result"),
        (_("Enrolled in aftercare: %%(answer)s"), "event.referral_case_manage_after"),
        ("%(answer)s", "event.location_crisis_or_ph_housing"),
        ("%(answer)s", "event.referral_result"),
        ("%(answer)s", "event.result_date"),
    ]
    told = [(words, _answer(each, key)) for words, key in labeled]
    return {
        "on": each.on,
        "what": _answer(each, "event.event"),
        "more": " · ".join(words % {"answer": answer} for words, answer in told if answer),
        "url": _opened(actor, stay, "intake.ce_event_edit", event_id=each.id),
    }


def _answer(each: Recorded, key: str) -> str:
    return in_words(questions_by_key()[key], each.answers[key]) if key in each.answers else ""


def _opened(actor: Actor, stay: Stay, endpoint: str, **more: int) -> str:
    return stay_pages.address(endpoint, stay, **more) if may_open(actor, endpoint) else ""
