"""Acting for another agency of one's own."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import signed_in
from hmis_web.blueprints.auth import bp
from hmis_web.db.errors import NotFound
from hmis_web.domain import sign_in as signing
from hmis_web.web.htmx import see_other
from hmis_web.web.navigation import agency_choices
from hmis_web.web.state import actor, present, session, today


@bp.route("/agencies")
@signed_in
def agency_list() -> ResponseReturnValue:
    """The agencies that one may act for."""
    return render_template("auth/agency_list.html", choices=agency_choices(actor()))


@bp.route("/switch-agency", methods=["POST"])
@signed_in
def switch_agency() -> ResponseReturnValue:
    """Act for another agency of one's own. The first page follows: what stood here may not exist there."""
    here = present()
    wanted = request.form.get("organization_id", type=int)
    if here is None or wanted is None:
        raise NotFound("agency")
    if not signing.switch_agency(session(), here, wanted or None, today()):
        raise NotFound("agency")
    return see_other(url_for("home.home"))
