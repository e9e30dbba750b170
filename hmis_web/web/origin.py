"""Requests that change something come from our own pages: besides the token in each form, browsers say where
a request comes from."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.exceptions import Forbidden

from hmis_web.web.state import SAFE_METHODS

OURS = frozenset({"same-origin", "none"})
"""Our own page, or somebody who typed the address. Programs and old browsers say nothing."""


def register(app: Flask) -> None:
    """Ask every request."""
    app.before_request(_check)


def _check() -> None:
    """Refuse what another site's page sends, even one beside us under the same domain."""
    said = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method not in SAFE_METHODS and said not in OURS:
        raise Forbidden
