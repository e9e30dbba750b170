"""Until somebody has a password, there is nothing but the first set-up link (security, A-8)."""

from __future__ import annotations

from flask import Flask, current_app, make_response, render_template, request
from werkzeug.wrappers import Response

from hmis_web.domain.accounts import is_set_up
from hmis_web.web.state import read_session

OPEN = frozenset({"auth.set_up", "static", "healthz"})
KNOWN = "hmis_is_set_up"


def register(app: Flask) -> None:
    """Look before anything else is done."""
    app.before_request(_look)


def _look() -> Response | None:
    """503 for every other address; not asked again once it is set up."""
    if request.endpoint in OPEN or current_app.extensions.get(KNOWN):
        return None
    if is_set_up(read_session()):
        current_app.extensions[KNOWN] = True
        return None
    return make_response(render_template("errors/not_set_up.html"), 503)
