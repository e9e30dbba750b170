"""What is open, as far as the actor's role and agency see it."""

from __future__ import annotations

from datetime import date

import pytest

from hmis_web.db.errors import Forbidden
from hmis_web.domain import answers
from hmis_web.domain.answers import worklist
from hmis_web.standards.validation import Severity
from tests.answers.conftest import CLOCK, ENTRY, POINT, Desk

pytestmark = pytest.mark.both_databases

OLD = answers.Finding("S014", Severity.WARNING, "client.dob", "The client would be older than 100")
NO_INCOME = {"income_benefits.income_from_any_source": 0}


def test_worklist_shows_what_is_open_by_project_and_by_who_entered(desk: Desk) -> None:
    stay, other = desk.stay(13, 3), desk.stay(0, 8)
    desk.save(stay, POINT.ENTRY, ENTRY, NO_INCOME, complete=False)
    manager = desk.community.actor(desk.session, "agency-manager")
    answers.save(desk.session, manager, other.id, POINT.ENTRY, ENTRY, NO_INCOME, CLOCK)
    answers.note_client(desk.session, manager, stay.client_key, [OLD], CLOCK)

    found = worklist.findings(desk.session, manager)

    assert {each.project_name for each in found} == {"Type 13", "Type 0", ""}
    assert [each.severity for each in found] == sorted(each.severity for each in found)
    first = next(each for each in found if each.key == "enrollment.living_situation")
    assert (first.rule_id, first.question, first.on, first.stage) == (
        "S064", "Where did the client stay just before entry?", ENTRY, 1,
    )  # fmt: skip
    assert first.entered_by in ("Direct Service", "Agency Manager")
    assert worklist.counts(desk.session, manager) == {
        name: sum(each.severity == name for each in found) for name in ("high", "warning")
    }
    of_project = worklist.findings(desk.session, manager, project_key=other.project_key)
    assert {each.enrollment_id for each in of_project} == {other.id}
    (record,) = worklist.incomplete(desk.session, manager)
    assert (record.enrollment_id, record.answered, record.on) == (stay.id, 1, ENTRY)
    assert worklist.incomplete(desk.session, manager, account_id=manager.account_id) == []


def test_worklist_shows_own_rows_to_some_and_other_agencies_nothing(desk: Desk) -> None:
    stay = desk.stay(13, 3)
    desk.save(stay, POINT.ENTRY, ENTRY, NO_INCOME)
    assessor = desk.community.actor(desk.session, "assessor-only")
    answers.note_client(desk.session, assessor, stay.client_key, [OLD], CLOCK)

    own = worklist.findings(desk.session, assessor)

    assert [(each.rule_id, each.question, each.enrollment_id) for each in own] == [
        ("S014", "Date of birth", None)
    ]
    outsider = desk.community.actor(desk.session, "outsider")
    assert worklist.findings(desk.session, outsider) == []
    assert worklist.incomplete(desk.session, outsider) == []
    with pytest.raises(Forbidden):
        worklist.findings(desk.session, desk.community.actor(desk.session, "read-only"))
    stay.date_deleted = CLOCK.stamp
    desk.session.flush()
    assert {each.rule_id for each in worklist.findings(desk.session, desk.worker)} == {"S014"}


def test_update_that_says_nothing_more_leaves_nothing_open(desk: Desk) -> None:
    stay = desk.stay(13, 3)

    desk.save(stay, POINT.UPDATE, date(2026, 3, 1), NO_INCOME)

    assert worklist.findings(desk.session, desk.worker) == []
