"""Roles: what each allows and asks for. Only the system administrator changes them."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.admin import bp, role_presenters
from hmis_web.blueprints.admin.role_forms import CopyForm, RoleForm, role_form
from hmis_web.db.errors import DomainError, StaleVersion
from hmis_web.domain import role_changes, roles, training
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, now, read_session, session
from hmis_web.web.step_up import recently_authenticated, recently_authenticated_for

A_ROLE = "/admin/roles/<int:role_id>"


@bp.route("/admin/roles")
@requires(Permission.ROLE_EDIT)
@recently_authenticated
def role_list() -> ResponseReturnValue:
    """Every role."""
    return render_template(
        "admin/role_list.html", **role_presenters.list_page(roles.all_roles(read_session()))
    )


@bp.route("/admin/roles/new", methods=["GET", "POST"])
@requires(Permission.ROLE_EDIT)
@recently_authenticated
def role_new() -> ResponseReturnValue:
    """A role of the community's own, made from another."""
    form = CopyForm(pattern=request.args.get("pattern", type=int))
    form.pattern.choices = [(role.id, role.name) for role in roles.all_roles(read_session())]
    if form.validate_on_submit():
        try:
            role_id = role_changes.make_custom(
                session(), actor(), form.pattern.data, form.name.data or "", now()
            )
        except DomainError as error:
            form.refuse(error)
        else:
            say("good", _("The role is made. Nobody has it yet."))
            return see_other(url_for("admin.role_edit", role_id=role_id))
    page = render_template("admin/role_new.html", form=form, list_url=url_for("admin.role_list"))
    return page, 422 if form.is_submitted() else 200


@bp.route(A_ROLE, methods=["GET", "POST"])
@requires(Permission.ROLE_EDIT)
@recently_authenticated
def role_edit(role_id: int) -> ResponseReturnValue:
    """What a role allows and asks for, to be changed."""
    role = roles.get_role(read_session(), role_id)
    form = role_form(role, training.courses(read_session()))
    if form.validate_on_submit():
        try:
            role_changes.save_role(
                session(), actor(), role_id, form.to_rules(), form.version.data or 0, now()
            )
        except StaleVersion:
            return _both(role_id, form)
        except DomainError as error:
            form.refuse(error)
        else:
            say("good", _("Saved. It holds from everybody's next click."))
            return see_other(url_for("admin.role_edit", role_id=role_id))
    granted = role_id in roles.granted(read_session())
    page = render_template(
        "admin/role_edit.html", **role_presenters.edit_page(role, form, is_granted=granted)
    )
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{A_ROLE}/restore", methods=["POST"])
@requires(Permission.ROLE_EDIT)
@recently_authenticated_for("admin.role_edit")
def role_restore(role_id: int) -> ResponseReturnValue:
    """Give a preset back what it was shipped with."""
    role_changes.restore_preset(session(), actor(), role_id, _version(), now())
    say("good", _("The role is as it was shipped."))
    return see_other(url_for("admin.role_edit", role_id=role_id))


@bp.route(f"{A_ROLE}/delete", methods=["POST"])
@requires(Permission.ROLE_EDIT)
@recently_authenticated_for("admin.role_edit")
def role_delete(role_id: int) -> ResponseReturnValue:
    """Delete a role of the community's own that nobody ever had."""
    role_changes.delete_custom(session(), actor(), role_id, _version())
    say("good", _("The role is deleted."))
    return see_other(url_for("admin.role_list"))


def _version() -> int:
    return request.form.get("version", 0, type=int)


def _both(role_id: int, form: RoleForm) -> Response:
    """Somebody else saved first: what is saved now beside what was typed."""
    saved = roles.get_role(session(), role_id)
    courses = training.courses(session())
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "version"]
    page = render_template(
        "errors/409.html",
        message=_("Somebody else has changed this role since you opened it."),
        conflicts=role_presenters.differences(saved, form.to_rules(), courses),
        fields=[*fields, ("version", str(saved.version))],
        post_url=url_for("admin.role_edit", role_id=role_id),
        back_url=url_for("admin.role_edit", role_id=role_id),
    )
    return make_response(page, 409)
