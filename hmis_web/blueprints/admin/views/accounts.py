"""Letting people in or not: accounts out of use and in again, locked, signed out, with a new password."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.admin import bp
from hmis_web.blueprints.admin.people_forms import WhyForm
from hmis_web.blueprints.admin.person_pages import A_PERSON, link_page, page_of, person_page, show_link
from hmis_web.db.errors import DomainError
from hmis_web.domain import account_changes, accounts, people
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, now, read_session, session
from hmis_web.web.step_up import recently_authenticated_for


@bp.route(f"{A_PERSON}/disable", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated_for("admin.person_show")
def person_disable(account_id: int) -> ResponseReturnValue:
    """Let nobody in with this account any more."""
    people.get_account(read_session(), actor(), account_id)
    form = WhyForm()
    if not form.validate():
        return person_page(account_id, [message for errors in form.errors.values() for message in errors])
    try:
        account_changes.disable_account(session(), actor(), account_id, form.why.data or "", now())
    except DomainError as error:
        return person_page(account_id, [error.message])
    say("good", _("Nobody can sign in with this account any more."))
    return see_other(page_of(account_id))


@bp.route(f"{A_PERSON}/enable", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated_for("admin.person_show")
def person_enable(account_id: int) -> ResponseReturnValue:
    """Take a disabled account into use again."""
    accounts.reactivate(session(), actor(), account_id, now())
    say("good", _("The account is in use again."))
    return see_other(page_of(account_id))


@bp.route(f"{A_PERSON}/unlock", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated_for("admin.person_show")
def person_unlock(account_id: int) -> ResponseReturnValue:
    """Let somebody try again after too many misses."""
    account_changes.unlock_account(session(), actor(), account_id)
    say("good", _("The account is unlocked."))
    return see_other(page_of(account_id))


@bp.route(f"{A_PERSON}/sign-out", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated_for("admin.person_show")
def person_sign_out(account_id: int) -> ResponseReturnValue:
    """End where somebody is signed in."""
    account_changes.end_sessions(session(), actor(), account_id, now())
    say("good", _("The person is signed out everywhere."))
    return see_other(page_of(account_id))


@bp.route(f"{A_PERSON}/administrator", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated_for("admin.person_show")
def person_administrator(account_id: int) -> ResponseReturnValue:
    """Make somebody a system administrator, or none any more."""
    is_one = request.form.get("is_one") == "yes"
    try:
        account_changes.set_administrator(session(), actor(), account_id, now(), is_one=is_one)
    except DomainError as error:
        return person_page(account_id, [error.message])
    say("good", _("Saved. The person signs in again."))
    return see_other(page_of(account_id))


@bp.route(f"{A_PERSON}/link", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated_for("admin.person_show")
def person_link(account_id: int) -> ResponseReturnValue:
    """A one-time link for a new password. It stands in this answer alone, so there is no page to go on to."""
    account = people.get_account(read_session(), actor(), account_id)
    return link_page(account_id, account.display_name)


@bp.route(f"{A_PERSON}/second-factor", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated_for("admin.person_show")
def person_second_factor(account_id: int) -> ResponseReturnValue:
    """Forget the second factor of somebody who lost it, and with it the password; a link for a new one."""
    account = people.get_account(read_session(), actor(), account_id)
    token = accounts.reset_second_factor(session(), actor(), account_id, now())
    return show_link(token, account_id, account.display_name)
