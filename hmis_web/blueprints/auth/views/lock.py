"""Locking the screen, unlocking it, and saying that one is still there (decision 8)."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex

from flask import current_app, g, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import at_gate, signed_in
from hmis_web.blueprints.auth import bp
from hmis_web.blueprints.auth.forms import UnlockForm
from hmis_web.db.errors import DatabaseBusy, NotFound
from hmis_web.domain import audit, sessions, unlocking
from hmis_web.domain.audit import Act
from hmis_web.domain.sessions import Present
from hmis_web.web import state
from hmis_web.web.access_guard import GATE_PAGES, lock_browser, renew, safe_next
from hmis_web.web.htmx import see_other
from hmis_web.web.state import installation, note_act, now, present, session
from hmis_web.web.transactions import commit_despite_refusal

GATE_PAGES[sessions.LOCKED] = "auth.unlock"
LONGEST_AGO = 86_400
"""Seconds; what a page says of an earlier time changes nothing."""


@bp.route("/lock", methods=["POST"])
@signed_in
def lock() -> ResponseReturnValue:
    """Lock the screen at once. Whoever leaves must not have to wait: while the database is busy, the cookie
    alone is locked."""
    here = _somebody()
    try:
        sessions.lock(session(), here.session_id, now())
        audit.record(session(), here.actor, "session:lock", "account", here.actor.account_id)
    except DatabaseBusy:
        note_act(Act("session:lock", "account", here.actor.account_id))
    lock_browser()
    return see_other(url_for("auth.unlock", next=safe_next(request.form.get("next"))))


@bp.route("/unlock", methods=["GET", "POST"])
@at_gate
def unlock() -> ResponseReturnValue:
    """Ask for the password, and nothing of what was on the screen."""
    waiting = state.at_gate()
    form = UnlockForm(next=request.args.get("next", ""))
    if waiting is None:
        return see_other(safe_next(form.next.data))
    if waiting.gate != sessions.LOCKED:
        return see_other(url_for(GATE_PAGES.get(waiting.gate, "auth.sign_in")))
    if not form.validate_on_submit():
        return _unlock_page(form, waiting, 422 if form.is_submitted() else 200)
    token = unlocking.unlock(session(), waiting, form.password.data or "", installation().limits, now())
    if token is None:
        commit_despite_refusal()
        form.password.errors = [
            _("That is not your password, or the account is locked. Three misses lock it for a while.")
        ]
        return _unlock_page(form, waiting, 422)
    renew(token)
    return see_other(safe_next(form.next.data))


@bp.route("/present", methods=["GET", "POST"])
@signed_in
def presence() -> ResponseReturnValue:
    """POST: somebody was at work so many seconds ago. Both answer how many seconds are left until the lock;
    asking (GET) is nobody at work."""
    here = _somebody()
    g.polling = True
    since = here.idle_since
    if request.method == "POST":
        ago = min(max(request.form.get("ago", 0, type=int), 0), LONGEST_AGO)
        since = max(since, now() - timedelta(seconds=ago))
        sessions.touch(session(), here.session_id, since)
    left = since + installation().limits.idle - now()
    return jsonify(left=max(0, int(left.total_seconds())), session=here.mark)


@bp.route("/turn")
@signed_in
def turn() -> ResponseReturnValue:
    """Asked for by every page in a browser without JavaScript: nothing but another cookie. Browsers give a
    page out of memory only while its cookies stay as they were, so Back asks the server."""
    g.polling = True
    response = make_response("", {"Content-Type": "text/css; charset=utf-8"})
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie("turn", token_hex(8), httponly=True, secure=secure, samesite="Lax")
    return response


def _unlock_page(form: UnlockForm, waiting: Present, status: int) -> ResponseReturnValue:
    """Messages wait until the person is back: they may tell what was done for whom."""
    page = render_template(
        "auth/unlock.html", form=form, person=waiting.actor.display_name, flash_messages=[]
    )
    return page, status


def _somebody() -> Present:
    here = present()
    if here is None:
        raise NotFound("session")
    return here
