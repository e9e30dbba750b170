"""The pages of what happens within a stay, and the links to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hmis_web.access.actor import Actor
from hmis_web.blueprints.intake import record, stay_pages
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.living_situations import Recorded
from hmis_web.domain.occurrence_forms import BED_NIGHT, ENGAGEMENT, MOVE_IN, PATH_STATUS, SITUATION
from hmis_web.domain.stay_members import StayMember, head_of
from hmis_web.standards.forms import questions_by_key
from hmis_web.web.filters import hud_date
from hmis_web.web.links import may_open
from hmis_web.web.presenters import name_of
from hmis_web.web.question_parts import in_words

TITLES = {
    ENGAGEMENT: _l("Date of engagement"),
    MOVE_IN: _l("Move-in date"),
    PATH_STATUS: _l("PATH status"),
    SITUATION: _l("Current living situations"),
    BED_NIGHT: _l("Bed nights"),
}
LINKS: tuple[tuple[str, str, dict[str, str]], ...] = (
    (MOVE_IN, "intake.occurrence_edit", {"occurrence": "move-in"}),
    (SITUATION, "intake.living_situation_list", {}),
    (ENGAGEMENT, "intake.occurrence_edit", {"occurrence": "engagement"}),
    (PATH_STATUS, "intake.occurrence_edit", {"occurrence": "path-status"}),
    (BED_NIGHT, "intake.bed_night_list", {}),
)
"""(element, endpoint, what its address takes besides)."""


def links(actor: Actor, stay: Stay, asked: Collection[str]) -> list[dict[str, str]]:
    """The occurrences that a stay is asked for, each with its page, as far as the role opens it."""
    return [
        {"label": str(TITLES[element]), "url": stay_pages.address(endpoint, stay, **more)}
        for element, endpoint, more in LINKS
        if element in asked and may_open(actor, endpoint)
    ]


def once_page(stay: Stay, element: str, members: list[StayMember]) -> dict[str, Any]:
    """The context of intake/occurrence_edit.html besides the form and its questions."""
    hints = {
        ENGAGEMENT: _(
            "The day on which a talk led to an assessment of needs or a plan. From then on, outreach "
            "projects are asked for complete answers."
        ),
        MOVE_IN: _(
            "The day on which the household got the keys. It stands once, on the record of the head of "
            "household; without a date nobody has moved in yet."
        ),
        PATH_STATUS: _("Whether the client was enrolled in PATH, and when that was decided."),
    }
    return {
        "heading": str(TITLES[element]),
        "hint": hints[element],
        "members": _covered(members) if element == MOVE_IN and len(members) > 1 else [],
        "cancel_url": stay_pages.home_of(stay),
    }


def _covered(members: Iterable[StayMember]) -> list[dict[str, str]]:
    """For whom the move-in date counts, and from when. HUD 3.20: who joins later moves in on the entry."""
    members = list(members)
    head = head_of(members)
    moved = head.move_in_date if head is not None else None
    return [
        {
            "name": name_of(member.person),
            "relation": record.relation(member.relationship_to_hoh),
            "when": _counts(member, moved),
        }
        for member in members
    ]


def _counts(member: StayMember, moved: Any) -> str:
    if moved is None:
        return _("not moved in")
    if member.exit_date is not None and member.exit_date < moved:
        return _("left before, on %(day)s", day=hud_date(member.exit_date))
    if member.entry_date is not None and member.entry_date > moved:
        return _("joined later: moved in on %(day)s", day=hud_date(member.entry_date))
    return _("moved in on %(day)s", day=hud_date(moved))


def situation_list(actor: Actor, stay: Stay, recorded: list[Recorded], *, is_asked: bool) -> dict[str, Any]:
    """The context of intake/living_situation_list.html."""
    may_edit = may_open(actor, "intake.living_situation_edit")
    return {
        "situations": [
            {
                "on": each.on,
                "where": _answer(each, "current_living_situation"),
                "more": _more(each),
                "url": stay_pages.address("intake.living_situation_edit", stay, situation_id=each.id)
                if may_edit
                else "",
            }
            for each in recorded
        ],
        "new_url": stay_pages.address("intake.living_situation_new", stay)
        if is_asked and may_open(actor, "intake.living_situation_new")
        else "",
        "is_asked": is_asked,
    }


def _answer(each: Recorded, name: str) -> str:
    key = f"current_living_situation.{name}"
    return in_words(questions_by_key()[key], each.answers.get(key))


def _more(each: Recorded) -> str:
    leaves = each.answers.get("current_living_situation.leave_situation14_days")
    parts = [
        _answer(each, "cls_subsidy_type"),
        _("has to leave within 14 days") if leaves == 1 else "",
        _answer(each, "location_details"),
        _answer(each, "verified_by"),
    ]
    return " · ".join(part for part in parts if part)
