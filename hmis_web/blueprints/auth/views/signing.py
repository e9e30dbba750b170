"""Pages of signing in and out."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import public
from hmis_web.blueprints.auth import bp
from hmis_web.blueprints.auth.forms import SetUpForm, SignInForm
from hmis_web.db.errors import DatabaseBusy, DomainError, NotFound
from hmis_web.domain import accounts
from hmis_web.domain import sign_in as signing
from hmis_web.domain.audit import Act
from hmis_web.web.access_guard import forget, remember, safe_next
from hmis_web.web.htmx import see_other
from hmis_web.web.state import (
    at_gate,
    installation,
    note_act,
    now,
    origin,
    password_rules,
    present,
    session,
    today,
)
from hmis_web.web.transactions import commit_despite_refusal

REFUSED = "That user name and password don't fit, or the account is locked. Three misses lock it for a while."


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for name and password."""
    if present() and request.method == "GET":
        return see_other(url_for("home.home"))
    form = SignInForm(next=request.args.get("next", ""))
    if not form.validate_on_submit():
        return _sign_in_page(form, 422 if form.is_submitted() else 200)
    token = signing.sign_in(
        session(),
        form.username.data or "",
        form.password.data or "",
        installation().limits,
        now(),
        today(),
        origin(),
    )
    if token is None:
        commit_despite_refusal()
        form.password.errors = [REFUSED]
        return _sign_in_page(form, 422)
    remember(token)
    return see_other(safe_next(form.next.data))


@bp.route("/sign-out", methods=["POST"])
@public
def sign_out() -> ResponseReturnValue:
    """End the session and forget everything that the browser kept."""
    here = present() or at_gate()
    if here is not None:
        try:
            signing.sign_out(session(), here, now())
        except DatabaseBusy:
            # who leaves a shared computer must not have to wait: the cookie goes, the session idles out
            note_act(Act("session:end", "account", here.actor.account_id))
    forget()
    response = see_other(url_for("auth.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.route("/set-up/<string:token>", methods=["GET", "POST"])
@public
def set_up(token: str) -> ResponseReturnValue:
    """Choose a password with a one-time link."""
    try:
        account = accounts.account_of_link(session(), token, now())
    except NotFound:
        ways = {"sign_in_url": url_for("auth.sign_in"), "forgotten_url": url_for("auth.forgotten")}
        return render_template("auth/set_up_over.html", **ways), 404
    form = SetUpForm()
    if form.validate_on_submit():
        try:
            accounts.use_link(session(), token, form.password.data or "", now(), password_rules())
        except DomainError as error:
            form.password.errors = [error.message]
        else:
            return see_other(url_for("auth.sign_in"))
    status = 422 if form.is_submitted() else 200
    return render_template("auth/set_up.html", form=form, username=account.username), status


def _sign_in_page(form: SignInForm, status: int) -> ResponseReturnValue:
    return render_template(
        "auth/sign_in.html", form=form, notice="", forgotten_url=url_for("auth.forgotten")
    ), status
