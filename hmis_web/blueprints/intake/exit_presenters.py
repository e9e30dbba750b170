"""The pages of an exit: leaving, and opening again."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from hmis_web.blueprints.intake import record, stay_pages
from hmis_web.blueprints.intake.answer_entry import Typed, asked
from hmis_web.blueprints.intake.exit_entry import Entry
from hmis_web.blueprints.intake.exit_forms import relation_choices
from hmis_web.domain import exit_reversals
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stay_members import StayMember
from hmis_web.standards.forms import shown
from hmis_web.web.filters import hud_date
from hmis_web.web.presenters import age_text, name_of
from hmis_web.web.state import actor, now, read_session


def exit_page(entry: Entry) -> dict[str, Any]:
    """The context of intake/enrollment_exit.html."""
    by_id = {each.member.enrollment_id: each for each in entry.typed}
    return {
        "form": entry.form,
        "common": shown(entry.common, entry.answers),
        "answers": entry.answers,
        "errors": entry.errors,
        "members": [_line(member, by_id.get(member.enrollment_id)) for member in entry.members],
        "asked": [asked(each, is_only=len(entry.typed) == 1) for each in entry.typed if each.sections],
        "was_kept": any(each.was_kept for each in entry.typed),
        "hands_over": bool(entry.candidates),
        "relations": [
            {
                "id": member.enrollment_id,
                "name": name_of(member.person),
                "chosen": str(entry.relations[member.enrollment_id] or ""),
            }
            for member in entry.members
            if member.enrollment_id in entry.relations
        ],
        "relation_choices": relation_choices(),
        "paid_beyond": entry.paid_beyond,
        "is_single": len(entry.members) == 1,
        "cancel_url": stay_pages.home_of(entry.stay),
    }


def _line(member: StayMember, typed: Typed | None) -> dict[str, Any]:
    return {
        "id": member.enrollment_id,
        "name": name_of(member.person),
        "detail": " · ".join(
            part for part in (record.relation(member.relationship_to_hoh), age_text(member.person)) if part
        ),
        "gone": _("left on %(day)s", day=hud_date(member.exit_date)) if not member.is_open else "",
        "leaves": typed is not None,
        "differs": typed is not None and typed.differs,
        "differs_name": f"m{member.enrollment_id}-differs",
    }


def reopen_page(stay: Stay, form: Any, members: list[StayMember]) -> dict[str, Any]:
    """The context of intake/enrollment_reopen.html."""
    return {
        "form": form,
        "gone": [
            {"name": name_of(each.person), "day": each.exit_date} for each in members if not each.is_open
        ],
        "cancel_url": stay_pages.home_of(stay),
    }


def undo_offer(stay: Stay) -> dict[str, Any] | None:
    """What a stay's page offers to whoever exited it within a day: address, how many stay again, until
    when."""
    url = stay_pages.opened("intake.exit_undo", stay)
    found = exit_reversals.own_exit(read_session(), actor(), stay, now()) if url else None
    if found is None:
        return None
    return {"url": url, "count": len(found.enrollment_ids), "until": found.until}
