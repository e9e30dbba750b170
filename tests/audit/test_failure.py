"""What can't be audited does not happen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, text

from hmis_web.db.session import Database
from hmis_web.models import AuditEvent, Services
from tests.browser import Visitor
from tests.town import Town

Enter = Callable[[str], Visitor]
pytestmark = pytest.mark.both_databases
BROKEN = {
    "sqlite": [
        "CREATE TRIGGER audit_is_full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'disk'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION audit_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk'; END $$",
        "CREATE TRIGGER audit_is_full BEFORE INSERT ON audit_event EXECUTE FUNCTION audit_full()",
    ],
}
MENDED = {
    "sqlite": ["DROP TRIGGER audit_is_full"],
    "postgresql": ["DROP TRIGGER audit_is_full ON audit_event", "DROP FUNCTION audit_full()"],
}


def run(database: Database, statements: list[str]) -> None:
    with database.session(write=True) as session:
        for statement in statements:
            session.execute(text(statement))
        session.commit()


def counts(database: Database) -> tuple[int, int]:
    with database.session() as session:
        services, acts = (
            session.scalar(select(func.count()).select_from(model)) or 0 for model in (Services, AuditEvent)
        )
    return services, acts


def test_save_that_can_not_be_audited_leaves_nothing_and_a_read_shows_nothing(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("services-only")
    sent = {"service": "200:200", "date_provided": str(town.today), "idempotency_key": "once"}
    token = visitor.csrf_token()
    before = counts(database)

    run(database, BROKEN[database.dialect])
    try:
        saved = visitor.client.post(town.service_page(), data={**sent, "csrf_token": token})
        read = visitor.client.get(f"/clients/{town.client}")
        after = counts(database)
    finally:
        run(database, MENDED[database.dialect])

    assert (saved.status_code, read.status_code) == (500, 500)
    assert "Teresa" not in read.text
    assert after == before
    assert visitor.post(town.service_page(), sent).status_code == 303
    assert counts(database)[0] == before[0] + 1
