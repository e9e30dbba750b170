"""The page of a stage's record."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from hmis_web.blueprints.intake import record, stay_pages
from hmis_web.blueprints.intake.answer_entry import asked
from hmis_web.blueprints.intake.record_entry import Entry
from hmis_web.blueprints.intake.record_forms import ANNUAL, POST_EXIT, TITLES, UPDATE
from hmis_web.domain.anniversaries import Anniversary
from hmis_web.domain.stay_members import StayMember
from hmis_web.web.filters import hud_date
from hmis_web.web.presenters import age_text, name_of


def record_page(entry: Entry, *, is_new: bool) -> dict[str, Any]:
    """The context of intake/record_edit.html."""
    chosen = {each.member.enrollment_id for each in entry.typed}
    return {
        "form": entry.form,
        "heading": str(TITLES[entry.stage]),
        "hint": " ".join(part for part in (_late(entry), _hint(entry)) if part),
        "outside": _outside(entry.anniversary, entry) if entry.stage is ANNUAL else "",
        "members": [_line(each, ticked=each.enrollment_id in chosen) for each in entry.members],
        "asked": [asked(each, is_only=len(entry.typed) == 1) for each in entry.typed if each.sections],
        "is_new": is_new,
        "cancel_url": stay_pages.home_of(entry.stay),
    }


def _late(entry: Entry) -> str:
    """What to say where something is entered about a stay that is over."""
    if entry.stage not in (UPDATE, ANNUAL) or entry.stay.exit_date is None:
        return ""
    return _(
        "This stay is over. What was learned while it lasted can still be entered, dated from %(first)s to "
        "%(last)s.",
        first=hud_date(entry.stay.entry_date),
        last=hud_date(entry.stay.exit_date),
    )


def _hint(entry: Entry) -> str:
    if entry.stage is ANNUAL and entry.anniversary is not None:
        each = entry.anniversary
        return _(
            "Anniversary %(number)s of the household's entry is %(day)s. The assessment counts when it is "
            "dated from %(first)s to %(last)s.",
            number=each.number,
            day=hud_date(each.day),
            first=hud_date(each.opens),
            last=hud_date(each.closes),
        )
    if entry.stage is POST_EXIT:
        return _("Aftercare is recorded for up to 180 days after the exit.")
    return _("Answer what has changed; what stays empty is not recorded.")


def _outside(each: Anniversary | None, entry: Entry) -> str:
    """What to say of a day outside the window. S097."""
    if each is None or each.holds(entry.on):
        return ""
    return _(
        "%(day)s is outside the window, so the APR counts this assessment as not collected. Save it with the "
        "day on which it was really done.",
        day=hud_date(entry.on),
    )


def _line(member: StayMember, *, ticked: bool) -> dict[str, Any]:
    parts = (record.relation(member.relationship_to_hoh), age_text(member.person))
    return {
        "id": member.enrollment_id,
        "name": name_of(member.person),
        "detail": " · ".join(part for part in parts if part),
        "ticked": ticked,
    }
