"""People who use the system: finding them, adding and changing them, letting them in or not."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.admin import bp, people_presenters
from hmis_web.blueprints.admin.people_forms import (
    PersonEditForm,
    PersonForm,
    WhyForm,
    filter_form,
    person_form,
)
from hmis_web.db.errors import DomainError, StaleVersion
from hmis_web.domain import account_changes, accounts, acting, grants, holders, people, roles, training
from hmis_web.domain.grants import NewGrant
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, installation, now, read_session, session, today
from hmis_web.web.transactions import reads_only

A_PERSON = "/admin/people/<int:account_id>"


@bp.route("/admin/people", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_EDIT)
@reads_only
def person_list() -> ResponseReturnValue:
    """People; what is looked for is sent, so that no name stands in an address."""
    asked = request.form if request.method == "POST" else request.args
    form = filter_form(acting.all_agencies(read_session()), roles.all_roles(read_session()), asked)
    page = max(1, request.args.get("page", 1, type=int))
    per_page = people_presenters.PER_PAGE
    lines, total = people.find(
        read_session(), actor(), form.to_wanted(), now(), today(), per_page, (page - 1) * per_page
    )
    return render_template("admin/person_list.html", **people_presenters.list_page(lines, total, page, form))


@bp.route("/admin/people/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_EDIT)
def person_new() -> ResponseReturnValue:
    """Add a person, with the first role; then the link with which they choose a password."""
    form = person_form(acting.all_agencies(read_session()), roles.all_roles(read_session()))
    if form.validate_on_submit():
        try:
            account = accounts.create_account(
                session(),
                actor(),
                username=form.username.data or "",
                display_name=form.display_name.data or "",
                email=form.email.data,
                now=now(),
            )
            if form.organization.data or form.role.data:
                _first_role(form, account.id)
        except DomainError as error:
            form.refuse(error)
        else:
            return _link_page(account.id, account.display_name)
    page = render_template("admin/person_new.html", form=form, list_url=url_for("admin.person_list"))
    return page, 422 if form.is_submitted() else 200


@bp.route(A_PERSON)
@requires(Permission.ACCOUNT_EDIT)
def person_show(account_id: int) -> ResponseReturnValue:
    """A person: account, roles, training, where they are signed in."""
    return _show(account_id)


@bp.route(f"{A_PERSON}/edit", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_EDIT)
def person_edit(account_id: int) -> ResponseReturnValue:
    """Name and address."""
    account = people.get_account(read_session(), actor(), account_id)
    form = PersonEditForm(version=account.version, display_name=account.display_name, email=account.email)
    if form.validate_on_submit():
        try:
            account_changes.edit_account(
                session(),
                actor(),
                account_id,
                display_name=form.display_name.data or "",
                email=form.email.data,
                version=form.version.data or 0,
            )
        except StaleVersion:
            return _both(account_id, form)
        except DomainError as error:
            form.refuse(error)
        else:
            say("good", _("Saved."))
            return see_other(_page_of(account_id))
    page = render_template("admin/person_edit.html", form=form, back_url=_page_of(account_id))
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{A_PERSON}/disable", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
def person_disable(account_id: int) -> ResponseReturnValue:
    """Let nobody in with this account any more."""
    people.get_account(read_session(), actor(), account_id)
    form = WhyForm()
    if not form.validate():
        return _show(account_id, [message for errors in form.errors.values() for message in errors])
    try:
        account_changes.disable_account(session(), actor(), account_id, form.why.data or "", now())
    except DomainError as error:
        return _show(account_id, [error.message])
    say("good", _("Nobody can sign in with this account any more."))
    return see_other(_page_of(account_id))


@bp.route(f"{A_PERSON}/enable", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
def person_enable(account_id: int) -> ResponseReturnValue:
    """Take a disabled account into use again."""
    account_changes.enable_account(session(), actor(), account_id)
    say("good", _("The account is in use again."))
    return see_other(_page_of(account_id))


@bp.route(f"{A_PERSON}/unlock", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
def person_unlock(account_id: int) -> ResponseReturnValue:
    """Let somebody try again after too many misses."""
    account_changes.unlock_account(session(), actor(), account_id)
    say("good", _("The account is unlocked."))
    return see_other(_page_of(account_id))


@bp.route(f"{A_PERSON}/sign-out", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
def person_sign_out(account_id: int) -> ResponseReturnValue:
    """End where somebody is signed in."""
    account_changes.end_sessions(session(), actor(), account_id, now())
    say("good", _("The person is signed out everywhere."))
    return see_other(_page_of(account_id))


@bp.route(f"{A_PERSON}/administrator", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
def person_administrator(account_id: int) -> ResponseReturnValue:
    """Make somebody a system administrator, or none any more."""
    is_one = request.form.get("is_one") == "yes"
    try:
        account_changes.set_administrator(session(), actor(), account_id, now(), is_one=is_one)
    except DomainError as error:
        return _show(account_id, [error.message])
    say("good", _("Saved. The person signs in again."))
    return see_other(_page_of(account_id))


@bp.route(f"{A_PERSON}/link", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
def person_link(account_id: int) -> ResponseReturnValue:
    """A one-time link for a new password. It stands in this answer alone, so there is no page to go on to."""
    account = people.get_account(read_session(), actor(), account_id)
    return _link_page(account_id, account.display_name)


@bp.route("/admin/exceptions")
@requires(Permission.ACCOUNT_EDIT)
def exception_list() -> ResponseReturnValue:
    """Exceptions in force or to come, and agencies past their limit."""
    context = people_presenters.exceptions_page(
        holders.exceptions(read_session(), today()), holders.over_limit(read_session(), today()), today()
    )
    return render_template("admin/exception_list.html", **context, back_url=url_for("admin.admin_index"))


def _show(account_id: int, problems: list[str] | None = None) -> ResponseReturnValue:
    here, day = read_session(), today()
    person = people.get(here, actor(), account_id, now(), day)
    account = people.get_account(here, actor(), account_id)
    live = people.live_sessions(here, actor(), account_id, now() - installation().limits.absolute)
    context = people_presenters.show_page(
        person,
        account,
        holders.of_account(here, account_id),
        training.requirements(here, account_id, day),
        live,
        day,
    )
    page = render_template(
        "admin/person_show.html", **context, why_form=WhyForm(formdata=None), problems=problems or []
    )
    return page, 422 if problems else 200


def _first_role(form: PersonForm, account_id: int) -> None:
    if not form.organization.data:
        raise DomainError("organization", _("Choose the agency at which the role is held"))
    if not form.role.data:
        raise DomainError("role", _("Choose the role at the agency"))
    new = NewGrant(account_id, form.organization.data, form.role.data, is_primary=True, valid_from=today())
    grants.grant_role(session(), actor(), new, now())


def _link_page(account_id: int, name: str) -> str:
    token = accounts.issue_set_up_link(session(), actor(), account_id, now())
    return render_template(
        "admin/person_link.html",
        name=name,
        link=url_for("auth.set_up", token=token, _external=True),
        hours=accounts.LINK_HOURS,
        back_url=_page_of(account_id),
    )


def _both(account_id: int, form: PersonEditForm) -> Response:
    saved = people.get_account(session(), actor(), account_id)
    pairs = ((form.display_name, saved.display_name), (form.email, saved.email or ""))
    page = render_template(
        "errors/409.html",
        message=_("Somebody else has changed this person since you opened the page."),
        conflicts=[
            {"label": field.label.text, "theirs": theirs, "yours": field.data or ""}
            for field, theirs in pairs
            if theirs != (field.data or "")
        ],
        fields=[(field.name, field.data or "") for field, _theirs in pairs]
        + [("version", str(saved.version))],
        post_url=url_for("admin.person_edit", account_id=account_id),
        back_url=_page_of(account_id),
    )
    return make_response(page, 409)


def _page_of(account_id: int) -> str:
    return url_for("admin.person_show", account_id=account_id)
