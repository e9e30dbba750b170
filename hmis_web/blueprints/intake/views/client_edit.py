"""Changing what is known of a person."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, client_edit_presenters, client_presenters, own_part
from hmis_web.blueprints.intake.client_forms import ClientEditForm
from hmis_web.blueprints.intake.client_new_forms import ASK
from hmis_web.db.errors import StaleVersion
from hmis_web.domain import client_changes, clients
from hmis_web.domain.client_fields import ClientFields, settled
from hmis_web.domain.client_rules import ClientRefused
from hmis_web.web import drafts
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, keyring, note_read, read_session, session, today


@bp.route("/clients/<int:client_id>/edit", methods=["GET", "POST"])
@requires(Permission.CLIENT_EDIT)
def client_edit(client_id: int) -> ResponseReturnValue:
    """Show what is recorded; save what is changed. Whoever comes second sees both."""
    recorded, version = client_changes.read_fields(read_session(), actor(), keyring(), client_id)
    fields = drafts.typed()
    form = ClientEditForm(formdata=fields)
    form.own = own_part.of_person(client_id, fields)
    form.recorded_ssn = recorded.ssn
    if not (form.is_submitted() or drafts.restored()):
        form.fill(recorded)
        form.version.data = str(version)
    form.follow()
    if not form.is_submitted() or ASK in request.form:
        return _page(client_id, form, recorded)
    form.validate()
    form.require_reasons()
    form.own.check(form)
    if form.errors:
        return _page(client_id, form, recorded, status=422)
    return _save(client_id, form, recorded, version)


def _save(client_id: int, form: ClientEditForm, recorded: ClientFields, version: int) -> ResponseReturnValue:
    told, opened = form.told(), form.version.data or ""
    try:
        findings = client_changes.edit_client(
            session(), actor(), keyring(), client_id, told, clock(),
            version=int(opened) if opened.isdecimal() else 0,
        )  # fmt: skip
        form.own.save(client_id)
    except ClientRefused as refused:
        form.refuse_all(refused)
        return _page(client_id, form, recorded, status=422)
    except StaleVersion:
        context = client_edit_presenters.conflict_page(
            client_id, recorded, settled(told), request.form, version, form.own
        )
        return make_response(render_template("errors/409.html", **context), 409)
    drafts.finished()
    client_presenters.say_saved(_("The changes are saved."), findings)
    return see_other(url_for("intake.client_show", client_id=client_id))


def _page(
    client_id: int, form: ClientEditForm, recorded: ClientFields, status: int = 200
) -> ResponseReturnValue:
    card = clients.get_card(read_session(), actor(), keyring(), client_id, today())
    note_read(clients.READ, "client", client_id, client_id=client_id)
    context = client_edit_presenters.edit_page(card, recorded)
    return make_response(render_template("intake/client_edit.html", form=form, **context), status)
