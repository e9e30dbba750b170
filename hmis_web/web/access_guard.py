"""Deny by default: who sent the request, and may they? Reads the marks of `access/decorators.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app, g, redirect, request, url_for
from flask import session as cookie
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from hmis_web.access.decorators import AccessMark, access_mark
from hmis_web.db.errors import Forbidden
from hmis_web.domain import accounts, ended_sessions, sessions
from hmis_web.domain.file_content import MEBIBYTE, in_words
from hmis_web.domain.sessions import Present
from hmis_web.web import agency_guard, drafts
from hmis_web.web.flash import say
from hmis_web.web.htmx import is_htmx, see_other
from hmis_web.web.state import at_gate, installation, now, present, read_session, today

TOKEN = "token"  # noqa: S105 - the name of a field
GATE = "gate"
TOO_OLD = "too old"
GATE_PAGES: dict[str, str] = {}
"""The page that opens each gate; signing in afresh where none stands here."""
UPLOAD = "hmis_takes_upload"
IMPORT, CLIENT_FILE = "import", "client file"
ROOM = 4
"""A request with a file may have so many times the size of what is kept."""
View = TypeVar("View", bound=Callable[..., Any])


class UnmarkedEndpoint(RuntimeError):
    """There is an endpoint without an access mark."""


def register(app: Flask) -> None:
    """Guard every request."""
    app.before_request(_guard)


def check_marks(app: Flask) -> None:
    """Raises UnmarkedEndpoint for an endpoint without an access mark: asked at start-up."""
    for endpoint, view in app.view_functions.items():
        if access_mark(view) is None:
            raise UnmarkedEndpoint(endpoint)


def takes_upload(view: View) -> View:
    """Mark a view whose requests may be as large as an import, once the sender is let in."""
    setattr(view, UPLOAD, IMPORT)
    return view


def takes_file(view: View) -> View:
    """Mark a view whose requests may hold a file about a client, once the sender is let in; some larger than
    are kept, so that the page can say so."""
    setattr(view, UPLOAD, CLIENT_FILE)
    return view


def remember(token: str) -> None:
    """Keep a new session's token in the cookie; everything else in it goes."""
    cookie.clear()
    cookie[TOKEN] = token


def renew(token: str) -> None:
    """Keep another token of the same session in the cookie: the gate is open. Forms that stand open in
    other tabs stay valid."""
    cookie[TOKEN] = token
    cookie.pop(GATE, None)


def lock_browser() -> None:
    """Ask for the password before anything else, as far as the cookie can see to it."""
    cookie[GATE] = sessions.LOCKED


def forget() -> None:
    """Empty the cookie, which also makes browsers drop pages kept for Back."""
    cookie.clear()


def _guard() -> Any:
    if request.endpoint is None:
        _recognise()
        return None  # no such address: the 404 comes from routing, in the frame of whoever asked
    mark = access_mark(current_app.view_functions[request.endpoint])
    if mark is None:  # added after the start
        raise UnmarkedEndpoint(request.endpoint)
    if request.endpoint == "static":
        return None
    _recognise()
    if mark.kind == "public":
        return None
    here, waiting = present(), at_gate()
    if here is None and waiting is None:
        return ask_first(url_for("auth.sign_in"))
    if mark.kind == "at_gate":
        return None
    if here is None:
        return _to_gate(waiting)  # type: ignore[arg-type]
    return _let_in(here, mark, getattr(current_app.view_functions[request.endpoint], UPLOAD, ""))


def _let_in(here: Present, mark: AccessMark, upload: str) -> Response | None:
    """Whether somebody who is signed in may do this. Raises Forbidden. The body of an upload is not read
    before."""
    refused = None if upload else agency_guard.refusal(here)
    if refused is not None:
        return refused
    if mark.kind == "permission" and not any(here.actor.may(p) for p in mark.permissions):
        raise Forbidden(mark.permissions[0])
    settings = installation().settings
    if upload == IMPORT:
        request.max_content_length = settings.upload_limit_bytes
    elif upload == CLIENT_FILE:
        request.max_content_length = ROOM * settings.file_mib * MEBIBYTE
        g.upload_limit = in_words(settings.file_mib * MEBIBYTE)
        return agency_guard.refusal(here)
    return None


def _recognise() -> None:
    """Find out who holds the cookie's token."""
    token = cookie.get(TOKEN)
    if not token:
        return
    found = sessions.present(read_session(), token, installation().limits, now(), today())
    if found is None:
        _explain_end(token)
    elif found.gate or cookie.get(GATE) == sessions.LOCKED:
        g.at_gate = replace(found, gate=found.gate or sessions.LOCKED)
    else:
        g.present = found


def _explain_end(token: str) -> None:
    """The session is over: empty the cookie, and say why where the person can do something about it."""
    ended = ended_sessions.ended_of(read_session(), token)
    holder = ended_sessions.last_holder(read_session(), token, installation().limits, now())
    if holder is not None:
        drafts.keep(holder)
    forget()
    why = ended.ended_why if ended is not None else TOO_OLD
    words = {
        sessions.ELSEWHERE: _("You signed in on another computer or window, so you were signed out here."),
        sessions.BY_ADMINISTRATOR: _("An administrator ended your session. Please sign in again."),
        accounts.NEW_PASSWORD: _("Your password was changed, so you were signed out here."),
        TOO_OLD: _("You have been signed in for long. Please sign in again; you then go on where you were."),
    }
    if why in words:
        say("warn", words[why])


def _to_gate(waiting: Present) -> Response:
    """What is to be done first. The cookie changes with it: browsers then drop pages kept for Back. What a
    locked session sends is kept as its holder's draft."""
    if waiting.gate == sessions.LOCKED:
        drafts.keep(waiting.actor)
    cookie[GATE] = waiting.gate
    return ask_first(url_for(GATE_PAGES.get(waiting.gate, "auth.sign_in")))


def to_gate_page(back: str | None) -> Response:
    """For the page of a gate that is not, or no longer, the one where its visitor stands: the page of that
    gate, or on to `back`."""
    waiting = at_gate()
    if waiting is None:
        return see_other(safe_next(back))
    page = url_for(GATE_PAGES.get(waiting.gate, "auth.sign_in"))
    return see_other(f"{page}?{urlencode({'next': safe_next(back)}, safe='/')}")


def ask_first(page: str, back: str | None = None) -> Response:
    """Open `page` first and come back, to `back` if it is named. A form's answer is not repeated: the person
    returns to the page it stood on."""
    stood_on = _page_asked_for() if back is None else back
    target = f"{page}?{urlencode({'next': stood_on}, safe='/')}" if stood_on else page
    if is_htmx():
        response = Response("", 200)
        response.headers["HX-Redirect"] = target
        return response
    return redirect(target, 303)


def _page_asked_for() -> str:
    """The page that a request was sent from or for; empty when it is none that can be opened."""
    if is_htmx():
        return urlsplit(request.headers.get("HX-Current-URL", "")).path
    if request.method == "GET":
        return request.full_path.rstrip("?")
    if safe_next(request.path) == request.path:
        return request.path
    sent_from = urlsplit(request.referrer or "")
    return sent_from.path if sent_from.netloc == request.host else ""


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
