"""The second factor: giving it, setting it up, and recovery codes (decision 8)."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.decorators import at_gate, signed_in
from hmis_web.blueprints.auth import bp
from hmis_web.blueprints.auth.forms import CodeForm, EmptyForm, PhoneForm
from hmis_web.db.errors import DomainError
from hmis_web.domain import confirming, own_account, second_factor, sessions
from hmis_web.domain.sessions import Present
from hmis_web.exporting.scan_codes import qr_code
from hmis_web.web import state
from hmis_web.web.access_guard import GATE_PAGES, renew, safe_next, to_gate_page
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import here, installation, keyring, now, origin, read_session, session
from hmis_web.web.step_up import recently_authenticated
from hmis_web.web.transactions import commit_despite_refusal

GATE_PAGES[sessions.SECOND_FACTOR] = "auth.second_factor_give"
GATE_PAGES[sessions.SET_UP] = "auth.second_factor_begin"


@bp.route("/second-factor", methods=["GET", "POST"])
@at_gate
def second_factor_give() -> ResponseReturnValue:
    """Ask for a code after the password."""
    waiting = state.at_gate()
    form = CodeForm(next=request.args.get("next", ""))
    if waiting is None or waiting.gate != sessions.SECOND_FACTOR:
        return to_gate_page(form.next.data)
    if not form.validate_on_submit():
        return _code_page(form, 422 if form.is_submitted() else 200)
    opened = confirming.give_code(
        session(), waiting, keyring(), form.code.data or "", origin(), installation().limits, now()
    )
    if opened is None:
        commit_despite_refusal()
        form.code.errors = [
            _("That code does not fit, or the account is locked. Three misses lock it for a while.")
        ]
        return _code_page(form, 422)
    token, kind = opened
    renew(token)
    if kind == confirming.RECOVERY:
        _warn_of_recovery(waiting)
    return see_other(safe_next(form.next.data))


@bp.route("/second-factor/set-up", methods=["GET", "POST"])
@at_gate
def second_factor_begin() -> ResponseReturnValue:
    """Set up a phone before anything else."""
    waiting = state.at_gate()
    form = PhoneForm(next=request.args.get("next", ""))
    if waiting is None or waiting.gate != sessions.SET_UP:
        return to_gate_page(form.next.data)
    return _set_up(waiting, form, "auth/second_factor_begin.html", safe_next(form.next.data))


@bp.route("/account/second-factor", methods=["GET", "POST"])
@signed_in
@recently_authenticated
def second_factor_change() -> ResponseReturnValue:
    """Set up a phone, or another one."""
    return _set_up(here(), PhoneForm(), "auth/second_factor_change.html", url_for("auth.account_show"))


@bp.route("/account/recovery-codes", methods=["GET", "POST"])
@signed_in
@recently_authenticated
def recovery_codes() -> ResponseReturnValue:
    """Make new recovery codes, which are on this one page and never again."""
    form = EmptyForm()
    if not confirming.needs_code(read_session(), here()):
        return see_other(url_for("auth.second_factor_change"))
    if not form.validate_on_submit():
        left = second_factor.recovery_codes_left(read_session(), here().actor.account_id or 0)
        return render_template("auth/recovery_codes_new.html", form=form, left=left)
    codes = second_factor.renew_recovery_codes(session(), here().actor, here().actor.account_id or 0)
    return _codes_page(codes, url_for("auth.account_show"))


def _set_up(who: Present, form: PhoneForm, template: str, onward: str) -> ResponseReturnValue:
    """Show a secret and take it into use with a first code. The secret travels sealed with the form, so that
    looking at the page changes nothing."""
    account = own_account.own(read_session(), who)
    username, replaces = account.username, second_factor.is_in_use(account)
    secret = second_factor.unseal(keyring(), who.session_id, form.sealed.data or "")
    if form.validate_on_submit() and secret is not None:
        try:
            token, codes = own_account.set_second_factor(
                session(), who, keyring(), secret, form.code.data or "", now()
            )
        except DomainError as error:
            form.code.errors = [error.message]
        else:
            renew(token)
            return _codes_page(codes, onward)
    if secret is None:
        secret = second_factor.new_secret()
        form.sealed.data = second_factor.seal(keyring(), who.session_id, secret)
    community = installation().settings.community_name
    page = render_template(
        template,
        form=form,
        code=qr_code(second_factor.address_for(secret, username, community)),
        secret=" ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        replaces=replaces,
    )
    return page, 422 if form.is_submitted() else 200


def _codes_page(codes: list[str], onward: str) -> ResponseReturnValue:
    """Not a redirect: what it shows is kept nowhere."""
    return render_template("auth/recovery_codes.html", codes=codes, onward=onward)


def _code_page(form: CodeForm, status: int) -> ResponseReturnValue:
    return render_template("auth/second_factor.html", form=form), status


def _warn_of_recovery(who: Present) -> None:
    left = second_factor.recovery_codes_left(session(), who.actor.account_id or 0)
    used = ngettext(
        "You signed in with a recovery code; %(num)s is left.",
        "You signed in with a recovery code; %(num)s are left.",
        left,
    )
    say("warn", f"{used} {_('If your phone is gone, set up another one under your account.')}")
