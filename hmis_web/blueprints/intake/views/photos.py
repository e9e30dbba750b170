"""A client's photo."""

from __future__ import annotations

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, person
from hmis_web.blueprints.intake.file_forms import PhotoForm
from hmis_web.db.errors import DomainError
from hmis_web.domain import clients, photos
from hmis_web.domain.file_content import in_words
from hmis_web.web import uploads
from hmis_web.web.access_guard import takes_file
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, keyring, note_read, read_session, session, today

PHOTO = "/clients/<int:client_id>/photo"


@bp.route(PHOTO)
@requires(Permission.PHOTO_READ)
def photo_show(client_id: int) -> ResponseReturnValue:
    """The photo, as the pages of the client show it."""
    picture = photos.of_client(read_session(), actor(), keyring(), client_id)
    note_read("photo:read", "photo", client_id, client_id=client_id)
    response = make_response(picture)
    response.headers["Content-Type"] = "image/jpeg"
    response.headers["Content-Security-Policy"] = uploads.SANDBOX
    return response


@bp.route(f"{PHOTO}/edit", methods=["GET", "POST"])
@requires(Permission.PHOTO_EDIT)
@takes_file
def photo_edit(client_id: int) -> ResponseReturnValue:
    """Set the photo, or another one."""
    context = person.above_form(client_id)
    form, back = PhotoForm(), url_for("intake.client_show", client_id=client_id)
    if form.validate_on_submit():
        try:
            picture = uploads.received_photo(form.file.data)
            photos.set_photo(session(), actor(), keyring(), client_id, picture, clock())
        except DomainError as error:
            form.refuse(error)
        else:
            say("good", _("Photo saved."))
            return see_other(back)
    card = clients.get_card(read_session(), actor(), keyring(), client_id, today())
    page = render_template(
        "intake/photo_edit.html",
        form=form,
        photo_url=url_for("intake.photo_show", client_id=client_id) if card.has_photo else "",
        remove_url=url_for("intake.photo_remove", client_id=client_id),
        limit=in_words(uploads.limits().file_bytes),
        **context,
    )
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{PHOTO}/remove", methods=["POST"])
@requires(Permission.PHOTO_EDIT)
def photo_remove(client_id: int) -> ResponseReturnValue:
    """Take the photo away."""
    photos.remove_photo(session(), actor(), client_id)
    say("info", _("There is no photo any more."))
    return see_other(url_for("intake.client_show", client_id=client_id))
