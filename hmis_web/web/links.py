"""Links that stand on a page only for who may open them."""

from __future__ import annotations

from flask import current_app

from hmis_web.access.actor import Actor
from hmis_web.access.decorators import access_mark


def may_open(actor: Actor, endpoint: str) -> bool:
    """Whether the mark of an endpoint lets the actor in: a right that is missing is a missing link."""
    view = current_app.view_functions.get(endpoint)
    mark = access_mark(view) if view else None
    if mark is None:
        return False
    return mark.kind != "permission" or any(actor.may(permission) for permission in mark.permissions)
