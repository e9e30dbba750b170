"""The service desk: what is remembered, what it logs, asks and refuses, and what it costs."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.config import Settings
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import desk
from hmis_web.domain.clock import Clock
from hmis_web.domain.desk import Entry, Outcome, SetUp
from hmis_web.models import Project, Services
from tests.browser import Visitor, page
from tests.factories import hud
from tests.personas import Community
from tests.town import Town

Enter = Callable[[str], Visitor]
NIGHT = "hud-200-200"
KEY = "0123456789abcdef"
DAY = timedelta(days=1)


def row(town: Town, key: str = KEY, household: str = "", code: str = NIGHT, stay: int | None = None) -> str:
    """A row as the script sends it."""
    return f"{key}~{stay or town.stay}~{household}~{town.shelter}~{code}~{town.today}~~~"


@pytest.mark.both_databases
def test_two_desks_at_the_same_moment_make_one_service_and_one_question(
    town: Town, database: Database, community: Community, settings: Settings
) -> None:
    clock = Clock(datetime.now(UTC), settings.timezone)
    chosen = SetUp(town.shelter, (NIGHT,), town.today)
    start, answers = threading.Barrier(4), list[tuple[str, Outcome]]()

    def enter(persona: str, key: str) -> None:
        with database.session() as reading:
            actor = community.actor(reading, persona)
        start.wait()
        with database.session(write=True, wait=20) as session:
            [outcome] = desk.log(session, actor, chosen, Entry(key, town.stay), clock)
            session.commit()
        answers.append((persona, outcome))

    who = [("services-only", "a"), ("services-only", "a"), ("direct-service", "b"), ("direct-service", "b")]
    threads = [threading.Thread(target=enter, args=each) for each in who]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    logged = [persona for persona, outcome in answers if outcome.logged]
    asked = [persona for persona, outcome in answers if outcome.asked]
    assert (len(set(logged)), len(logged), len(asked)) == (1, 2, 2)  # the same key answers the same row
    assert set(logged).isdisjoint(asked)
    with database.session() as session:
        kept = session.scalars(select(Services.id).where(Services.idempotency_key.is_not(None))).all()
    assert len(kept) == 1


@pytest.mark.both_databases
def test_desk_remembers_by_person_and_day_and_refuses_what_can_not_be_logged(
    town: Town, session: Session, community: Community, settings: Settings
) -> None:
    clock = Clock(datetime.now(UTC), settings.timezone)
    actor, other = (community.actor(session, each) for each in ("services-only", "direct-service"))
    chosen = SetUp(town.shelter, (NIGHT,), town.today - DAY, note="before lunch")

    desk.remember(session, actor, chosen, clock)
    assert desk.remembered(session, actor, clock) == chosen
    assert desk.remembered(session, other, clock) is None
    tomorrow = Clock(clock.now + DAY, clock.zone)
    assert desk.remembered(session, actor, tomorrow) == SetUp(town.shelter, (NIGHT,), tomorrow.as_of)
    desk.remember(session, actor, SetUp(town.shelter, (NIGHT,), town.today), clock)
    for wrong, field in (
        (SetUp(town.shelter, (NIGHT,), town.today + DAY), "day"),
        (SetUp(town.shelter, (), town.today), "services"),
        (SetUp(town.shelter, ("hud-141-1",), town.today), "services"),
        (SetUp(town.shelter, (NIGHT, "own-1", "own-2", "own-3"), town.today), "services"),
    ):
        with pytest.raises(DomainError) as refused:
            desk.remember(session, actor, wrong, clock)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        desk.log(session, actor, chosen, Entry(KEY, town.strange_stay), clock)
    with pytest.raises(NotFound):
        desk.log(session, community.actor(session, "outsider"), chosen, Entry(KEY, town.stay), clock)
    family = desk.log(session, actor, chosen, Entry(KEY, town.stay, household=True), clock)
    assert [len(outcome.logged) for outcome in family] == [1, 1]


def test_row_is_saved_once_asked_about_and_undone_by_who_made_it_within_minutes(
    signed_in: Enter, town: Town, database: Database
) -> None:
    ana, ben = signed_in("services-only"), signed_in("direct-service")

    first, same = (ana.post("/desk/log", {"entry": row(town)}, htmx=True) for _time in range(2))
    asked = ben.post("/desk/log", {"entry": row(town, "f" * 16)}, htmx=True)

    assert (first.status_code, same.status_code, asked.status_code) == (200, 200, 200)
    assert ("Teresa Martin" in first.text, "Undo" in first.text, "Undo" in same.text) == (True, True, True)
    assert "by Services Only. Add again?" in page(asked).text
    with database.session() as session:
        [made] = session.scalars(select(Services.id).where(Services.idempotency_key.is_not(None)))
    undo = {"client_id": town.client, "enrollment_id": town.stay, "rows": f"hud.{made}"}
    assert ben.post("/desk/undo", undo, htmx=True).status_code == 404
    for wrong in (row(town, stay=town.strange_stay), row(town, "short"), "~", row(town, code="x")):
        assert ana.post("/desk/log", {"entry": wrong}, htmx=True).status_code == 404, wrong
    with database.session(write=True) as session:
        kept = session.get_one(Services, made)
        kept.edited_at = datetime.now(UTC) - timedelta(minutes=11)
        session.commit()
    assert ana.post("/desk/undo", undo, htmx=True).status_code == 422
    with database.session(write=True) as session:
        session.get_one(Services, made).edited_at = datetime.now(UTC)
        session.commit()
    assert "Undone" in ana.post("/desk/undo", undo, htmx=True).text


def test_card_or_identifier_finds_or_says_who_is_not_here(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("services-only")
    visitor.post("/desk/set-up", {"project": town.shelter, "services": NIGHT, "day": str(town.today)})

    scanned = visitor.post("/desk/log", {"who": f"R-{town.client}", "key": KEY}, htmx=True)
    assert "Teresa Martin" in scanned.text
    strange = visitor.post("/desk/log", {"who": f"R-{town.stranger}", "key": KEY}, htmx=True)
    assert (strange.status_code, "Search everybody" in strange.text) == (404, True)
    several = page(visitor.post("/desk/log", {"who": "mart", "key": KEY}))
    assert len(several.select("input[type=radio]")) == 2


@pytest.mark.slow
def test_desk_with_five_hundred_names_stays_within_its_budget(
    signed_in: Enter, town: Town, database: Database, keyring: KeyRing, community: Community,
    query_budget: Callable[[int], object],
) -> None:  # fmt: skip
    with database.session(write=True) as session:
        shelter = session.get_one(Project, town.shelter)
        for number in range(498):
            name = {
                "first_name": f"{['Maria', 'Jo', 'Al', 'Teo', 'Rosalind'][number % 5]}",
                "last_name": f"Nguyen{number:x}",
            }
            person = hud.client(session, keyring, community.home, **name)
            hud.enrollment(session, person, shelter, entry_date=town.today)
        session.commit()
    visitor = signed_in("services-only")
    visitor.post("/desk/set-up", {"project": town.shelter, "services": NIGHT, "day": str(town.today)})
    visitor.post("/desk/log", {"entry": row(town, stay=town.stay + 1)}, htmx=True)

    with query_budget(20):
        answer = visitor.get("/desk")
    assert len(page(answer).select_one("#desk-names").text.splitlines()) == 500
    assert len(gzip.compress(answer.data)) < 14_000
    with query_budget(20):
        saved = visitor.post("/desk/log", {"entry": row(town)}, htmx=True)
    assert len(saved.data) < 4_000

    with database.session(write=True) as session:
        person = hud.client(session, keyring, community.home, first_name="Zoe", last_name="Ngo")
        hud.enrollment(session, person, session.get_one(Project, town.shelter), entry_date=town.today)
        session.commit()
    assert page(visitor.get("/desk")).select_one("#desk-names").text.strip() == ""
    assert "Zoe Ngo" in visitor.post("/desk/find", {"who": "zo"}, htmx=True).text


def test_day_is_printed_for_who_asked_and_nobody_else(
    signed_in: Enter, town: Town, work: Callable[[], None]
) -> None:
    ana, ben = signed_in("services-only"), signed_in("direct-service")
    ana.post("/desk/log", {"entry": row(town)}, htmx=True)

    asked = ana.post("/desk/print", {"project": town.shelter, "day": str(town.today)})
    work()

    link = page(ana.get("/desk")).select_one("a[download]")
    assert (asked.status_code, link is not None) == (303, True)
    assert ana.client.get(link["href"]).data.startswith(b"%PDF")
    assert ben.client.get(link["href"]).status_code == 404
    assert ana.post("/desk/print", {"project": 987, "day": str(town.today)}).status_code == 404
