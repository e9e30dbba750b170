"""Keeping and discarding drafts, whatever form they are of."""

from __future__ import annotations

from flask import g, request
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import signed_in
from hmis_web.blueprints.auth import bp
from hmis_web.db.errors import NotFound
from hmis_web.domain import drafts
from hmis_web.web import drafts as form_drafts
from hmis_web.web.access_guard import safe_next
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, session


@bp.route("/drafts", methods=["POST"])
@signed_in
def draft_save() -> ResponseReturnValue:
    """Keep what is typed in a form; the page sends it by itself, so it does not count as somebody at work."""
    g.polling = True
    if not form_drafts.keep_posted(session(), actor()):
        raise NotFound("form")
    return "", 204


@bp.route("/drafts/<int:draft_id>/discard", methods=["POST"])
@signed_in
def draft_discard(draft_id: int) -> ResponseReturnValue:
    """Throw away one's own draft."""
    drafts.discard(session(), actor(), draft_id)
    return see_other(safe_next(request.form.get("next")))
