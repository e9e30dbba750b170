"""Logging a service, and taking it back."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.services import bp, presenters
from hmis_web.blueprints.services.forms import ServiceForm
from hmis_web.db.errors import DomainError
from hmis_web.domain import alerts, clients, services
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.service_lists import Offer
from hmis_web.domain.services import ServiceLine
from hmis_web.web import drafts
from hmis_web.web.filters import hud_date
from hmis_web.web.flash import say
from hmis_web.web.htmx import render_page_or_block, see_other
from hmis_web.web.state import actor, clock, keyring, note_read, read_session, session, today

STAY = "/clients/<int:client_id>/enrollments/<int:enrollment_id>"


@bp.route(f"{STAY}/services/new", methods=["GET", "POST"])
@requires(Permission.SERVICE_CREATE)
def service_new(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """Ask for a service and its date; log it."""
    moment = clock()
    stay = services.stay_for_service(read_session(), actor(), client_id, enrollment_id, moment.as_of)
    offer = services.offered(read_session(), stay, moment.as_of)
    form = ServiceForm.ask(offer, min(moment.as_of, stay.exit_date or moment.as_of))
    if form.validate_on_submit():
        try:
            logged = services.record_service(
                session(), actor(), client_id, enrollment_id, form.to_input(), moment
            )
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            _say_logged(client_id, logged)
            return see_other(url_for("intake.client_show", client_id=client_id))
    return _form_page(stay, form, offer)


@bp.route(f"{STAY}/services/<int:service_id>/undo", methods=["POST"])
@requires(Permission.SERVICE_UNDO_OWN)
def service_undo(client_id: int, enrollment_id: int, service_id: int) -> ResponseReturnValue:
    """Take back one's own service, within minutes."""
    try:
        undone = services.undo_service(session(), actor(), client_id, enrollment_id, service_id, clock())
    except DomainError as error:
        say("warn", error.message)
    else:
        say(
            "info",
            _("Undone: %(service)s, %(day)s.", service=undone.name, day=hud_date(undone.date_provided)),
        )
    return see_other(url_for("intake.client_show", client_id=client_id))


def _form_page(stay: Stay, form: ServiceForm, offer: Offer) -> ResponseReturnValue:
    person = clients.get_card(read_session(), actor(), keyring(), stay.client_id, today())
    note_read(clients.READ, "client", person.id, client_id=person.id)
    return render_page_or_block(
        "services/service_new.html",
        "details",
        status=422 if form.is_submitted() else 200,
        form=form,
        offers=bool(offer.types),
        **presenters.form_page(
            person,
            stay,
            alerts.active(read_session(), actor(), person.id, today()),
            services.latest(read_session(), actor(), person.id),
        ),
    )


def _say_logged(client_id: int, logged: ServiceLine) -> None:
    """Say what was logged, and offer the way back."""
    what = {"service": logged.name, "day": hud_date(logged.date_provided)}
    if logged.undone:
        say("info", _("%(service)s for %(day)s was logged before and taken back.", **what))
        return
    undo_url = ""
    if actor().may(Permission.SERVICE_UNDO_OWN):
        undo_url = url_for(
            "services.service_undo",
            client_id=client_id,
            enrollment_id=logged.enrollment_id,
            service_id=logged.id,
        )
    say("good", _("%(service)s logged for %(day)s.", **what), undo_url=undo_url)
