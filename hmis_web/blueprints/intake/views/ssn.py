"""Showing a whole Social Security number for a moment."""

from __future__ import annotations

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp
from hmis_web.blueprints.intake.forms import SsnForm
from hmis_web.db.errors import DomainError
from hmis_web.domain import clients, ssn
from hmis_web.web import step_up
from hmis_web.web.access_guard import ask_first
from hmis_web.web.flash import say
from hmis_web.web.htmx import is_htmx
from hmis_web.web.presenters import name_of
from hmis_web.web.state import actor, keyring, now, present, session, today


@bp.route("/clients/<int:client_id>/ssn", methods=["POST"])
@requires(Permission.SSN_REVEAL)
def ssn_show(client_id: int) -> ResponseReturnValue:
    """Show the whole number for half a minute, once the reason stands in the audit trail."""
    person = clients.get_card(session(), actor(), keyring(), client_id, today())
    form, here, back = SsnForm.ask(), present(), url_for("intake.client_show", client_id=client_id)
    number, status = "", 200
    try:
        number = ssn.reveal(
            session(),
            actor(),
            keyring(),
            client_id,
            form.reason.data or "",
            form.words.data or "",
            now(),
            here.authenticated_at if here else None,
        )
    except DomainError as error:
        form.refuse(error)
        status = 422
    except ssn.PasswordWanted:
        say("info", _("You have opened many Social Security numbers; that is why your password was asked."))
        return ask_first(url_for(step_up.PAGE), back)
    template = "intake/_ssn.html" if is_htmx() else "intake/ssn_show.html"
    page = render_template(
        template,
        form=form,
        ssn={"number": number, "last4": person.ssn_last4, "url": back + "/ssn", "back": back},
        client={"name": name_of(person), "identifier": person.record_number, "url": back},
        seconds=ssn.SHOWN_SECONDS,
    )
    response = make_response(page, status)
    if number and not is_htmx():
        response.headers["Refresh"] = f"{ssn.SHOWN_SECONDS}; url={back}"  # without JavaScript, too
    return response
