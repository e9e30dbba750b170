"""Another agency's records: whoever tries their numbers, in the address, the query or a form, gets the
answer that a number without a record gets, and nothing of theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from hmis_web import models
from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.clock import Clock
from tests.access.canaries import Gardener, Planted
from tests.access.routes import Route, routes
from tests.browser import Visitor
from tests.personas import OUTSIDER, ROLES, Community

pytestmark = pytest.mark.slow
ALWAYS = {"agency-manager", "services-only"}
"""Most rights, and limited viewing: what one agency sees does not depend on the role. The others' turn comes
with the long loops."""
PEOPLE = [
    pytest.param(persona, marks=[] if persona in ALWAYS else [pytest.mark.nightly]) for persona in ROLES
]
Enter = Callable[[str], Visitor]
MARK = "Zqb"
NOWHERE = 987_654_321
PLAIN = {
    "kind": "apr", "ref": "Q5a", "cell": "C2", "form": "csv", "token": "nothing", "filename": "favicon.svg",
    "occurrence": "engagement", "stage": "update",
}  # fmt: skip
LAST = {"auth.lock", "auth.sign_out"}
SECRETS = {"auth.second_factor_begin", "auth.second_factor_change"}
"""A new secret each time: two answers are never alike, and nobody's number is asked for."""
TYPED = {"intake.client_begin": "q"}
"""{endpoint: field} that is words for a form, which differ as they were typed."""
FIELDS = (
    "client",
    "project",
    "projects",
    "project_keys",
    "organization",
    "agency",
    "data_source",
    "q",
    "next",
)
"""Names under which forms and queries may take a number, besides those of the addresses."""


@pytest.fixture
def theirs(database: Database, community: Community, keyring: KeyRing, settings: Settings) -> Planted:
    """A client of Elm House about whom everything is recorded, and what Elm House's people made."""
    as_of = Clock(datetime.now(UTC), settings.timezone).as_of
    with database.session(write=True) as session:
        made = Gardener(session, keyring, MARK).plant(session.merge(community.other), as_of)
        _work(session, community, made, as_of)
        session.commit()
    return made


def _work(session: Session, community: Community, made: Planted, as_of: date) -> None:
    """A job, a report's run and an import's run of Elm House's own worker, with words of theirs."""
    who = {"account_id": community.accounts[OUTSIDER], "organization_id": community.other.id}
    job = models.Job(
        kind="report",
        parameters="{}",
        state="done",
        message=f"{MARK}message",
        created_at=datetime.now(UTC),
        **who,
    )
    session.add(job)
    session.flush()
    run = models.ReportRun(
        kind="apr",
        spec_version="2026",
        engine_version="1",
        parameters=f'{{"title": "{MARK}parameters"}}',
        start_date=as_of,
        end_date=as_of,
        job_id=job.id,
        created_at=datetime.now(UTC),
        **who,
    )
    session.add(run)
    session.flush()
    made.ids.update(job_id=job.id, run_id=run.id, account_id=who["account_id"])
    made.words["job.message"] = {f"{MARK}message"}
    made.words["report_run.parameters"] = {f"{MARK}parameters"}


def tried(route: Route, ids: dict[str, int]) -> tuple[str, dict[str, str]]:
    """A route's address with ids, and every id again under every name, for query and form."""
    values = {**PLAIN, **ids}
    address = re.sub(r"<[^>]*?(\w+)>", lambda found: str(values.get(found[1], 1)), route.address)
    fields = [name for name in FIELDS if name != TYPED.get(route.endpoint)]
    names = {**ids, **{name: ids[_meant(name)] for name in fields}}
    return address, {name: str(number) for name, number in names.items()}


def _meant(name: str) -> str:
    return {"client": "client_id", "q": "client_id"}.get(
        name, "project_id" if "project" in name else "organization_id"
    )


def comparable(text: str, numbers: set[str]) -> str:
    """An answer without what differs between any two requests, and without the numbers asked for."""
    text = re.sub(r"<input[^>]*(csrf_token|idempotency_key)[^>]*>|X-CSRFToken[^}]*}|data-left=.\d+", "", text)
    text = re.sub(r'"left":\d+|\b[0-9a-f]{12,32}\b', "", text)
    return re.sub(r"\d+", lambda found: "#" if found[0] in numbers else found[0], text)


class Trier:
    """Somebody who tries numbers, in every place of a request."""

    def __init__(self, visitor: Visitor, theirs: Planted) -> None:
        self._visitor = visitor
        self._theirs = theirs
        self._sets = (theirs.ids, dict.fromkeys(theirs.ids, NOWHERE))
        self._numbers = {str(number) for ids in self._sets for number in ids.values()}
        self.wrong: list[str] = []
        self.refused = False
        """Whether the last two answers were refusals."""

    def try_route(self, route: Route, method: str, place: str) -> None:
        """Their numbers and numbers of nothing must be answered alike. A page may show the time: a difference
        counts when asking again shows it again."""
        theirs, nothing = self._answers(route, method, place)
        self.refused = theirs.status_code == nothing.status_code == 403
        if not self._alike(theirs, nothing):
            theirs, nothing = self._answers(route, method, place)
        what = f"{method} {route.endpoint} ({place})"
        offered = self._theirs.found_in(nothing.text)  # answers to choose from stand in every form
        if theirs.status_code < 300 and (shown := self._theirs.found_in(theirs.text) - offered):
            self.wrong.append(f"{what} shows {shown}")
        if not self._alike(theirs, nothing):
            self.wrong.append(f"{what}: {theirs.status_code}, for nothing {nothing.status_code}")

    def try_everywhere(self, route: Route, method: str) -> None:
        """Every place by itself. Whom the page is refused for want of a right is refused before anything is
        read: then one request with the numbers in every place at once tells as much."""
        self.try_route(route, method, "everywhere")
        if self.refused:
            return
        places = ("path", "query", "form") if method == "POST" else ("path", "query")
        for place in places:
            if place != "path" or "<" in route.address:
                self.try_route(route, method, place)

    def _answers(self, route: Route, method: str, place: str) -> tuple[TestResponse, TestResponse]:
        theirs, nothing = (self._answer(route, method, place, ids) for ids in self._sets)
        return theirs, nothing

    def _alike(self, one: TestResponse, other: TestResponse) -> bool:
        texts = [comparable(answer.text, self._numbers) for answer in (one, other)]
        return one.status_code == other.status_code and texts[0] == texts[1]

    def _answer(self, route: Route, method: str, place: str, ids: dict[str, int]) -> TestResponse:
        address, named = tried(route, ids)
        sent = {"csrf_token": self._visitor.csrf_token()} if method == "POST" else {}
        sent |= named if method == "POST" and place in ("form", "everywhere") else {}
        query = named if place in ("query", "everywhere") else {}
        return self._visitor.client.open(address, method=method, query_string=query, data=sent)


@pytest.mark.parametrize("persona", PEOPLE)
def test_numbers_of_another_agency_answer_like_numbers_of_nothing(
    signed_in: Enter, theirs: Planted, persona: str
) -> None:
    trier = Trier(signed_in(persona), theirs)

    for route in routes():
        for method in route.answers if route.endpoint not in LAST | SECRETS else ():
            trier.try_everywhere(route, method)

    assert trier.wrong == []


@pytest.mark.parametrize("persona", ["agency-manager", "services-only"])
def test_search_by_what_is_theirs_finds_nobody(signed_in: Enter, theirs: Planted, persona: str) -> None:
    visitor = signed_in(persona)
    typed = [min(theirs.words[column]) for column in ("client.last_name", "client.ssn_last4", "client.dob")]
    typed += [f"R-{theirs.ids['client_id']}", f"{typed[0]} {theirs.ids['client_id']}"]

    for text in typed:
        for htmx in (False, True):
            answer = visitor.post("/clients/search", {"q": text}, htmx=htmx)
            found = theirs.found_in(answer.text.replace(text, ""))
            assert found == set(), (text, found)
