"""A client's services: the tab with filters, changing and deleting one."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import deleting, person
from hmis_web.blueprints.services import bp, history_presenters, presenters
from hmis_web.blueprints.services.forms import FilterForm, ServiceForm, said_of
from hmis_web.db.errors import DomainError, StaleVersion
from hmis_web.domain import (
    alerts,
    clients,
    enrollments,
    own_service_history,
    service_changes,
    service_history,
    services,
)
from hmis_web.domain.service_changes import Logged
from hmis_web.web import drafts, stale
from hmis_web.web.flash import say
from hmis_web.web.htmx import render_page_or_block, see_other
from hmis_web.web.state import actor, clock, keyring, note_read, read_session, session, today

ONE = "/clients/<int:client_id>/enrollments/<int:enrollment_id>/services/<int:service_id>"
FURTHEST = 100_000


@bp.route("/clients/<int:client_id>/services")
@requires(Permission.SERVICE_READ, Permission.SERVICE_READ_LIMITED)
def service_list(client_id: int) -> ResponseReturnValue:
    """Every service of a client that the role sees, by program, kind and days."""
    header = person.header(client_id)
    form = FilterForm.ask(service_history.choices(read_session(), actor(), client_id))
    page = min(max(1, request.args.get("page", 1, type=int)), FURTHEST)
    skip = (page - 1) * service_history.PER_PAGE
    found = service_history.of_client(read_session(), actor(), client_id, form.to_wanted(), skip)
    return render_template(
        "services/service_list.html",
        **history_presenters.list_page(actor(), header, found, form, page, today()),
        own=history_presenters.own_rows(own_service_history.of_client(read_session(), actor(), client_id)),
        deleted=deleting.lately(client_id, ("service",)),
    )


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(Permission.SERVICE_EDIT)
def service_edit(client_id: int, enrollment_id: int, service_id: int) -> ResponseReturnValue:
    """Change a service that was logged."""
    asked = (client_id, enrollment_id, service_id)
    logged = service_changes.get_logged(session(), actor(), *asked, clock())
    offer = service_changes.to_choose(session(), logged)
    form, back = ServiceForm.change(offer, logged), deleting.tab_url("service", client_id)
    if form.validate_on_submit():
        try:
            service_changes.edit_service(
                session(), actor(), *asked, form.to_input(), form.seen_version, clock()
            )
        except StaleVersion:
            return stale.both(form, said_of(logged), logged.version, back) or see_other(back)
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("Service changed."))
            return see_other(back)
    return _form_page(logged, form, back)


@bp.route(f"{ONE}/delete", methods=["GET", "POST"])
@requires(Permission.SERVICE_DELETE_OWN)
def service_delete(client_id: int, enrollment_id: int, service_id: int) -> ResponseReturnValue:
    """Delete a service that the own agency entered."""
    enrollments.get_visible(session(), actor(), client_id, enrollment_id, today())
    return deleting.delete_page("service", client_id, service_id)


def _form_page(logged: Logged, form: ServiceForm, back: str) -> ResponseReturnValue:
    stay = logged.stay
    card = clients.get_card(read_session(), actor(), keyring(), stay.client_id, today())
    note_read(clients.READ, "client", card.id, client_id=card.id)
    recent = services.latest(read_session(), actor(), card.id)
    posted = alerts.active(read_session(), actor(), card.id, today())
    return render_page_or_block(
        "services/service_edit.html",
        "details",
        status=422 if form.is_submitted() else 200,
        form=form,
        **presenters.form_page(card, stay, posted, recent) | {"cancel_url": back},
        list_url=url_for("services.service_list", client_id=card.id),
    )
