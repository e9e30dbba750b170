"""The roles of one person: giving, changing and ending them, exceptions, one holder instead of another."""

from __future__ import annotations

from datetime import timedelta

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.admin import bp, people_presenters
from hmis_web.blueprints.admin.people_forms import ADDITIONAL, PRIMARY, GrantForm, grant_form
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import acting, grants, holders, people, roles
from hmis_web.domain.grants import NewGrant, Taken
from hmis_web.web.filters import hud_date
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, now, read_session, session, today
from hmis_web.web.step_up import recently_authenticated, recently_authenticated_for

ROLES = "/admin/people/<int:account_id>/roles"
ONE_DAY = timedelta(days=1)
FIELDS = {"is_primary": "kind"}
"""Where a form asks for something by another name than the domain."""


@bp.route(f"{ROLES}/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated
def grant_new(account_id: int) -> ResponseReturnValue:
    """Give a person a role at an agency."""
    person = people.get_account(read_session(), actor(), account_id)
    has_primary = any(
        grant.is_primary and not grant.is_over(today())
        for grant in holders.of_account(read_session(), account_id)
    )
    form = _asked(ADDITIONAL if has_primary else PRIMARY)
    ways: list[dict[str, object]] = []
    if form.validate_on_submit():
        new = form.to_grant(account_id)
        try:
            grants.grant_role(session(), actor(), new, now())
        except DomainError as error:
            _refuse(form, error)
            ways = _ways(error, new, person.display_name)
        else:
            say("good", _("The role is given. It opens when its training is complete."))
            return see_other(_page_of(account_id))
    page = render_template(
        "admin/grant_new.html", form=form, ways=ways, name=person.display_name, back_url=_page_of(account_id)
    )
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{ROLES}/replace", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated_for("admin.person_show")
def grant_replace(account_id: int) -> ResponseReturnValue:
    """Make this person the holder of a role instead of another, in one step."""
    person = people.get_account(read_session(), actor(), account_id)
    form = _asked()
    instead_of = request.form.get("instead_of", 0, type=int)
    if not form.validate():
        raise NotFound("grant")
    new = form.to_grant(account_id)
    try:
        grants.replace_holder(session(), actor(), instead_of, new, now(), today())
    except DomainError as error:
        _refuse(form, error)
        page = render_template(
            "admin/grant_new.html",
            form=form,
            ways=_ways(error, new, person.display_name),
            name=person.display_name,
            back_url=_page_of(account_id),
        )
        return page, 422
    say("good", _("Done: one has the role from today, the other no longer."))
    return see_other(_page_of(account_id))


@bp.route(f"{ROLES}/<int:grant_id>", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated
def grant_edit(account_id: int, grant_id: int) -> ResponseReturnValue:
    """Change a role of a person: which one, its dates, an exception."""
    held = holders.get(read_session(), account_id, grant_id)
    form = grant_form([], roles.all_roles(read_session()), today(), held)
    ways: list[dict[str, object]] = []
    if form.validate_on_submit():
        try:
            grants.change_grant(
                session(), actor(), grant_id, form.to_terms(), form.version.data or 0, now(), today()
            )
        except StaleVersion:
            return _both(account_id, grant_id, form)
        except DomainError as error:
            _refuse(form, error)
            ways = _ways(
                error, NewGrant(account_id, held.organization_id, **vars(form.to_terms())), held.person
            )
        else:
            say("good", _("Saved. It holds from the person's next click."))
            return see_other(_page_of(account_id))
    page = render_template(
        "admin/grant_edit.html",
        form=form,
        ways=ways,
        held=held,
        end_url=url_for("admin.grant_end", account_id=account_id, grant_id=grant_id),
        is_over=held.is_over(today()),
        back_url=_page_of(account_id),
    )
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{ROLES}/<int:grant_id>/end", methods=["POST"])
@requires(Permission.ACCOUNT_EDIT)
@recently_authenticated_for("admin.grant_edit")
def grant_end(account_id: int, grant_id: int) -> ResponseReturnValue:
    """End a role now: its last day was yesterday."""
    holders.get(read_session(), account_id, grant_id)
    grants.end_grant(session(), actor(), grant_id, today() - ONE_DAY)
    say("good", _("The role has ended. It is gone at the person's next click."))
    return see_other(_page_of(account_id))


def _asked(kind: str = PRIMARY) -> GrantForm:
    here = read_session()
    return grant_form(acting.all_agencies(here), roles.all_roles(here), today(), kind=kind)


def _refuse(form: GrantForm, error: DomainError) -> None:
    form.refuse(DomainError(FIELDS.get(error.field, error.field), error.message))


def _ways(error: DomainError, new: NewGrant, name: str) -> list[dict[str, object]]:
    if not isinstance(error, Taken):
        return []
    role = roles.get_role(read_session(), new.role_id)
    return people_presenters.replacements(error, new, new.account_id, name, role.name)


def _both(account_id: int, grant_id: int, form: GrantForm) -> Response:
    saved = holders.get(session(), account_id, grant_id)
    names = {role.id: role.name for role in roles.all_roles(session())}
    typed = form.to_terms()
    kinds = {True: _("primary"), False: _("additional")}
    rows = (
        (_("Role there"), saved.role_name, names.get(typed.role_id, "")),
        (_("Kind of agency"), kinds[saved.is_primary], kinds[typed.is_primary]),
        (_("First day"), hud_date(saved.valid_from), hud_date(typed.valid_from)),
        (_("Last day"), hud_date(saved.valid_to), hud_date(typed.valid_to)),
        (_("Reason for an exception"), saved.exception_reason or "", typed.exception_reason or ""),
    )
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "version"]
    page = render_template(
        "errors/409.html",
        message=_("Somebody else has changed this role since you opened the page."),
        conflicts=[{"label": a, "theirs": b, "yours": c} for a, b, c in rows if b != c],
        fields=[*fields, ("version", str(saved.version))],
        post_url=url_for("admin.grant_edit", account_id=account_id, grant_id=grant_id),
        back_url=_page_of(account_id),
    )
    return make_response(page, 409)


def _page_of(account_id: int) -> str:
    return url_for("admin.person_show", account_id=account_id)
