"""People who were merged here: what comes under their old identifiers belongs to the survivor (decision
25)."""

from __future__ import annotations

from sqlalchemy import Connection, Subquery, delete, exists, func, select, update

from hmis_web import standards
from hmis_web.importing.stage import CLIENT_REF, TABLES
from hmis_web.models import Client, ClientAlias


def point_to_survivors(connection: Connection, source_id: int) -> int:
    """Make staged rows of merged clients the survivor's; answers how many rows of Client.csv that leaves
    out. Harmless to repeat."""
    aliases = _aliases(source_id)
    if not connection.execute(select(exists().select_from(aliases))).scalar():
        return 0
    for file in standards.files():
        staged = TABLES.rows[file.name]
        if file.name == "Client" or "personal_id" not in staged.c:
            continue
        values = {"personal_id": aliases.c.survivor}
        if CLIENT_REF in staged.c:
            values[CLIENT_REF] = aliases.c.client_id
        connection.execute(update(staged).where(staged.c.personal_id == aliases.c.personal_id).values(values))
    clients = TABLES.rows["Client"]
    gone = clients.c.personal_id.in_(select(aliases.c.personal_id))
    count: int = connection.execute(select(func.count()).select_from(clients).where(gone)).scalar_one()
    connection.execute(delete(clients).where(gone))
    return count


def _aliases(source_id: int) -> Subquery:
    """Old identifiers of this source, with the survivor's key and identifier."""
    survivor = Client.personal_id.label("survivor")
    return (
        select(ClientAlias.personal_id, ClientAlias.client_id, survivor)
        .join(Client, Client.id == ClientAlias.client_id)
        .where(ClientAlias.data_source_id == source_id)
        .subquery("alias")
    )
