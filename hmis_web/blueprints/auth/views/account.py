"""One's own account: what it says, password, e-mail, and where one is signed in."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import signed_in
from hmis_web.blueprints.auth import bp
from hmis_web.blueprints.auth.account_presenters import account_page, session_lines
from hmis_web.blueprints.auth.forms import EmailForm, PasswordForm
from hmis_web.db.errors import DomainError
from hmis_web.domain import accounts, acting, agreement, own_account, second_factor
from hmis_web.web.access_guard import renew
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import here, installation, now, password_rules, read_session, session, today
from hmis_web.web.step_up import recently_authenticated
from hmis_web.web.transactions import commit_despite_refusal


@bp.route("/account")
@signed_in
def account_show() -> ResponseReturnValue:
    """The account at a glance."""
    account = own_account.own(read_session(), here())
    page = account_page(
        account,
        acting.held(read_session(), account.id, today()),
        second_factor.recovery_codes_left(read_session(), account.id),
        agreement.signings(read_session(), account.id),
    )
    return render_template("auth/account_show.html", **page)


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def password_change() -> ResponseReturnValue:
    """Choose another password; the present one is asked."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            token = own_account.change_password(
                session(),
                here(),
                form.password.data or "",
                form.new_password.data or "",
                password_rules(),
                installation().limits,
                now(),
            )
        except DomainError as error:
            form.new_password.errors = [error.message]
        else:
            if token is not None:
                renew(token)
                say("good", _("Your password is changed. You are signed out everywhere else."))
                return see_other(url_for("auth.account_show"))
            commit_despite_refusal()
            form.password.errors = [
                _("That is not your password, or the account is locked. Three misses lock it for a while.")
            ]
    account = own_account.own(read_session(), here())
    page = render_template(
        "auth/password_change.html",
        form=form,
        username=account.username,
        least=accounts.least_length(account),
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/account/email", methods=["GET", "POST"])
@signed_in
@recently_authenticated
def email_change() -> ResponseReturnValue:
    """Another address at work."""
    account = own_account.own(read_session(), here())
    form = EmailForm(email=account.email or "", version=str(account.version))
    if form.validate_on_submit():
        mine = own_account.own(session(), here())
        try:
            version = int(form.version.data or "0")
            accounts.change_email(session(), here().actor, mine, form.email.data, version)
        except DomainError as error:
            form.email.errors = [error.message]
        else:
            say("good", _("Your address is changed."))
            return see_other(url_for("auth.account_show"))
    page = render_template("auth/email_change.html", form=form)
    return page, 422 if form.is_submitted() else 200


@bp.route("/account/sessions")
@signed_in
def session_list() -> ResponseReturnValue:
    """Where one is signed in, and the last sessions that ended."""
    found = own_account.sign_ins(read_session(), here(), installation().limits, now())
    return render_template(
        "auth/session_list.html",
        live=session_lines(found.live, here().session_id),
        ended=session_lines(found.ended, here().session_id),
    )


@bp.route("/account/sessions/<int:session_id>/end", methods=["POST"])
@signed_in
def session_end(session_id: int) -> ResponseReturnValue:
    """End another session of one's own."""
    own_account.end_other(session(), here(), session_id, now())
    say("good", _("That session is ended."))
    return see_other(url_for("auth.session_list"))
