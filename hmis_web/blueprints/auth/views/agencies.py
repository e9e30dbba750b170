"""Acting for another agency of one's own."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import signed_in
from hmis_web.blueprints.auth import bp
from hmis_web.db.errors import NotFound
from hmis_web.domain import elsewhere
from hmis_web.domain import sign_in as signing
from hmis_web.web import drafts
from hmis_web.web.access_guard import safe_next
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.navigation import agency_choices
from hmis_web.web.state import actor, present, session, today


@bp.route("/agencies")
@signed_in
def agency_list() -> ResponseReturnValue:
    """The agencies that one may act for."""
    stood_on = safe_next(request.args.get("here"))
    return render_template("auth/agency_list.html", choices=agency_choices(actor()), stood_on=stood_on)


@bp.route("/switch-agency", methods=["POST"])
@signed_in
def switch_agency() -> ResponseReturnValue:
    """Act for another agency of one's own. `next` is the page to open then; otherwise the client stays open
    on whose page (`here`) one stands, when the other agency sees them."""
    who = present()
    wanted = request.form.get("organization_id", type=int)
    if who is None or wanted is None:
        raise NotFound("agency")
    if not signing.switch_agency(session(), who, wanted or None, today()):
        raise NotFound("agency")
    if "next" in request.form:
        return see_other(safe_next(request.form["next"]))
    client_id = drafts.numbers_of(request.form.get("here", "")).get("client_id")
    if client_id is None:
        return see_other(url_for("home.home"))
    if elsewhere.sees_client(session(), who.actor, wanted or None, client_id, today()):
        return see_other(url_for("intake.client_show", client_id=client_id))
    say("info", _("The agency you act for now does not see that client, so this is the first page."))
    return see_other(url_for("home.home"))
