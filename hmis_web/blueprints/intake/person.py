"""Whose page this is: what forms about a client say above themselves."""

from __future__ import annotations

from typing import Any

from flask import url_for

from hmis_web.domain import alerts, clients, overview, own_rows
from hmis_web.domain.overview import Header
from hmis_web.web.presenters import alert_items, name_of
from hmis_web.web.state import actor, keyring, note_read, read_session, session, today


def header(client_id: int) -> Header:
    """The header of a client's page; notes in the audit trail that it was opened. Raises NotFound out of
    scope."""
    found = overview.header(read_session(), actor(), keyring(), client_id, today())
    note_read(clients.READ, "client", client_id, client_id=client_id)
    return found


def require(client_id: int) -> None:
    """Raises NotFound for a client out of scope."""
    own_rows.require_client(session(), actor(), client_id)


def above_form(client_id: int) -> dict[str, Any]:
    """Name, identifier, page and alerts of a client, for a form about them; notes in the audit trail that it
    was opened. Raises NotFound out of scope."""
    card = clients.get_card(read_session(), actor(), keyring(), client_id, today())
    note_read(clients.READ, "client", client_id, client_id=client_id)
    url = url_for("intake.client_show", client_id=client_id)
    return {
        "client": {"name": name_of(card), "identifier": card.record_number, "url": url},
        "alerts": alert_items(alerts.active(read_session(), actor(), client_id, today())),
        "acting_for_all": actor().organization_id is None,
    }
