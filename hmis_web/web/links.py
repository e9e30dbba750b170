"""Links that stand on a page only for who may open them."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for

from hmis_web.access.actor import Actor
from hmis_web.access.decorators import access_mark


def may_open(actor: Actor, endpoint: str) -> bool:
    """Whether the mark of an endpoint lets the actor in: a right that is missing is a missing link."""
    view = current_app.view_functions.get(endpoint)
    mark = access_mark(view) if view else None
    if mark is None:
        return False
    return mark.kind != "permission" or any(actor.may(permission) for permission in mark.permissions)


def open_url(actor: Actor, endpoint: str, **values: Any) -> str:
    """The address of a page for who may open it, empty otherwise."""
    return url_for(endpoint, **values) if may_open(actor, endpoint) else ""
