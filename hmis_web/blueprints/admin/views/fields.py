"""The community's own questions: what is asked beside HUD's. Only the system administrator changes them."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.admin import bp, field_presenters
from hmis_web.blueprints.admin.field_forms import CountForm, FieldForm
from hmis_web.db.errors import DomainError, StaleVersion
from hmis_web.domain import custom_fields, projects
from hmis_web.domain.custom_fields import FieldLine
from hmis_web.web import drafts
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, read_session, session

A_FIELD = "/admin/fields/<int:field_id>"
PREVIEW = "preview"
"""Name of the button that only shows how a question will look."""
LEFT_OUT = ("version", "csrf_token")


@bp.route("/admin/fields")
@requires(Permission.ROLE_EDIT)
def field_list() -> ResponseReturnValue:
    """Every question, in the order in which forms ask them."""
    context = field_presenters.list_page(custom_fields.all_fields(read_session()))
    return render_template("admin/field_list.html", **context)


@bp.route("/admin/fields/new", methods=["GET", "POST"])
@requires(Permission.ROLE_EDIT)
def field_new() -> ResponseReturnValue:
    """Add a question."""
    form = FieldForm.ask(projects.visible(read_session(), actor()))
    looks = PREVIEW in request.form
    if form.validate_on_submit() and not looks:
        try:
            custom_fields.create_field(
                *(session(), actor(), form.subject.data, form.kind.data, form.to_rules(), clock()),
                form.idempotency_key.data or None,
            )
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("The question is added. Forms ask it from now on."))
            return see_other(url_for("admin.field_list"))
    page = render_template("admin/field_edit.html", **field_presenters.new_page(form))
    return page, 422 if form.errors else 200


@bp.route(A_FIELD, methods=["GET", "POST"])
@requires(Permission.ROLE_EDIT)
def field_edit(field_id: int) -> ResponseReturnValue:
    """Change what a question says, for whom and when."""
    field = custom_fields.get_field(read_session(), field_id)
    programs = projects.visible(read_session(), actor())
    form = FieldForm.ask(programs, field)
    looks = PREVIEW in request.form
    if form.validate_on_submit() and not looks:
        try:
            custom_fields.save_field(
                session(), actor(), field_id, form.to_rules(), form.version.data or 0, clock()
            )
        except StaleVersion:
            return _both(field_id, form)
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("Saved. Forms ask it so from now on; earlier answers stay as they are."))
            return see_other(url_for("admin.field_edit", field_id=field_id))
    counting = CountForm.ask(programs)
    counted = custom_fields.tally(read_session(), actor(), field, counting.chosen)
    context = field_presenters.edit_page(form, field, counted, counting)
    page = render_template("admin/field_edit.html", **context)
    return page, 422 if form.errors else 200


@bp.route(f"{A_FIELD}/move", methods=["POST"])
@requires(Permission.ROLE_EDIT)
def field_move(field_id: int) -> ResponseReturnValue:
    """Ask a question one earlier or later."""
    custom_fields.move_field(session(), actor(), field_id, up=request.form.get("to") == "up")
    return see_other(url_for("admin.field_list"))


@bp.route(f"{A_FIELD}/retire", methods=["POST"])
@requires(Permission.ROLE_EDIT)
def field_retire(field_id: int) -> ResponseReturnValue:
    """Ask a question no longer; its answers stay."""
    custom_fields.retire_field(session(), actor(), field_id, _version(), clock())
    say("good", _("The question is retired. Its answers stay, and can be exported."))
    return see_other(url_for("admin.field_list"))


@bp.route(f"{A_FIELD}/reactivate", methods=["POST"])
@requires(Permission.ROLE_EDIT)
def field_reactivate(field_id: int) -> ResponseReturnValue:
    """Ask a retired question again."""
    try:
        custom_fields.reactivate_field(session(), actor(), field_id, _version(), clock())
    except DomainError as error:
        say("bad", error.message)
    else:
        say("good", _("The question is asked again."))
    return see_other(url_for("admin.field_edit", field_id=field_id))


def _version() -> int:
    return request.form.get("version", 0, type=int)


def _both(field_id: int, form: FieldForm) -> ResponseReturnValue:
    """Somebody else saved first: what is saved now beside what was typed."""
    saved: FieldLine = custom_fields.get_field(session(), field_id)
    names = {each.id: each.name for each in projects.visible(session(), actor())}
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in LEFT_OUT]
    page = render_template(
        "errors/409.html",
        message=_("Somebody else has changed this question since you opened it."),
        conflicts=field_presenters.differences(saved, form.to_rules(), names),
        fields=[*fields, ("version", str(saved.version))],
        post_url=request.path,
        back_url=url_for("admin.field_edit", field_id=field_id),
    )
    return page, 409
