"""Locations of a client: adding, changing and deleting one."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, deleting, person
from hmis_web.blueprints.intake.contact_forms import LocationForm, said_of_location
from hmis_web.db.errors import DomainError, StaleVersion
from hmis_web.domain import contacts, location_changes, locations
from hmis_web.web import drafts, stale
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, keyring, read_session, session, today

LOCATIONS = "/clients/<int:client_id>/locations"


@bp.route(f"{LOCATIONS}/new", methods=["GET", "POST"])
@requires(Permission.LOCATION_EDIT)
def location_new(client_id: int) -> ResponseReturnValue:
    """Add a location."""
    confidential = contacts.confidential_by_default(read_session(), actor(), client_id)
    form = LocationForm.ask(today(), confidential=confidential)
    if form.validate_on_submit():
        try:
            location_changes.add_location(session(), actor(), keyring(), client_id, form.to_input(), clock())
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("Location added."))
            return see_other(_list_url(client_id))
    return _form_page(client_id, form, is_new=True)


@bp.route(f"{LOCATIONS}/<int:location_id>/edit", methods=["GET", "POST"])
@requires(Permission.LOCATION_EDIT)
def location_edit(client_id: int, location_id: int) -> ResponseReturnValue:
    """Change a location, or say until when it held."""
    person.require(client_id)
    place = locations.get_own(session(), actor(), client_id, location_id)
    form = LocationForm.change(place)
    if form.validate_on_submit():
        try:
            location_changes.edit_location(
                *(session(), actor(), keyring(), client_id, location_id),
                *(form.to_input(), form.seen_version, clock()),
            )
        except StaleVersion:
            back = _list_url(client_id)
            return stale.both(form, said_of_location(place), place.version, back) or see_other(back)
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("Location changed."))
            return see_other(_list_url(client_id))
    return _form_page(client_id, form, is_new=False)


@bp.route(f"{LOCATIONS}/<int:location_id>/delete", methods=["GET", "POST"])
@requires(Permission.LOCATION_DELETE_OWN)
def location_delete(client_id: int, location_id: int) -> ResponseReturnValue:
    """Delete a location of the own agency."""
    return deleting.delete_page("location", client_id, location_id)


def _list_url(client_id: int) -> str:
    return url_for("intake.contact_list", client_id=client_id)


def _form_page(client_id: int, form: LocationForm, *, is_new: bool) -> ResponseReturnValue:
    page = render_template(
        "intake/location_edit.html",
        form=form,
        back_url=_list_url(client_id),
        is_new=is_new,
        **person.above_form(client_id),
    )
    return page, 422 if form.is_submitted() else 200
