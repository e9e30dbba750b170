"""Coordinated entry as its pages ask it: the lists, an assessment with its lines, an event. 4.19, 4.20."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import Assessment, CEParticipation, Event, Project
from tests.browser import Visitor, field_value, page
from tests.factories import hud
from tests.families import Family
from tests.personas import OUTSIDER
from tests.stays.conftest import DAY, Street

Enter = Callable[[str], Visitor]
ASSESSOR = "direct-service-assessments"
DATE, WHERE, EVENT_DATE = "assessment.assessment_date", "assessment.assessment_location", "event.event_date"


@pytest.fixture
def access_point(street: Street, database: Database) -> Family:
    """The family in rapid rehousing, which is an access point."""
    with database.session(write=True) as session:
        project = session.get_one(Project, street.rehousing.project)
        hud.of_project(session, CEParticipation, "ce_participation_id", project, access_point=1)
        session.commit()
    return street.rehousing


def hidden(visitor: Visitor, path: str) -> dict[str, str]:
    """What a form carries unseen."""
    opened = visitor.get(path)
    return {name: field_value(opened, name) for name in ("version", "idempotency_key")}


def test_assessment_is_recorded_once_with_lines_and_changed_seeing_both_values(
    signed_in: Enter, street: Street, access_point: Family, database: Database
) -> None:
    visitor, today, stay = signed_in(ASSESSOR), street.today, access_point.page(access_point.teresa)
    listing = f"{stay}/coordinated-entry"
    new = f"{listing}/assessments/new"
    for path, link in ((stay, listing), (listing, new)):
        assert page(visitor.get(path)).select(f"main a[href='{link}']")
    base = hidden(visitor, new) | {DATE: str(today), "questions-0-second": "Two years"}
    for told, words in (
        ({}, "Write the question"),
        ({DATE: str(today + DAY)}, "not in the future"),
        ({DATE: ""}, "Enter the date"),
        ({"assessment.assessment_type": "77"}, "answers offered"),
    ):
        answer = visitor.post(new, base | told)
        assert answer.status_code == 422, told
        assert words in page(answer).select_one(".summary").text, told
    more = visitor.post(new, base | {"next": "lines"})
    assert more.status_code == 200
    assert len(page(more).select("[name^=questions-][name$=-first]")) == 4
    assert field_value(more, "questions-0-second") == "Two years"
    told = base | {WHERE: "The library", "questions-0-first": "How long?", "results-2-first": "Score"}
    for _twice in range(2):
        assert visitor.post(new, told).location == listing
    assert page(visitor.get(listing)).select_one("main tbody").text.count("The library") == 1

    with database.session() as session:
        [row] = session.scalars(select(Assessment)).all()
    first = hidden(visitor, edit := f"{listing}/assessments/{row.id}")
    lines = {"questions-0-first": "How long?", "results-0-first": "Score"}
    assert visitor.post(edit, first | lines | {DATE: str(today), WHERE: "The park"}).status_code == 303
    stale = visitor.post(edit, first | lines | {DATE: str(today), "results-0-second": "12"})
    assert stale.status_code == 409
    assert [tag.th.text for tag in page(stale).select("main tbody tr")] == ["Where was it made?", "Results"]
    again = {tag["name"]: tag["value"] for tag in page(stale).select(f"form[action='{edit}'] input")}
    assert visitor.client.post(edit, data=again).status_code == 303
    assert field_value(visitor.get(edit), "results-0-second") == "12"


def test_event_asks_what_belongs_to_it_and_says_later_what_came_of_it(
    signed_in: Enter, street: Street, access_point: Family, database: Database
) -> None:
    visitor, today = signed_in("assessor-only"), street.today
    listing = access_point.page(access_point.teresa, "/coordinated-entry")
    new = f"{listing}/events/new"
    base = hidden(visitor, new) | {EVENT_DATE: str(today - DAY)}
    assert "Choose what happened" in visitor.post(new, base).text
    for code, shown in (("1", ""), ("2", "prob_sol_div_rr_result"), ("14", "referral_result")):
        asked = visitor.post(new, base | {"event.event": code}, htmx=True)
        names = {tag["name"] for tag in page(asked).select("[name]")} - {EVENT_DATE, "event.event"}
        assert (f"event.{shown}" in names) == bool(names) == bool(shown), code
    assert visitor.post(new, base | {"event.event": "14"}).location == listing

    with database.session() as session:
        [row] = session.scalars(select(Event)).all()
    edit = f"{listing}/events/{row.id}"
    told = hidden(visitor, edit) | {
        EVENT_DATE: str(today - DAY),
        "event.event": "14",
        "event.location_crisis_or_ph_housing": "Elm House",
        "event.referral_result": "1",
        "event.result_date": str(today),
    }
    early = visitor.post(edit, told | {"event.result_date": str(today - 2 * DAY)})
    assert (early.status_code, "before the event" in early.text) == (422, True)
    assert visitor.post(edit, told).status_code == 303
    assert f"{today:%d %b %Y}" in page(visitor.get(listing)).select("main tbody tr")[0].text


def test_elsewhere_there_is_none_and_roles_see_what_is_theirs(
    signed_in: Enter, street: Street, access_point: Family, database: Database
) -> None:
    head = access_point.page(access_point.teresa, "/coordinated-entry")
    assessor = signed_in(ASSESSOR)
    for path in (
        access_point.page(access_point.juan, "/coordinated-entry"),
        street.outreach.page(street.outreach.teresa, "/coordinated-entry"),
    ):
        assert assessor.get(path).status_code == 404
        assert assessor.post(f"{path}/assessments/new").status_code == 404
        assert f'href="{path}"' not in assessor.get(path.removesuffix("/coordinated-entry")).text
    told = hidden(assessor, f"{head}/assessments/new") | {DATE: str(street.today), WHERE: "The library"}
    assert assessor.post(f"{head}/assessments/new", told).status_code == 303
    told = hidden(assessor, f"{head}/events/new") | {EVENT_DATE: str(street.today), "event.event": "1"}
    assert assessor.post(f"{head}/events/new", told).status_code == 303

    for persona, status, answers in (
        (OUTSIDER, 404, False),
        ("services-only", 403, False),
        ("read-only", 200, False),
        ("direct-service", 200, True),
    ):
        visitor = signed_in(persona)
        answer = visitor.get(head)
        assert answer.status_code == status, persona
        assert ("The library" in answer.text, "Prevention" in answer.text) == (answers, answers), persona
        assert (f"{street.today:%d %b %Y}" in page(answer).select_one("main .panel, main").text) == (
            status == 200
        )
        assert visitor.get(f"{head}/assessments/new").status_code == (404 if persona == OUTSIDER else 403)
    with database.session(write=True) as session:
        for row in (*session.scalars(select(Assessment)), *session.scalars(select(Event))):
            row.date_deleted = "2026-01-02 09:30:00"
            assert assessor.get(f"{head}/{row.__tablename__}s/{row.id}").status_code == 200
        session.commit()
        for name, key in (("assessments", 1), ("events", 1)):
            assert assessor.get(f"{head}/{name}/{key}").status_code == 404
    assert not page(assessor.get(head)).select("main tbody")
