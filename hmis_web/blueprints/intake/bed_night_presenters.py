"""The page of a month's bed nights. HUD 4.14."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import stay_pages
from hmis_web.domain import bed_nights
from hmis_web.domain.bed_nights import Night
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stay_members import StayMember
from hmis_web.web.presenters import name_of

SUNDAY = 6
WEEKS = Calendar(SUNDAY)


def month_page(
    actor: Actor,
    stay: Stay,
    members: list[StayMember],
    chosen: list[StayMember],
    month: date,
    standing: Collection[Night],
    ticked: Collection[Night],
    as_of: date,
) -> dict[str, Any]:
    """The context of intake/bed_night_list.html besides the form."""
    who = {"who": chosen[0].enrollment_id} if len(chosen) < len(members) else {}
    grid = _Grid(actor, chosen, standing, ticked, as_of)
    return {
        "month": f"{month:%B %Y}",
        "weekdays": [_("Sun"), _("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat")],
        "weeks": [
            [grid.cell(day) if day.month == month.month else None for day in week]
            for week in WEEKS.monthdatescalendar(month.year, month.month)
        ],
        "shown": [f"{key}:{night}" for key, night in sorted(standing)],
        "people": _people(stay, members, chosen, month),
        "earlier": _other_month(stay, chosen, month - timedelta(days=1), as_of, **who),
        "later": _other_month(stay, chosen, (month + timedelta(days=31)).replace(day=1), as_of, **who),
        "action": stay_pages.address("intake.bed_night_list", stay, month=f"{month:%Y-%m}", **who),
        "count": len(standing),
        "may_remove": actor.may(Permission.SERVICE_EDIT),
    }


class _Grid:
    """The days of a month, each with a tick for everybody who may have been there."""

    def __init__(
        self,
        actor: Actor,
        chosen: list[StayMember],
        standing: Collection[Night],
        ticked: Collection[Night],
        as_of: date,
    ) -> None:
        self.chosen, self.standing, self.ticked, self.as_of = chosen, standing, ticked, as_of
        self.may_remove = actor.may(Permission.SERVICE_EDIT)
        self.may_add_past = actor.may(Permission.SERVICE_CREATE_PAST)

    def cell(self, day: date) -> dict[str, Any]:
        """One day."""
        possible = [each for each in self.chosen if bed_nights.is_possible(each, day, self.as_of)]
        return {"day": day, "number": day.day, "ticks": [self._tick(each, day) for each in possible]}

    def _tick(self, member: StayMember, day: date) -> dict[str, Any]:
        night = (member.enrollment_id, day)
        stands, is_entry = night in self.standing, day == member.entry_date
        is_over = member.exit_date is not None and member.exit_date < self.as_of
        fixed = (stands and not self.may_remove) or (not stands and is_over and not self.may_add_past)
        return {
            "value": f"{member.enrollment_id}:{day}",
            "name": name_of(member.person).split()[0],
            "checked": night in self.ticked or is_entry,
            "is_entry": is_entry,
            "fixed": fixed,
            "sent": is_entry or (fixed and stands),
        }


def _people(
    stay: Stay, members: list[StayMember], chosen: list[StayMember], month: date
) -> list[dict[str, Any]]:
    if len(members) < 2:
        return []
    page, months = "intake.bed_night_list", f"{month:%Y-%m}"
    everybody = {
        "label": _("Everybody"),
        "url": stay_pages.address(page, stay, month=months),
        "current": len(chosen) == len(members),
        "count": None,
    }
    return [
        everybody,
        *(
            {
                "label": name_of(each.person),
                "url": stay_pages.address(page, stay, month=months, who=each.enrollment_id),
                "current": len(chosen) == 1 and chosen[0] is each,
                "count": None,
            }
            for each in members
        ),
    ]


def _other_month(
    stay: Stay, chosen: list[StayMember], day: date, as_of: date, **who: int
) -> dict[str, str] | None:
    """The link to another month; None when nobody was there by then."""
    days = bed_nights.days_of(day)
    if not any(bed_nights.is_possible(each, night, as_of) for each in chosen for night in days):
        return None
    url = stay_pages.address("intake.bed_night_list", stay, month=f"{day:%Y-%m}", **who)
    return {"label": f"{day:%B %Y}", "url": url}
