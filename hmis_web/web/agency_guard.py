"""The agency that a form was opened for must be the one acted for when it is sent (access rules, section 5).

Somebody with two tabs may switch in one of them: what the other one sends is not saved for the wrong agency.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hmis_web.domain import acting
from hmis_web.domain.drafts import ALL_AGENCIES
from hmis_web.domain.sessions import Present
from hmis_web.extensions import csrf
from hmis_web.web import drafts
from hmis_web.web.htmx import is_htmx
from hmis_web.web.state import SAFE_METHODS, present, read_session, today


def register(app: Flask) -> None:
    """Give templates the agency that their forms are opened for."""
    app.jinja_env.globals["acting_for"] = acting_for


def acting_for() -> dict[str, Any]:
    """The agency acted for, for a form and its button: id (0 for all agencies) and name."""
    here = present()
    if here is None:
        return {"id": ALL_AGENCIES, "name": ""}
    return {"id": here.actor.organization_id or ALL_AGENCIES, "name": here.actor.organization_name}


def refusal(here: Present) -> Response | None:
    """The answer to a form that was opened for another agency; None for any other request. Asked before the
    right is: the other agency's role may lack it. Raises CSRFError for a forged form."""
    if request.method in SAFE_METHODS or request.endpoint == drafts.SAVING:
        return None
    sent = request.form.get(drafts.AGENCY_FIELD, type=int)
    if sent is None or sent == (here.actor.organization_id or ALL_AGENCIES):
        return None
    csrf.protect()
    kept = drafts.keep(here.actor)
    return _in_a_line() if is_htmx() else _page(here, sent, kept=kept)


def _page(here: Present, sent: int, *, kept: bool) -> Response:
    own = acting.choices(read_session(), here.actor.account_id or 0, today())
    name = next((choice.organization_name for choice in own if choice.organization_id == sent), "")
    page = render_template(
        "errors/other_agency.html",
        opened_for={"id": sent, "name": name},
        page_url=drafts.page_sent(),
        kept=kept,
    )
    return make_response(page, 409)


def _in_a_line() -> Response:
    text = _("You act for another agency by now, so nothing was saved. Load the page afresh.")
    message = {"kind": "bad", "text": text, "undo_url": "", "focus": False}
    response = make_response(render_template("components/_flash.html", flash_messages=[message]), 409)
    response.headers["HX-Retarget"] = "#flash"
    response.headers["HX-Reswap"] = "outerHTML"
    return response
