"""A forgotten password: who can help, and a link by e-mail where that is configured."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import public
from hmis_web.blueprints.auth import bp
from hmis_web.blueprints.auth.forms import ForgottenForm
from hmis_web.db.errors import NotFound
from hmis_web.domain import throttle
from hmis_web.jobs import account_mail
from hmis_web.web.job_progress import enqueue
from hmis_web.web.state import installation, keyring, now, origin, session


@bp.route("/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    """The same answer whoever is named."""
    form = ForgottenForm()
    settings = installation().settings
    if form.is_submitted() and settings.mail is None:
        raise NotFound("mail")
    sent = form.validate_on_submit()
    if sent:
        throttle.check(session(), origin(), installation().limits, now())
        throttle.note(session(), origin(), now())
        enqueue(account_mail.request_link(session(), keyring(), form.username.data or "", now()))
    page = render_template(
        "auth/forgotten.html",
        form=form,
        sent=sent,
        by_mail=settings.mail is not None,
        contact=settings.contact,
        sign_in_url=url_for("auth.sign_in"),
    )
    return page, 422 if form.is_submitted() and not sent else 200
