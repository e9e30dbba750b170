"""Finding a client, and the client's page."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, presenters, record
from hmis_web.db.errors import NotFound
from hmis_web.domain import alerts, clients, overview
from hmis_web.domain.search.find import ROWS, search
from hmis_web.domain.search.results import Match
from hmis_web.web.htmx import render_page_or_fragment, see_other
from hmis_web.web.state import actor, keyring, note_act, note_read, read_session, today
from hmis_web.web.transactions import reads_only


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
@reads_only
def client_search() -> ResponseReturnValue:
    """Find clients: while typing, and as a page. What is searched for never stands in an address."""
    text, person, day = request.form.get("q", "").strip(), actor(), today()
    found: list[Match] = []
    elsewhere: tuple[str, ...] = ()
    if text:
        result = search(read_session(), person, text, keyring(), day, ROWS + 1)
        found, elsewhere = list(result.matches), result.elsewhere
        note_act(result.act)
    recent = [] if text else clients.recently_opened(read_session(), person, day)
    ids = [match.client_id for match in found]
    alerted = alerts.clients_with(read_session(), person, ids, day) if ids else set()
    context = presenters.search_page(text, found[:ROWS], alerted, elsewhere, recent)
    return render_page_or_fragment(
        "intake/client_search.html",
        "intake/_client_results.html",
        more=len(found) > ROWS,
        actions=record.starts(person),
        **context,
    )
