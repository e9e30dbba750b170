"""What a person added in tests answers, and looking at what was kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from hmis_web.db.session import Database
from hmis_web.models import Client
from tests.browser import page

NEW, BEGIN = "/clients/new", "/clients/begin"
BEA: dict[str, Any] = {
    "first_name": "Bea", "last_name": "Okoro", "dob": "4/9/1985", "ssn": "123-45-6780", "sex": "0",
    "races": ["asian"], "veteran_status": "0", "idempotency_key": "once",
}  # fmt: skip
TWIN = BEA | {
    "first_name": "Teresa", "last_name": "Martin", "dob": "3/14/1960", "ssn": "", "ssn_data_quality": "8",
}  # fmt: skip


def count(database: Database, model: Any) -> int:
    """How many rows there are."""
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def newest(database: Database) -> Client:
    """The person added last."""
    with database.session() as session:
        return session.scalars(select(Client).order_by(Client.id.desc()).limit(1)).one()


def errors(answer: Any) -> str:
    """The summary of mistakes; empty without one."""
    found = page(answer).select_one(".summary")
    return found.text if found else ""
