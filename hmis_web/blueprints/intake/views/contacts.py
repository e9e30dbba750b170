"""Contacts and locations of a client: the tab, and adding, changing and deleting a contact."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, contact_presenters, deleting, person
from hmis_web.blueprints.intake.contact_forms import ContactForm, said_of_contact
from hmis_web.db.errors import DomainError, StaleVersion
from hmis_web.domain import contact_changes, contacts, locations
from hmis_web.web import drafts, stale
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, keyring, read_session, session, today

CONTACTS = "/clients/<int:client_id>/contacts"


@bp.route(CONTACTS)
@requires(
    Permission.CONTACT_READ,
    Permission.CONTACT_READ_LIMITED,
    Permission.LOCATION_READ,
    Permission.LOCATION_READ_LIMITED,
)
def contact_list(client_id: int) -> ResponseReturnValue:
    """How a client is reached, and where they are found."""
    header = person.header(client_id)
    places = locations.of_client(read_session(), actor(), client_id)
    full = actor().may(Permission.LOCATION_READ)
    label = "" if full else locations.current_label(read_session(), actor(), client_id, today())
    context = contact_presenters.list_page(
        actor(), header, contacts.of_client(read_session(), actor(), client_id), places, label, today()
    )
    return render_template(
        "intake/contact_list.html", **context, deleted=deleting.lately(client_id, ("contact", "location"))
    )


@bp.route(f"{CONTACTS}/new", methods=["GET", "POST"])
@requires(Permission.CONTACT_EDIT)
def contact_new(client_id: int) -> ResponseReturnValue:
    """Add a contact."""
    confidential = contacts.confidential_by_default(read_session(), actor(), client_id)
    form = ContactForm.ask(today(), confidential=confidential)
    if form.validate_on_submit():
        try:
            contact_changes.add_contact(session(), actor(), client_id, form.to_input(), clock())
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("Contact added."))
            return see_other(_list_url(client_id))
    return _form_page(client_id, form, is_new=True)


@bp.route(f"{CONTACTS}/<int:contact_id>/edit", methods=["GET", "POST"])
@requires(Permission.CONTACT_EDIT)
def contact_edit(client_id: int, contact_id: int) -> ResponseReturnValue:
    """Change a contact, or say until when it held."""
    person.require(client_id)
    contact = contacts.get_own(session(), actor(), client_id, contact_id)
    form = ContactForm.change(contact)
    if form.validate_on_submit():
        try:
            contact_changes.edit_contact(
                *(session(), actor(), keyring(), client_id, contact_id),
                *(form.to_input(), form.seen_version, clock()),
            )
        except StaleVersion:
            back = _list_url(client_id)
            return stale.both(form, said_of_contact(contact), contact.version, back) or see_other(back)
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("Contact changed."))
            return see_other(_list_url(client_id))
    return _form_page(client_id, form, is_new=False)


@bp.route(f"{CONTACTS}/<int:contact_id>/delete", methods=["GET", "POST"])
@requires(Permission.CONTACT_DELETE_OWN)
def contact_delete(client_id: int, contact_id: int) -> ResponseReturnValue:
    """Delete a contact of the own agency."""
    return deleting.delete_page("contact", client_id, contact_id)


def _list_url(client_id: int) -> str:
    return url_for("intake.contact_list", client_id=client_id)


def _form_page(client_id: int, form: ContactForm, *, is_new: bool) -> ResponseReturnValue:
    page = render_template(
        "intake/contact_edit.html",
        form=form,
        back_url=_list_url(client_id),
        is_new=is_new,
        **person.above_form(client_id),
    )
    return page, 422 if form.is_submitted() else 200
