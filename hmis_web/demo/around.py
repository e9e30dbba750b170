"""How people are reached, and where they are found: a few contacts and locations for those who are enrolled
now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, Row, insert

from hmis_web.demo.contacts import PLACES
from hmis_web.models import ClientContact, ClientLocation

NEAR = (
    ("emergency", "Rosa", "sister"),
    ("relative", "Walter", "father"),
    ("friend", "Dee", "friend"),
    ("case_worker", "Lee Ann Cho", "county clinic"),
    ("landlord", "Quarry Road Apartments", "landlord"),
)
EVERY_THIRD = 0.3


def add_around(
    connection: Connection, people: Sequence[Row[Any]], writers: dict[int, int], seed: int, as_of: date
) -> None:
    """A phone for most, somebody near for some, and a place outdoors for a few; equal seeds give equal
    ones."""
    random = Random(seed + 1)
    contacts: list[dict[str, Any]] = []
    places: list[dict[str, Any]] = []
    for person in people:
        day = max(person.entry_date, as_of - timedelta(days=90))
        base = {
            "client_id": person.client_key, "organization_id": person.organization_key,
            "account_id": writers.get(person.organization_key), "valid_from": day,
            "created_at": datetime.combine(day, time(17, random.randint(0, 59)), UTC),
        }  # fmt: skip
        blank = {"name": None, "relation": None, "message_ok": False}
        if random.random() > EVERY_THIRD:
            contacts.append(base | blank | {"kind": "phone", "phone": _number(random), "message_ok": True})
        if random.random() < EVERY_THIRD:
            kind, name, relation = random.choice(NEAR)
            told = {"kind": kind, "name": name, "relation": relation, "phone": _number(random)}
            contacts.append(base | blank | told)
        if random.random() < EVERY_THIRD:
            places.append(base | {"kind": "outdoors", "label": random.choice(PLACES)})
    if contacts:
        connection.execute(insert(ClientContact), contacts)
    if places:
        connection.execute(insert(ClientLocation), places)


def _number(random: Random) -> str:
    return f"707555{random.randint(100, 199):04}"
