"""ID cards from the page to the sheet: given, printed, replaced, ended, and for a whole program."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pypdf
import pytest
from PIL import Image
from sqlalchemy import select

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import card_codes, file_images, photos
from hmis_web.domain.clock import Clock
from hmis_web.models import AuditEvent, Client, ClientCard
from tests.browser import Visitor, page
from tests.factories import hud
from tests.personas import OUTSIDER, Community
from tests.town import Town

Enter = Callable[[str], Visitor]
Work = Callable[[], None]
pytestmark = pytest.mark.slow


def codes(database: Database) -> list[str]:
    """The codes of all cards, spoken, in the order in which they were given."""
    with database.session() as session:
        rows = session.scalars(select(ClientCard.code).order_by(ClientCard.id))
        return [card_codes.in_groups(code) for code in rows]


def pdf(visitor: Visitor, link: str) -> pypdf.PdfReader:
    """A file behind a link."""
    answer = visitor.client.get(link)
    assert answer.mimetype == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(answer.data))


def test_card_of_a_client_from_first_to_last(
    signed_in: Enter, town: Town, work: Work, database: Database
) -> None:
    worker, here = signed_in("direct-service"), f"/clients/{town.client}/card"
    assert here in [link["href"] for link in page(worker.get(f"/clients/{town.client}/print")).select("a")]
    assert worker.post(here, {"what": ""}).status_code == 422
    assert codes(database) == []

    for _click in range(2):
        assert worker.post(here, {"what": "print"}).status_code == 303
    work()
    [first] = codes(database)
    shown = page(worker.get(here))
    assert first in shown.select_one("main").text
    [link] = [each["href"] for each in shown.select("aside a[download]")]
    text = pdf(worker, link).pages[0].extract_text()
    assert all(words in text for words in ("Teresa Martin", "Open Door", first))
    assert f"R-{town.client}" not in text

    replacing = {"what": "replace", "card": 1}
    for _click in range(2):
        assert worker.post(here, replacing).status_code == 303
    assert len(codes(database)) == 2
    assert worker.post(f"{here}/2/end", {}).status_code == 422
    assert worker.post(f"{here}/2/end", {"reason": "lost"}).status_code == 303
    told = page(worker.get(here)).select_one("main").text
    assert "No card yet" in told
    assert "It was lost" in told
    assert "Replaced by another one" in told

    for stranger in ("services-only", "read-only"):
        assert signed_in(stranger).get(here).status_code == 403
    outsider = signed_in(OUTSIDER)
    assert outsider.post(f"{here}/1/end", {"reason": "lost"}).status_code == 404
    assert outsider.client.get(link).status_code == 404
    with database.session() as session:
        verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.verb.like("card:%"))).all()
    assert set(verbs) == {"card:issue", "card:request-print", "card:print", "card:revoke"}


@pytest.fixture
def full_house(town: Town, database: Database, community: Community, keyring: KeyRing) -> int:
    """A program with eleven people, one of them twice, one with a photo."""
    with database.session(write=True) as session:
        shelter = hud.project(session, community.home, "Cots", project_type=1)
        guests = [
            hud.client(session, keyring, community.home, first_name=f"Guest {number}") for number in range(9)
        ]
        known = [session.get_one(Client, key) for key in (town.client, town.child)]
        for person in (*guests, guests[0], *known):
            hud.enrollment(session, person, shelter, entry_date=town.today)
        made = io.BytesIO()
        Image.effect_noise((200, 200), 80).convert("RGB").save(made, "JPEG")
        picture = file_images.portrait(made.getvalue())
        worker = community.actor(session, "direct-service")
        at = Clock(datetime.now(UTC), ZoneInfo("UTC"))
        photos.set_photo(session, worker, keyring, town.client, picture, at)
        session.commit()
        return shelter.id


def test_cards_of_a_program_ten_on_a_page(
    signed_in: Enter, town: Town, work: Work, database: Database, full_house: int
) -> None:
    manager = signed_in("program-manager")
    assert manager.post("/cards", {"project": ""}).status_code == 422
    assert manager.post("/cards", {"project": town.outreach}).status_code == 422
    for _click in range(2):
        assert manager.post("/cards", {"project": full_house}).status_code == 303
    work()

    [link] = [each["href"] for each in page(manager.get("/cards")).select("aside a[download]")]
    sheet = pdf(manager, link)
    told = [each.extract_text() for each in sheet.pages]
    assert len(told) == 2
    assert len(codes(database)) == 11
    assert all(code in "".join(told) for code in codes(database))
    assert told[0].count("Found?") == 10
    assert [tuple(map(float, each.mediabox[2:])) for each in sheet.pages] == [(612, 792)] * 2
    assert any(each.images for each in sheet.pages)
    assert signed_in("direct-service").client.get(link).status_code == 404
    assert signed_in("services-only").get("/cards").status_code == 403
