"""The worklist: what stands on it, for whom, by program, by who entered it, page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from hmis_web.db.session import Database
from hmis_web.models import Assessment, Enrollment, QualityFinding, RecordFinding, StageRecord
from tests.browser import Visitor, page
from tests.personas import Community
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]
WORKER, COLLEAGUE = "direct-service-assessments", "direct-service"


@pytest.fixture
def busy(town: Town, database: Database, community: Community) -> Town:
    """Teresa's entry is not complete and contradicts itself; a former stay lacks its PATH status; a stranger
    has a finding, too."""
    moment = datetime.now(UTC)
    with database.session(write=True) as session:
        stay, strange = (session.get_one(Enrollment, key) for key in (town.stay, town.strange_stay))
        record = StageRecord(
            enrollment_key=stay.id, client_key=stay.client_key, stage=1, information_date=stay.entry_date,
            state="incomplete", answered=12, asked=18, form_version="2026",
            account_id=community.accounts[WORKER], organization_id=community.home.id, saved_at=moment,
        )  # fmt: skip
        session.add(record)
        session.flush()
        findings = ((stay, "S050", WORKER), (stay, "S003", "services-only"), (strange, "S003", "outsider"))
        for about, rule, account in findings:
            severity = "error" if rule == "S050" else "warning"
            session.add(
                RecordFinding(
                    rule=rule, key="enrollment.living_situation", severity=severity,
                    client_key=about.client_key, enrollment_key=about.id, stage_record_id=record.id,
                    account_id=community.accounts[account], noted_at=moment,
                )
            )  # fmt: skip
        session.add(
            QualityFinding(
                rule_id="B012", severity="warning", project_key=town.outreach, enrollment_key=town.past_stay,
                day=town.today - timedelta(days=60), found_on=town.today,
            )
        )  # fmt: skip
        session.add(
            QualityFinding(rule_id="B014", severity="error", project_key=town.shelter, found_on=town.today)
        )
        session.commit()
    return town


def rows(visitor: Visitor, query: str = "") -> list[str]:
    """What the lines of the list say."""
    listed = page(visitor.get(f"/worklist{query}"))
    return [" ".join(row.text.split()) for row in listed.select("main tbody tr")]


def test_worklist_shows_the_worst_first_and_never_another_agencys(signed_in: Enter, busy: Town) -> None:
    found = rows(signed_in("agency-manager"))

    assert len(found) == 5
    assert all("Contradiction" in row for row in found[:2])
    assert any("Harbor Nights" in row and "has no inventory" in row for row in found[:2])
    assert "Entry not complete, 6 answers missing" in found[2]
    assert "Direct Service Assessments" in found[2]
    assert any("The PATH status is missing at exit" in row and "Street Team" in row for row in found[3:])
    assert CANARY not in "".join(found)


def test_worklist_is_narrowed_by_program_writer_and_severity(
    signed_in: Enter, busy: Town, community: Community
) -> None:
    visitor = signed_in("program-manager")

    assert len(rows(visitor, f"?project={busy.outreach}")) == 1
    assert len(rows(visitor, f"?writer={community.accounts[WORKER]}")) == 2
    assert len(rows(visitor, "?severity=error")) == 2
    assert len(rows(visitor, "?severity=nonsense&page=nonsense&project=x")) == 5
    assert rows(visitor, "?page=7") == []
    assert rows(visitor, f"?project={busy.stranger + 900}") == []


def test_who_sees_own_rows_alone_sees_what_they_entered(signed_in: Enter, busy: Town, query_budget) -> None:
    own = signed_in("services-only")
    assert len(rows(own)) == 1
    assert rows(own, "?writer=1") == rows(own)
    assert rows(signed_in("assessor-only")) == []
    assert signed_in("read-only").get("/worklist").status_code == 403
    visitor = signed_in("direct-service")
    with query_budget(15):
        visitor.client.get("/worklist")


def test_worklist_has_pages(signed_in: Enter, busy: Town, database: Database, community: Community) -> None:
    with database.session(write=True) as session:
        stay = session.get_one(Enrollment, busy.stay)
        session.add_all(
            RecordFinding(
                rule="S003", key=f"client.key{number}", severity="warning", client_key=stay.client_key,
                noted_at=datetime.now(UTC), account_id=community.accounts[WORKER],
            )
            for number in range(30)
        )  # fmt: skip
        session.commit()
    visitor = signed_in("agency-manager")

    assert [len(rows(visitor, f"?page={number}")) for number in (1, 2, 3)] == [25, 10, 0]
    first = page(visitor.get("/worklist?severity=warning"))
    assert "1 to 25 of 32" in first.text
    assert first.select_one(".pager a[href]")["href"] == "/worklist?severity=warning&page=2"


def test_worklist_leads_to_the_assessment_and_to_the_night_that_is_missing(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    with database.session(write=True) as session:
        stay = session.get_one(Enrollment, town.stay)
        assessment = Assessment(
            data_source_id=stay.data_source_id, assessment_id="A1", enrollment_key=stay.id,
            client_key=stay.client_key, assessment_date=town.today,
        )  # fmt: skip
        record = StageRecord(
            enrollment_key=stay.id, client_key=stay.client_key, stage=1, information_date=stay.entry_date,
            state="complete", answered=1, asked=1, form_version="2026", saved_at=datetime.now(UTC),
        )  # fmt: skip
        session.add_all([assessment, record])
        session.flush()
        for rule, key, about in (
            ("S111", "assessment.assessment_level", {"assessment_key": assessment.id}),
            ("S107", "enrollment.entry_date", {"stage_record_id": record.id}),
        ):
            session.add(
                RecordFinding(
                    rule=rule, key=key, severity="warning", client_key=stay.client_key,
                    enrollment_key=stay.id, noted_at=datetime.now(UTC), **about,
                )
            )  # fmt: skip
        session.commit()
        place, month = f"/clients/{town.client}/enrollments/{town.stay}", f"{stay.entry_date:%Y-%m}"

    listed = page(signed_in("agency-manager").get("/worklist"))

    links = {str(link["href"]) for link in listed.select("main tbody a[href]")}
    assert any(f"{place}/coordinated-entry/assessments/{assessment.id}#" in link for link in links)
    assert any(link.startswith(f"{place}/bed-nights?month={month}") for link in links)
