"""The first page after signing in."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import signed_in
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.home import bp, presenters
from hmis_web.domain import clients, enrollments
from hmis_web.web.state import actor, read_session, today

LATELY = timedelta(days=7)


@bp.route("/")
@signed_in
def home() -> ResponseReturnValue:
    """What this person needs first."""
    session, person, day = read_session(), actor(), today()
    recent = clients.recently_opened(session, person, day) if person.may(Permission.CLIENT_SEARCH) else []
    sees_stays = person.may(Permission.ENROLLMENT_READ)
    entered = enrollments.entered_since(session, person, day - LATELY) if sees_stays else None
    return render_template("home/home.html", **presenters.home_page(person, day, recent, entered, []))
