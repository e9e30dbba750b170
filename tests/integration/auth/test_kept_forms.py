"""Forms that are sent to a session that is locked or over: nothing is saved, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from hmis_web.db.session import Database
from hmis_web.models import Draft, Services, WebSession
from tests.browser import Visitor, field_value
from tests.integration.auth.test_lock import unlock
from tests.town import Town

Enter = Callable[[str], Visitor]


def test_form_sent_while_locked_is_a_draft_and_comes_back_after_unlock(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("services-only")
    form = visitor.get(town.service_page())
    sent = {name: field_value(form, name) for name in ("csrf_token", "idempotency_key", "acting_for")}
    sent |= {"service": "200:200", "date_provided": str(town.today - timedelta(days=3))}
    visitor.client.post("/lock", data={"csrf_token": sent["csrf_token"]})

    locked = visitor.client.post(town.service_page(), data=sent)

    assert locked.location == f"/unlock?next={town.service_page()}"
    assert counts(database) == (1, 0)
    back = visitor.get(unlock(visitor, locked.location))
    assert "You left this unfinished" in back.text
    assert field_value(back, "date_provided") == sent["date_provided"]
    assert field_value(back, "idempotency_key") == sent["idempotency_key"]
    again = {**sent, "csrf_token": field_value(back, "csrf_token")}
    for _twice in range(2):
        assert visitor.client.post(town.service_page(), data=again).status_code == 303
    assert counts(database) == (0, 1)


def test_form_sent_after_a_sign_in_elsewhere_is_a_draft_of_its_owner(
    signed_in: Enter, town: Town, database: Database
) -> None:
    first = signed_in("services-only")
    form = first.get(town.service_page())
    sent = {name: field_value(form, name) for name in ("csrf_token", "idempotency_key", "acting_for")}
    sent |= {"service": "200:200", "date_provided": str(town.today - timedelta(days=3))}
    second = signed_in("services-only")

    ended = first.client.post(town.service_page(), data=sent)

    assert ended.location == f"/sign-in?next={town.service_page()}"
    assert counts(database) == (1, 0)
    assert "My unfinished entries" in second.get("/").text
    assert field_value(second.get(town.service_page()), "date_provided") == sent["date_provided"]
    assert "unfinished" not in signed_in("agency-manager").get("/").text


def test_form_without_its_token_keeps_no_draft_while_locked(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("services-only")
    visitor.post("/lock")

    visitor.client.post(town.service_page(), data={"service": "200:200", "csrf_token": "forged"})

    assert counts(database) == (0, 0)


def test_form_of_somebody_who_signed_out_is_not_kept(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("services-only")
    sent = {"csrf_token": visitor.csrf_token(), "service": "200:200"}
    with database.session(write=True) as session:
        session.execute(update(WebSession).values(ended_at=datetime.now(UTC), ended_why="disabled"))
        session.commit()

    visitor.client.post(town.service_page(), data=sent)

    assert counts(database) == (0, 0)


def counts(database: Database) -> tuple[int, int]:
    """Drafts, and services logged here."""
    with database.session() as session:
        drafts = session.scalar(select(func.count()).select_from(Draft)) or 0
        logged = select(func.count(Services.id)).where(Services.idempotency_key.is_not(None))
        return drafts, session.scalar(logged) or 0
