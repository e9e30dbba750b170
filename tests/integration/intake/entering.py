"""Teresa and Luz enter a project: the form of the page, and what it made."""

from __future__ import annotations

from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import Enrollment
from tests.town import Town

WORKER = "direct-service"
HEAD, CHILD = "1", "2"


def path(town: Town) -> str:
    """Where Teresa's household is enrolled."""
    return f"/clients/{town.client}/enrollments/new"


def entry(town: Town, project: int, /, **more: str) -> dict[str, str]:
    """Teresa and Luz enter a project today."""
    sent = {"project": str(project), "entry_date": str(town.today), "coc": "XX-501", "idempotency_key": "k1"}
    for key, relation in ((town.client, HEAD), (town.child, CHILD)):
        sent |= {f"m{key}-known": "1", f"m{key}-inside": "y", f"m{key}-relation": relation}
    return sent | {"do": "save"} | more


def entered(database: Database, project: int) -> dict[int, Enrollment]:
    """{client: enrollment} of a project."""
    with database.session() as session:
        rows = session.scalars(
            select(Enrollment).where(Enrollment.project_key == project).order_by(Enrollment.id)
        )
        return {row.client_key: row for row in rows}
