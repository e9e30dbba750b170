"""The end-user agreement: read, signed at the first sign-in and every year, printed."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import at_gate
from hmis_web.blueprints.auth import bp
from hmis_web.blueprints.auth.forms import AgreementForm
from hmis_web.domain import agreement, sessions
from hmis_web.web import state
from hmis_web.web.access_guard import GATE_PAGES, safe_next, to_gate_page
from hmis_web.web.htmx import see_other
from hmis_web.web.state import now, present, read_session, session, today

GATE_PAGES[sessions.AGREEMENT] = "auth.agreement_sign"


@bp.route("/agreement/sign", methods=["GET", "POST"])
@at_gate
def agreement_sign() -> ResponseReturnValue:
    """Read and sign, before anything else."""
    waiting = state.at_gate()
    form = AgreementForm(next=request.args.get("next", ""))
    if waiting is None or waiting.gate != sessions.AGREEMENT:
        return to_gate_page(form.next.data)
    if form.validate_on_submit():
        agreement.sign(session(), waiting.actor, form.version.data or "", now(), today())
        return see_other(safe_next(form.next.data))
    form.version.data = agreement.current().version
    again = bool(agreement.signings(read_session(), waiting.actor.account_id or 0))
    page = render_template(
        "auth/agreement_sign.html",
        form=form,
        agreement=agreement.current(),
        again=again,
        print_url=url_for("auth.agreement_show"),
        person=waiting.actor.display_name,
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/agreement")
@at_gate
def agreement_show() -> ResponseReturnValue:
    """The text by itself, to read and print, with one's own signatures."""
    who = present() or state.at_gate()
    signed = agreement.signings(read_session(), who.actor.account_id or 0) if who else []
    return render_template(
        "auth/agreement_show.html",
        agreement=agreement.current(),
        signings=signed,
        sign_url=url_for("auth.agreement_sign"),
    )
