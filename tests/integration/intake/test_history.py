"""The tab History: filters, pages, speed, and the PDF."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import brotli
import pytest
from pypdf import PdfReader
from sqlalchemy import insert, inspect

from hmis_web.db.session import Database
from hmis_web.models import Client, Enrollment, Services
from tests.browser import Visitor, page
from tests.factories import hud, own
from tests.personas import OUTSIDER, Community
from tests.town import Town

Enter = Callable[[str], Visitor]
Budget = Callable[[int], AbstractContextManager[list[str]]]
MANY = 2000
MOST_BYTES = 12_000
"""Of a page; with what it loads anew it stays under 20 KB."""


def history(town: Town, query: str = "") -> str:
    """The tab."""
    return f"/clients/{town.client}/history{query}"


@pytest.fixture
def busy(town: Town, database: Database, community: Community) -> Town:
    """Teresa received 2,000 services."""
    with database.session(write=True) as session:
        past = session.get_one(Enrollment, town.past_stay)
        past.entry_date = town.today - timedelta(days=1500)
        first = hud.service(session, past, town.today - timedelta(days=61), record_type=141, type_provided=1)
        same = {
            column.key: getattr(first, column.key)
            for column in inspect(Services).column_attrs
            if column.key != "id"
        }
        session.execute(
            insert(Services),
            [
                same
                | {"services_id": f"MANY{number}", "type_provided": 1 + number % 14}
                | {"date_provided": town.today - timedelta(days=61 + number % 1400)}
                for number in range(MANY)
            ],
        )
        own.note(session, session.get_one(Client, town.client), community.home, "She likes the river. " * 30)
        session.commit()
    return town


def test_long_history_is_read_in_few_statements_and_small_pages(
    signed_in: Enter, busy: Town, query_budget: Budget
) -> None:
    visitor = signed_in("agency-manager")
    visitor.get(history(busy))
    path, seen, pages = history(busy), 0, 0

    while path:
        with query_budget(15):
            answer = visitor.get(path)
        assert len(brotli.compress(answer.data, quality=4)) < MOST_BYTES
        shown = page(answer)
        older = [link for link in shown.select(".pager a") if "Older" in link.text]
        seen += len(shown.select(".history li"))
        path, pages = (str(older[0]["href"]) if older else ""), pages + 1

    assert pages > 10
    assert seen < MANY / 2, "services of a month are one line"


def test_filters_stand_in_the_address_and_lines_lead_to_their_pages(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("direct-service")

    nights = page(visitor.get(history(town, "?kind=services&program=" + str(town.shelter))))
    wrong = visitor.get(history(town, "?first=yesterday"))
    turned = visitor.get(history(town, "?first=2026-02-01&last=2026-01-01"))
    odd = visitor.get(history(town, "?kind=gossip&program=987&after=nonsense"))

    assert "1 bed night" in nights.main.text
    link = nights.select_one(".history li a")
    assert visitor.get(str(link["href"])).status_code == 200
    assert "Street Team" not in " ".join(item.text for item in nights.select(".history li"))
    assert (wrong.status_code, turned.status_code, odd.status_code) == (422, 422, 200)
    assert "11/03/2026" in page(wrong).select_one("#first-error").text
    assert "not before the first" in page(turned).select_one("#last-error").text
    assert "Left the program" in page(odd).main.text


def test_history_of_others_is_not_there_and_limited_viewing_sees_little(signed_in: Enter, town: Town) -> None:
    assert signed_in(OUTSIDER).get(history(town)).status_code == 404
    assert signed_in("agency-manager").get(f"/clients/{town.stranger}/history").status_code == 404
    for persona in ("services-only", "read-only", "assessor-only"):
        text = page(signed_in(persona).get(history(town))).main.text
        assert "Entered the program" in text
        assert "Left the program" not in text
        assert "Make a PDF" not in text


@pytest.mark.slow
def test_history_is_printed_as_it_was_chosen(signed_in: Enter, town: Town, work: Callable[[], None]) -> None:
    visitor, query = signed_in("program-manager"), f"?kind=services&program={town.outreach}"
    shown = page(visitor.get(history(town, query)))
    form = next(each for each in shown.select("main form") if str(each["action"]).endswith("/pdf"))
    sent = {str(field["name"]): str(field["value"]) for field in form.select("input")}

    for _twice in range(2):
        answer = visitor.post(str(form["action"]), sent)
        assert (answer.status_code, answer.location) == (303, history(town, query))
    work()
    shown = page(visitor.get(history(town, query)))
    file = next(str(link["href"]) for link in shown.select("main a") if "PDF of" in link.text)
    taken = visitor.get(file)

    text = " ".join(PdfReader(io.BytesIO(taken.data)).pages[0].extract_text().split())
    assert "Street Team" in text
    assert "Teresa Martin" in text
    assert "Harbor Nights" not in text
    assert "Left the program" not in text
    assert taken.headers["Content-Disposition"].startswith("attachment")
    assert visitor.get(file.replace(f"/{town.client}/", f"/{town.child}/")).status_code == 404
    assert signed_in("agency-manager").get(file).status_code == 404, "somebody else's"
    assert signed_in("reporting-monitoring").post(str(form["action"]), sent).status_code == 403
