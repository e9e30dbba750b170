"""Finding a client, and the client's page."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, presenters
from hmis_web.db.errors import NotFound
from hmis_web.domain import clients, overview
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, keyring, note_read, read_session, today


@bp.route("/clients/<int:client_id>")
@requires(Permission.CLIENT_READ, Permission.CLIENT_READ_LIMITED)
def client_show(client_id: int) -> ResponseReturnValue:
    """A client's overview. The number of a merged record leads to the one it went into."""
    try:
        found = overview.of_client(read_session(), actor(), keyring(), client_id, today())
    except NotFound:
        survivor = clients.survivor_of(read_session(), actor(), client_id)
        if survivor is None:
            raise
        return see_other(url_for("intake.client_show", client_id=survivor))
    note_read(clients.READ, "client", client_id, client_id=client_id)
    return render_template("intake/client_show.html", **presenters.client_page(actor(), found, today()))


@bp.route("/clients/search", methods=["GET", "POST"])
@requires(Permission.CLIENT_SEARCH)
def client_search() -> ResponseReturnValue:
    return ""
