"""Documents about a client: from the page to the PDF in hand, in both languages, and who is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from sqlalchemy import select

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.exporting import print_templates
from hmis_web.exporting.print_templates import phrases
from hmis_web.models import (
    Assessment,
    AssessmentQuestions,
    AssessmentResults,
    AuditEvent,
    Client,
    ClientAgency,
    Enrollment,
)
from tests.browser import Visitor, page
from tests.factories import hud, own
from tests.personas import Community
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]
Work = Callable[[], None]
SUMMARY = (
    "Teresa Martin", "ends in 1234", "14 Mar 1960", "Hispanic", "Luz", "Harbor Nights", "$125.00",
    "Papers have arrived", "Bed night (3)", "No release", "Page 1 of", "Confidential",
)  # fmt: skip
SPANISH = ("_letter", "services_received", "paper_form")
RECEIVED = (
    "Servicios recibidos", "Noche en el refugio (3)", "Cuidado infantil", "Ayuda para el alquiler",
    "Dinero en total", "Confidencial", "Página 1 de",
)  # fmt: skip


@pytest.fixture
def recorded(town: Town, database: Database, community: Community) -> Town:
    """Teresa was also helped with money, spent three nights on end, and was assessed."""
    with database.session(write=True) as session:
        stay = session.get_one(Enrollment, town.stay)
        client = session.get_one(Client, town.client)
        client.white, client.hispanic_latinao = 1, 1
        for back in (9, 8, 7):
            hud.service(session, stay, town.today - timedelta(days=back))
        hud.service(
            session, stay, town.today, record_type=144, type_provided=5, sub_type_provided=10, fa_amount=None
        )
        hud.service(session, stay, town.today, record_type=152, type_provided=1, fa_amount=125)
        own.alert(session, client, community.home, "Papers have arrived")
        made = hud.child(
            session, Assessment, "assessment_id", stay, assessment_date=town.today, assessment_type=2
        )
        values = {"assessment_key": made.id, "assessment_id": made.assessment_id}
        hud.child(
            session, AssessmentQuestions, "assessment_question_id", stay, assessment_question="Pets?",
            assessment_answer="Two cats", **values,
        )  # fmt: skip
        hud.child(
            session, AssessmentResults, "assessment_result_id", stay, assessment_result_type="Score",
            assessment_result="7", **values,
        )  # fmt: skip
        session.commit()
    return town


def printed(visitor: Visitor, work: Work, town: Town, what: str, **days: str) -> pypdf.PdfReader:
    """Press a button of the page, let the worker work, take the newest document."""
    path = f"/clients/{town.client}/print"
    assert visitor.post(path, {"what": what, **days}).status_code == 303
    work()
    link = page(visitor.get(path)).select_one("aside .lines a[download]")
    assert link is not None
    answer = visitor.client.get(link["href"])
    assert answer.headers["Content-Type"] == "application/pdf"
    assert f"R-{town.client}.pdf" in answer.headers["Content-Disposition"]
    read = pypdf.PdfReader(io.BytesIO(answer.data))
    assert read.root_object["/MarkInfo"]["/Marked"]
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [612, 792]
    return read


def text_of(read: pypdf.PdfReader) -> str:
    return " ".join(" ".join(each.extract_text() for each in read.pages).split())


@pytest.mark.slow
def test_each_document_says_what_is_recorded_in_the_language_asked_for(
    signed_in: Enter, recorded: Town, work: Work, database: Database
) -> None:
    visitor, day = signed_in("direct-service"), recorded.today

    summary = printed(visitor, work, recorded, "summary:en")
    words = text_of(summary)
    for part in SUMMARY:
        assert part in words, part
    assert CANARY not in words
    assert summary.metadata is not None
    assert (summary.metadata.title, summary.root_object["/Lang"]) == (
        f"Client summary, R-{recorded.client}",
        "en",
    )

    spanish = printed(visitor, work, recorded, "services:es", since=str(day - timedelta(days=10)))
    words = text_of(spanish)
    for part in (*RECEIVED, f" de {day.year}"):
        assert part in words, part
    assert f"{day - timedelta(days=30):%d %b}" not in words
    assert spanish.root_object["/Lang"] == "es"

    consent = text_of(printed(visitor, work, recorded, "consent:es"))
    assert "Consentimiento para compartir mi información" in consent
    assert "Teresa Martin" in consent
    assert "{" not in consent
    with database.session() as session:
        verbs = session.scalars(
            select(AuditEvent.verb).where(AuditEvent.verb.like("client:%print"), AuditEvent.client_id > 0)
        ).all()
    assert verbs.count("client:request-print") == verbs.count("client:print") == 3


@pytest.mark.slow
def test_assessor_prints_the_own_agencys_assessments_alone(
    signed_in: Enter, recorded: Town, work: Work
) -> None:
    visitor = signed_in("assessor-only")
    path = f"/clients/{recorded.client}/print"

    assert [each["value"] for each in page(visitor.get(path)).select("main .lines button")] == [
        "assessments:en"
    ]
    assert visitor.post(path, {"what": "summary:en"}).status_code == 422
    words = text_of(printed(visitor, work, recorded, "assessments:en"))
    assert all(part in words for part in ("Pets?", "Two cats", "Score", "7", "Harbor Nights"))


def test_printing_refuses_what_it_can_not_do_and_prints_once(signed_in: Enter, recorded: Town) -> None:
    visitor, path = signed_in("direct-service"), f"/clients/{recorded.client}/print"
    for sent, words in (
        ({}, "Choose what to print"),
        ({"what": "nothing:en"}, "Choose what to print"),
        ({"what": "summary:es"}, "Choose a language"),
        ({"what": "services:en", "since": "soon"}, "Enter a date such as"),
        ({"what": "services:en", "since": "2026-02-01", "until": "2026-01-01"}, "last day"),
    ):
        answer = visitor.post(path, sent)
        assert answer.status_code == 422
        assert words in page(answer).main.text, sent

    for _time in range(2):
        visitor.post(path, {"what": "consent:en"})
    assert len(page(visitor.get(path)).select("aside .lines li")) == 1
    assert signed_in("read-only").get(path).status_code == 403


def test_a_document_is_its_makers_and_goes_when_the_client_is_no_longer_seen(
    signed_in: Enter, recorded: Town, work: Work, database: Database, keyring: KeyRing, query_budget
) -> None:
    visitor, path = signed_in("direct-service"), f"/clients/{recorded.client}/print"
    visitor.post(path, {"what": "consent:en"})
    work()
    with query_budget(15):
        link = page(visitor.get(path)).select_one("aside .lines a[download]")["href"]

    assert visitor.client.get(link).status_code == 200
    assert signed_in("agency-manager").get(link).status_code == 404
    assert visitor.get(link.replace(f"/{recorded.client}/", f"/{recorded.child}/")).status_code == 404
    with database.session(write=True) as session:
        for row in session.scalars(select(ClientAgency).where(ClientAgency.client_id == recorded.client)):
            session.delete(row)
        session.commit()
    assert visitor.get(link).status_code == 404


def test_spanish_phrases_are_those_that_the_templates_say() -> None:
    folder = Path(print_templates.__file__).parents[1] / "templates" / "intake" / "print"
    source = "".join((folder / f"{name}.html").read_text() for name in SPANISH)

    assert [english for english in phrases() if english not in source] == []
