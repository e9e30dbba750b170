"""Error pages: what happened, in words, and the way on. Never a stack trace, never a name."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from hmis_web.access.permissions import Permission
from hmis_web.access.words import in_words
from hmis_web.db import errors
from hmis_web.db.tracing import trace
from hmis_web.domain import elsewhere, refusals
from hmis_web.domain.acting import GrantChoice
from hmis_web.domain.audit import Act
from hmis_web.web.htmx import is_htmx
from hmis_web.web.request_log import log_event
from hmis_web.web.state import note_act, present, read_session, today

PAGES = {400, 403, 404, 409, 413, 422, 429, 500, 503}
NEVER_KEPT = {"password", "new_password", "repeat_password", "code", "sealed"}
"""Never written into a page."""


def register(app: Flask) -> None:
    """One handler for each kind of error."""
    app.register_error_handler(errors.Forbidden, _forbidden)
    app.register_error_handler(errors.NotFound, _not_found)
    app.register_error_handler(errors.Conflict, lambda error: _page(409, message=str(error)))
    app.register_error_handler(
        errors.DomainError, lambda error: _page(422, details=[error.message], message=error.message)
    )
    app.register_error_handler(errors.TooManyTries, lambda _error: _page(429))
    app.register_error_handler(errors.DatabaseBusy, _busy)
    app.register_error_handler(CSRFError, lambda _error: _page(400))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _forbidden(error: errors.Forbidden) -> Response:
    missing = Permission(error.permission)
    note_act(refusals.of_right(request.endpoint or "", request.view_args or {}, missing))
    return _page(403, missing_right=in_words(missing))


def _not_found(_error: errors.NotFound) -> Response:
    """The same answer for what is not there and what is not theirs. Who has the right at another agency of
    their own to see it is offered to switch. The audit trail knows what was asked for."""
    if present() is not None:
        refused = refusals.of_record(read_session(), request.endpoint or "", request.view_args or {})
        if refused is not None:
            note_act(refused)
    return _page(404, offers=_agencies_that_see())


def _agencies_that_see() -> list[GrantChoice]:
    here, numbers = present(), request.view_args or {}
    if here is None or request.method != "GET" or is_htmx() or "client_id" not in numbers:
        return []
    client_id = numbers["client_id"]
    found = elsewhere.agencies_that_see(
        read_session(), here.actor, client_id, numbers.get("enrollment_id"), today()
    )
    if found:
        note_act(Act(elsewhere.OFFER, "client", client_id, client_id))
    return found


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    return _page(error.code if error.code in PAGES else 500 if error.code >= 500 else 404)


def _busy(_error: errors.DatabaseBusy) -> Response:
    """Another writer has the database: keep what was typed and offer to save again."""
    fields = [(k, v) for k, v in request.form.items(multi=True) if k != "csrf_token"]
    if any(file.filename for file in request.files.values()) or not NEVER_KEPT.isdisjoint(request.form):
        fields = []  # what could be sent again would lack its password or file
    response = _page(503, fields=fields, post_url=request.full_path.rstrip("?"))
    response.headers["Retry-After"] = "2"
    return response


def _unexpected(error: Exception) -> Response:
    log_event(
        logging.ERROR,
        "unexpected_error",
        error=type(error).__name__,
        endpoint=request.endpoint,
    )
    logging.getLogger("hmis.trace").error("request %s\n%s", g.get("request_id"), trace(error))
    return _page(500)


def _page(status: int, **context: Any) -> Response:
    values: dict[str, Any] = {
        "reference": g.get("request_id", ""),
        "missing_right": "",
        "fields": [],
        "message": "",
        "details": [],
        "limit": g.get("upload_limit", ""),
    }
    values |= {"post_url": request.path, "status": status} | context
    if is_htmx():
        text = _in_a_line(status, values)
        message = {"kind": "bad", "text": text, "undo_url": "", "focus": False}
        response = make_response(render_template("components/_flash.html", flash_messages=[message]), status)
        response.headers["HX-Retarget"] = "#flash"
        response.headers["HX-Reswap"] = "outerHTML"
        return response
    name = status if status in PAGES else 500
    return make_response(render_template(f"errors/{name}.html", **values), status)


def _in_a_line(status: int, values: dict[str, Any]) -> str:
    """What a part of a page can say about an error."""
    if status == HTTPStatus.FORBIDDEN and values["missing_right"]:
        return _("Your role here does not include the right to %(right)s.", right=values["missing_right"])
    if values["message"]:
        return str(values["message"])
    return {
        400: _("This page was open for too long. Load it afresh and try again."),
        404: _("There is nothing here."),
        413: _("That is too large to send."),
        429: _("Too many tries. Please wait a moment."),
        503: _("An import is being written. Please try again in a moment; nothing you typed is lost."),
    }.get(
        status, _("Something went wrong on our side. Reference: %(reference)s", reference=values["reference"])
    )
