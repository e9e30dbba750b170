"""Before something grave, password and code are given again (security, B-12).

    @bp.route(...)
    @requires(Permission.X)
    @recently_authenticated
    def view(): ...

Whoever gave them within the last minutes (`confirm_minutes`) notices nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import request, url_for

from hmis_web.domain.sessions import Present
from hmis_web.web import drafts
from hmis_web.web.access_guard import ask_first
from hmis_web.web.state import installation, now, present

View = TypeVar("View", bound=Callable[..., Any])
MARK = "hmis_step_up"
PAGE = "auth.confirm"


def recently_authenticated(view: View) -> View:
    """Ask for password and code first, when they were given too long ago. Stands below the access mark. A
    page comes back to itself, a form's answer to the page that it stood on."""
    return _guarded(view, "")


def recently_authenticated_for(page: str) -> Callable[[View], View]:
    """As `recently_authenticated`, for what is no page (a file): the person comes back to the endpoint
    `page`, which takes the same numbers in its address."""
    return lambda view: _guarded(view, page)


def is_fresh(here: Present) -> bool:
    """Whether password or code were given a short while ago."""
    return here.authenticated_at is not None and here.authenticated_at > now() - installation().limits.confirm


def _guarded(view: View, page: str) -> View:
    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        here = present()
        if here is None or is_fresh(here):
            return view(*args, **kwargs)
        drafts.keep(here.actor)  # what was typed is there again
        back = url_for(page, **(request.view_args or {})) if page else None
        return ask_first(url_for(PAGE), back)

    setattr(wrapper, MARK, True)
    return wrapper  # type: ignore[return-value]
