"""Each request writes exactly the acts that are declared for it here, and a page with a client's name on it
never writes none."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hmis_web.db.session import Database
from hmis_web.models import AuditEvent, Client
from tests.access.routes import routes
from tests.access.test_every_route import address
from tests.browser import Visitor, field_value
from tests.browser import page as tree
from tests.factories import own
from tests.importing.csv_set import CsvSet
from tests.personas import ADMINISTRATOR, OUTSIDER, PASSWORD, Community
from tests.town import Town

Enter = Callable[[str], Visitor]
Work = Callable[[], None]
NAME = "Teresa"
MANAGER = "agency-manager"
SHOWS_NAMES = {"home.home": "people whom one opened oneself", "intake.client_search": "the same"}
"""Pages with names that write nothing, and why."""


@dataclass
class Walker:
    """Makes requests, and collects what each wrote."""

    visitor: Visitor
    database: Database
    walked: set[tuple[str, str]] = field(default_factory=set)

    def get(self, path: str, *verbs: str) -> TestResponse:
        """Fetch a page; fails unless exactly these verbs were written."""
        return self._wrote(self.visitor.client.get(path), verbs)

    def post(self, path: str, data: dict[str, object], *verbs: str) -> TestResponse:
        """Send a form; fails unless exactly these verbs were written."""
        sent = {"csrf_token": self.visitor.csrf_token(), **data}
        return self._wrote(self.visitor.client.post(path, data=sent), verbs)

    def _wrote(self, answer: TestResponse, verbs: tuple[str, ...]) -> TestResponse:
        asked = f"{answer.request.method} {answer.request.path} ({answer.status_code})"
        assert written(self.database, answer) == sorted(verbs), asked
        self.walked.add((answer.request.method, answer.request.path))
        return answer


def written(database: Database, answer: TestResponse) -> list[str]:
    """The verbs that one request wrote."""
    with database.session() as session:
        query = select(AuditEvent.verb).where(AuditEvent.request_id == answer.headers["X-Request-Id"])
        return sorted(session.scalars(query))


def last_details(database: Database) -> dict[str, object]:
    """What is told of the newest act."""
    with database.session() as session:
        text = session.scalar(select(AuditEvent.details).order_by(AuditEvent.id.desc()).limit(1))
    found: dict[str, object] = json.loads(text or "{}")
    return found


def main(answer: TestResponse) -> str:
    """What a page says."""
    return " ".join(tree(answer).select_one("main").text.split())


@pytest.fixture
def walk(signed_in: Enter, database: Database) -> Callable[[str], Walker]:
    """`walk("agency-manager")`: that persona's requests, watched."""
    return lambda persona: Walker(signed_in(persona), database)


def test_reads_and_changes_of_a_client(walk: Callable[[str], Walker], town: Town) -> None:
    manager, page = walk(MANAGER), f"/clients/{town.client}"
    service = {"service": "200:200", "date_provided": str(town.today), "idempotency_key": "once"}

    manager.get("/")
    manager.get("/clients/search")
    manager.post("/clients/search", {"q": "Teresa Martin"}, "client.search")
    manager.get(page, "client:read")
    manager.get("/")
    manager.post(f"{page}/ssn", {"reason": "identity"}, "client:reveal-ssn")
    manager.post(f"{page}/ssn", {"reason": ""})
    manager.get(f"{page}/audit", "audit:read")
    manager.get(town.service_page(), "client:read")
    manager.post(town.service_page(), {}, "client:read")
    manager.post("/drafts", {"draft_path": town.service_page(), "service": "200:200"}, "draft:create")
    manager.post("/drafts/1/discard", {}, "draft:discard")
    manager.post(town.service_page(), service, "service:create")
    manager.post(town.service_page(), service)  # twice is once
    undo = town.service_page().replace("new", "{}/undo")
    created = select(func.max(AuditEvent.subject_id)).where(AuditEvent.verb == "service:create")
    with manager.database.session() as session:
        made = session.scalar(created)
    manager.post(undo.format(made), {}, "service:undo")
    manager.post(undo.format(made), {})


@pytest.mark.slow
def test_reports_and_exports_from_request_to_download(
    walk: Callable[[str], Walker], town: Town, work: Work
) -> None:
    manager, day = walk("program-manager"), town.today
    period = {"start": str(day - timedelta(days=365)), "end": str(day)}

    manager.get("/reports")
    manager.get("/reports/apr/new")
    job = manager.post("/reports/apr/new", {"projects": town.shelter, **period}, "report:request").location
    work()
    run = manager.get(job).location
    manager.get(run, "report:read")
    assert NAME in manager.get(f"{run}/tables/Q5a/cells/B2", "report:open-number").text
    for form in ("csv", "xlsx", "json"):
        manager.get(f"{run}/files/{form}", f"report:{form}")
    manager.post(f"{run}/pdf", {}, "report:request-pdf")
    manager.post(f"{run}/pdf", {})
    work()
    manager.get(f"{run}/pdf", "report:print")
    manager.get("/exports")
    made = manager.post("/exports", {**period, "hash": "y"}, "export:request").location
    manager.post(f"/jobs/{made.rpartition('/')[2]}/cancel", {}, "job:cancel")
    made = manager.post("/exports", {**period, "hash": "y"}, "export:request").location
    work()
    manager.get(made)
    manager.get(f"{made}/file", "export:download")


def test_import_from_upload_to_result(
    walk: Callable[[str], Walker], community: Community, work: Work, tmp_path: Path, database: Database
) -> None:
    administrator, data = walk(ADMINISTRATOR), CsvSet().write(tmp_path / "sent.zip").read_bytes()

    def sent() -> dict[str, object]:
        return {"file": (io.BytesIO(data), "elm.zip"), "source": ""}

    administrator.get("/imports")
    administrator.get("/imports/new")
    given_up = administrator.post("/imports/new", sent(), "import:receive").location
    administrator.post(f"{given_up}/cancel", {}, "job:cancel")
    run = administrator.post("/imports/new", sent(), "import:receive").location
    work()
    administrator.get(run)
    administrator.get(f"{run}/findings", "import:findings")
    administrator.post(f"{run}/apply", {}, "import:confirm")
    work()

    with database.session() as session:
        files = session.scalars(select(AuditEvent.details).where(AuditEvent.verb == "import:apply")).all()
    assert "Client" in {json.loads(each or "{}")["file"] for each in files}


def test_audit_pages(walk: Callable[[str], Walker], community: Community) -> None:
    administrator = walk(ADMINISTRATOR)

    administrator.get("/admin/audit", "audit:read")
    administrator.get("/admin/audit/file", "audit:download")


def test_signing_in_locking_switching_and_out(
    walk: Callable[[str], Walker], community: Community, database: Database, visitor: Visitor
) -> None:
    stranger = Walker(visitor, database)
    person = {"username": MANAGER, "csrf_token": field_value(visitor.get("/sign-in"), "csrf_token")}
    for password, verb in (("wrong", "session:refused"), (PASSWORD, "session:start")):
        answer = visitor.client.post("/sign-in", data={**person, "password": password})
        assert written(database, answer) == [verb]

    stranger.get("/agencies")
    stranger.post("/lock", {}, "session:lock")
    form = visitor.get("/unlock")
    sent = {"password": PASSWORD, "csrf_token": field_value(form, "csrf_token"), "next": "/"}
    assert written(database, visitor.client.post("/unlock", data=sent)) == ["session:unlock"]
    stranger.post("/sign-out", {}, "session:end")
    administrator = walk(ADMINISTRATOR)
    agency = str(community.other.id)
    administrator.post("/switch-agency", {"organization_id": agency}, "session:switch-agency")


def test_missing_right_is_written_with_the_right_and_the_page(
    walk: Callable[[str], Walker], town: Town, database: Database
) -> None:
    reader = walk("read-only")

    assert reader.get("/reports", "access:refused").status_code == 403
    assert last_details(database) == {"page": "reports.report_list", "right": "report:run"}
    assert reader.get(town.service_page(), "access:refused").status_code == 403
    with database.session() as session:
        refused = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert refused is not None
    assert refused.client_id == town.client


def test_record_of_another_agency_is_written_and_the_answer_tells_nothing(
    walk: Callable[[str], Walker], town: Town, database: Database
) -> None:
    manager = walk(MANAGER)

    theirs = manager.get(f"/clients/{town.stranger}", "access:not-shown")
    told = last_details(database)
    nobody = manager.get("/clients/999999", "access:not-shown")

    assert told["exists"] == ["client_id"]
    assert last_details(database)["exists"] == []
    assert theirs.status_code == nobody.status_code == 404
    assert main(theirs) == main(nobody)
    manager.get(f"/clients/{2**40}", "access:not-shown")
    manager.post(f"/clients/{town.stranger}/ssn", {}, "access:not-shown")
    strange = f"/clients/{town.client}/enrollments/{town.strange_stay}/services/new"
    manager.get(strange, "access:not-shown")
    assert set(last_details(database)["exists"]) == {"client_id", "enrollment_id"}  # type: ignore[call-overload]


@pytest.mark.slow
@pytest.mark.parametrize("persona", [ADMINISTRATOR, MANAGER, OUTSIDER])
def test_no_page_of_the_application_shows_a_client_and_writes_nothing(
    signed_in: Enter, town: Town, database: Database, community: Community, persona: str
) -> None:
    visitor = signed_in(persona)
    with database.session(write=True) as session:
        own.note(session, session.get_one(Client, town.client), community.home, f"{NAME} likes the river")
        session.commit()
    silent = []

    for route in routes():
        if "GET" in route.answers and route.endpoint not in SHOWS_NAMES:
            answer = visitor.client.get(address(route, town))
            if NAME in answer.text and not written(database, answer):
                silent.append(route.endpoint)

    assert silent == [], "a page shows a client's name: note_read(...) in its view"
