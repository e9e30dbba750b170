"""Deny by default: who sent the request, and may they? Reads the marks of `access/decorators.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from flask import session as cookie
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from hmis_web.access.decorators import access_mark
from hmis_web.db.errors import Forbidden
from hmis_web.domain import sign_in
from hmis_web.web.htmx import is_htmx
from hmis_web.web.state import installation, now, present, read_session, today

TOKEN = "token"  # noqa: S105 - the name of a field


UPLOAD = "hmis_takes_upload"
View = TypeVar("View", bound=Callable[..., Any])


class UnmarkedEndpoint(RuntimeError):
    """An endpoint without an access mark was asked for."""


def register(app: Flask) -> None:
    """Guard every request."""
    app.before_request(_guard)


def takes_upload(view: View) -> View:
    """Mark a view whose requests may be as large as an upload, once the sender is let in."""
    setattr(view, UPLOAD, True)
    return view


def remember(token: str) -> None:
    """Keep a new session's token in the cookie; everything else in it goes."""
    cookie.clear()
    cookie[TOKEN] = token


def forget() -> None:
    """Empty the cookie, which also makes browsers drop pages kept for Back."""
    cookie.clear()


def _guard() -> Any:
    if request.endpoint is None:
        _recognise()
        return None  # no such address: the 404 comes from routing, in the frame of whoever asked
    mark = access_mark(current_app.view_functions[request.endpoint])
    if mark is None:
        raise UnmarkedEndpoint(request.endpoint)
    if request.endpoint == "static":
        return None
    _recognise()
    if mark.kind == "public":
        return None
    here = present()
    if here is None:
        return _to_sign_in()
    if mark.kind == "permission" and not any(here.actor.may(p) for p in mark.permissions):
        raise Forbidden(mark.permissions[0])
    if getattr(current_app.view_functions[request.endpoint], UPLOAD, False):
        request.max_content_length = installation().settings.upload_limit_bytes
    return None


def _recognise() -> None:
    """Find out who holds the cookie's token."""
    token = cookie.get(TOKEN)
    if token:
        g.present = sign_in.present(read_session(), token, installation().limits, now(), today())
        if g.present is None:
            forget()


def _to_sign_in() -> Response:
    """Ask to sign in and come back. A form's answer is not repeated: the person returns to the page it stood
    on."""
    if request.method == "GET" and not is_htmx():
        return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")), 303)
    target = url_for("auth.sign_in")
    if is_htmx():
        response = Response("", 200)
        response.headers["HX-Redirect"] = target
        return response
    return redirect(target, 303)


def safe_next(target: str | None) -> str:
    """A local path to go to after signing in; Home for anything else."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")):
        try:
            current_app.url_map.bind("").match(target.split("?")[0], method="GET")
        except NotFound:
            return url_for("home.home")
        except Exception:  # noqa: BLE001 - any other routing answer is no page to return to
            return url_for("home.home")
        return target
    return url_for("home.home")
