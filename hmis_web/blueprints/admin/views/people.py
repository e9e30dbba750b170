"""People who use the system: finding them, adding and changing them, exceptions."""

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
    filter_form,
    person_form,
)
from hmis_web.blueprints.admin.person_pages import A_PERSON, link_page, page_of, person_page
from hmis_web.db.errors import DomainError, StaleVersion
from hmis_web.domain import account_changes, accounts, acting, grants, holders, people, roles
from hmis_web.domain.grants import NewGrant
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, now, read_session, session, today
from hmis_web.web.step_up import recently_authenticated
from hmis_web.web.transactions import reads_only


@bp.route("/admin/people", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated
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
@recently_authenticated
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
            return link_page(account.id, account.display_name)
    page = render_template("admin/person_new.html", form=form, list_url=url_for("admin.person_list"))
    return page, 422 if form.is_submitted() else 200


@bp.route(A_PERSON)
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated
def person_show(account_id: int) -> ResponseReturnValue:
    """A person: account, roles, training, where they are signed in."""
    return person_page(account_id)


@bp.route(f"{A_PERSON}/edit", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated
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
            return see_other(page_of(account_id))
    page = render_template("admin/person_edit.html", form=form, back_url=page_of(account_id))
    return page, 422 if form.is_submitted() else 200


@bp.route("/admin/exceptions")
@requires(Permission.ACCOUNT_EDIT)
def exception_list() -> ResponseReturnValue:
    """Exceptions in force or to come, and agencies past their limit."""
    context = people_presenters.exceptions_page(
        holders.exceptions(read_session(), today()), holders.over_limit(read_session(), today()), today()
    )
    return render_template("admin/exception_list.html", **context, back_url=url_for("admin.admin_index"))


def _first_role(form: PersonForm, account_id: int) -> None:
    if not form.organization.data:
        raise DomainError("organization", _("Choose the agency at which the role is held"))
    if not form.role.data:
        raise DomainError("role", _("Choose the role at the agency"))
    new = NewGrant(account_id, form.organization.data, form.role.data, is_primary=True, valid_from=today())
    grants.grant_role(session(), actor(), new, now())


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
        back_url=page_of(account_id),
    )
    return make_response(page, 409)
