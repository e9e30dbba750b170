"""A month of bed nights, for a household or one of it. HUD 4.14."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bed_night_presenters, bp, stay_pages
from hmis_web.blueprints.intake.stay_pages import STAY
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import bed_nights
from hmis_web.domain.bed_nights import Night, Outcome
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stay_members import StayMember
from hmis_web.standards.codes import ProjectType
from hmis_web.web.flash import say
from hmis_web.web.forms import BaseForm
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, read_session, session, today


@bp.route(f"{STAY}/bed-nights", methods=["GET", "POST"])
@requires(Permission.SERVICE_CREATE)
def bed_night_list(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """Tick the nights of a month. Several people may do so at once: only what was changed is saved."""
    stay = stay_pages.open_stay(client_id, enrollment_id)
    if stay.project_type != ProjectType.ES_NIGHT_BY_NIGHT:
        raise NotFound("bed nights")
    members = stay_pages.household(stay)
    stay_pages.member_of(stay, members)
    month, chosen, form = _month(stay), _chosen(members), BaseForm()
    standing = bed_nights.recorded(read_session(), [each.enrollment_id for each in chosen], month)
    ticked = standing
    if request.method == "POST":
        shown, ticked = _nights("shown", chosen, month), _nights("night", chosen, month)
        try:
            done = bed_nights.set_nights(session(), actor(), stay, chosen, shown, ticked, clock())
        except DomainError as error:
            form.refuse(error)
        else:
            _say(done)
            return see_other(request.full_path.rstrip("?"))
    return stay_pages.page(
        "intake/bed_night_list.html",
        stay,
        refused=bool(form.errors),
        form=form,
        **bed_night_presenters.month_page(actor(), stay, members, chosen, month, standing, ticked, today()),
    )


def _month(stay: Stay) -> date:
    """The month asked for; else the last one of the stay."""
    last = min(today(), stay.exit_date or today())
    try:
        year, number = (int(part) for part in request.args.get("month", "").split("-"))
        return min(date(year, number, 1), last.replace(day=1))
    except ValueError:
        return last.replace(day=1)


def _chosen(members: list[StayMember]) -> list[StayMember]:
    """Everybody, or the one asked for. Raises NotFound for somebody else."""
    who = request.args.get("who", "")
    found = [each for each in members if who in ("", str(each.enrollment_id))]
    if not found:
        raise NotFound("enrollment")
    return found


def _nights(name: str, chosen: list[StayMember], month: date) -> set[Night]:
    """The posted nights of the month, of those who stand on the page."""
    ids = {each.enrollment_id for each in chosen}
    days = {day.isoformat(): day for day in bed_nights.days_of(month)}
    found: set[Night] = set()
    for text in request.form.getlist(name):
        key, _colon, day = text.partition(":")
        if key.isdecimal() and len(key) < 10 and int(key) in ids and day in days:
            found.add((int(key), days[day]))
    return found


def _say(done: Outcome) -> None:
    parts: list[Any] = []
    if done.added:
        parts.append(ngettext("%(num)s night recorded", "%(num)s nights recorded", done.added))
    if done.removed:
        parts.append(ngettext("%(num)s night taken away", "%(num)s nights taken away", done.removed))
    say("good", f"{', '.join(parts)}." if parts else _("Nothing was changed."))
