"""Coordinated entry assessments and events as the domain keeps them. HUD 4.19, 4.20; S110 to S114."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from hmis_web import models
from hmis_web.db.errors import DomainError, Forbidden, NotFound, StaleVersion
from hmis_web.domain import coordinated_entry, stay_members, worklist
from hmis_web.domain.assessment_lines import Lines
from hmis_web.domain.coordinated_entry import Told
from hmis_web.domain.coordinated_entry_rules import ASSESSMENT, EVENT, Kind
from hmis_web.domain.worklist import Wanted
from tests.factories import hud
from tests.families import Family
from tests.stays.conftest import CLOCK, DAY, TODAY, Desk

pytestmark = pytest.mark.both_databases
ASSESSOR = "direct-service-assessments"
EVERY_ANSWER = {
    "event.event_date": TODAY - DAY,
    "event.prob_sol_div_rr_result": 1,
    "event.referral_case_manage_after": 1,
    "event.location_crisis_or_ph_housing": "Elm House",
    "event.referral_result": 1,
    "event.result_date": TODAY,
}
LINES = Lines((("How long?", "Two years"), ("", ""), ("Safe at night?", "No")), (("Score", "12"),))


def assessed(**told: Any) -> Told:
    """An assessment of yesterday."""
    answers = {"assessment_date": TODAY - DAY, "assessment_type": 3, "assessment_level": 2} | told
    return Told({f"assessment.{name}": value for name, value in answers.items()}, LINES)


def access_point(desk: Desk) -> Family:
    """A family in a project that is an access point."""
    family = desk.family()
    project = desk.session.get_one(models.Project, family.project)
    hud.of_project(
        desk.session, models.CEParticipation, "ce_participation_id", project, access_point=1,
        ce_participation_status_start_date=family.entry,
    )  # fmt: skip
    return family


class Case:
    """A member of the family at the desk of somebody who assesses."""

    def __init__(self, desk: Desk, family: Family, enrollment: int, persona: str = ASSESSOR) -> None:
        self.session, self.actor = desk.session, desk.actor(persona)
        self.stay = family.stay(desk.session, self.actor, enrollment, TODAY)
        members = stay_members.members_of(self.session, self.actor, self.stay, TODAY)
        self.member = next(each for each in members if each.enrollment_id == enrollment)

    def asked(self, kind: Kind) -> Any:
        """The questions."""
        return coordinated_entry.questions_of(self.session, self.stay, self.member, kind, TODAY)

    def add(self, kind: Kind, told: Told, key: str = "once") -> coordinated_entry.Recorded:
        """Record one."""
        return coordinated_entry.add(
            self.session, self.actor, self.stay, kind, self.asked(kind), told, key, CLOCK
        )

    def change(self, kind: Kind, read: Any, told: Told) -> coordinated_entry.Recorded:
        """Correct one."""
        return coordinated_entry.change(
            self.session, self.actor, self.stay, kind, self.asked(kind), read, told, CLOCK
        )


def test_asked_of_the_head_at_an_access_point_alone(desk: Desk) -> None:
    family, elsewhere = access_point(desk), desk.family()

    for kind in (ASSESSMENT, EVENT):
        assert Case(desk, family, family.teresa).asked(kind)
        for case in (Case(desk, family, family.juan), Case(desk, elsewhere, elsewhere.teresa)):
            assert case.asked(kind) == ()
            with pytest.raises(NotFound):
                case.add(kind, Told({kind.day_key: TODAY}))


def test_assessment_is_kept_once_with_its_lines_changed_in_place_and_never_over_anothers(desk: Desk) -> None:
    family = access_point(desk)
    case = Case(desk, family, family.teresa)
    first, again = case.add(ASSESSMENT, assessed()), case.add(ASSESSMENT, assessed())
    assert first == again
    assert first.lines.questions == (LINES.questions[0], LINES.questions[2])

    row = desk.session.get_one(models.Assessment, first.id)
    questions = desk.session.scalars(
        select(models.AssessmentQuestions).order_by(models.AssessmentQuestions.id)
    ).all()
    enrollment = desk.session.get_one(models.Enrollment, family.teresa)
    for each in (row, *questions):
        assert (each.enrollment_id, each.personal_id) == (enrollment.enrollment_id, enrollment.personal_id)
        assert each.date_created == each.date_updated == CLOCK.stamp
    assert {each.assessment_id for each in questions} == {row.assessment_id}

    now = Lines((("", ""), ("Safe at night?", "Yes")), LINES.results)
    told = Told(assessed(prioritization_status=1).answers, now)
    changed = case.change(ASSESSMENT, first, told)
    assert changed.lines == Lines((("Safe at night?", "Yes"),), LINES.results)
    assert changed.version == first.version + 1
    assert case.change(ASSESSMENT, first, Told(told.answers, changed.lines)) == changed  # a double click
    with pytest.raises(StaleVersion):
        case.change(ASSESSMENT, first, assessed())
    desk.session.refresh(questions[0])
    assert questions[0].date_deleted == CLOCK.stamp
    verbs = desk.session.scalars(
        select(models.AuditEvent.verb).where(models.AuditEvent.subject_type == "assessment")
    ).all()
    assert sorted(verbs) == ["assessment:create", "assessment:edit"]

    row.date_deleted = CLOCK.stamp
    desk.session.flush()
    assert coordinated_entry.of_stay(desk.session, case.actor, case.stay, ASSESSMENT) == []
    with pytest.raises(NotFound):
        coordinated_entry.get(desk.session, case.actor, case.stay, ASSESSMENT, first.id)


def test_what_an_assessment_lacks_stands_on_the_worklist_until_it_is_mended(desk: Desk) -> None:
    family = access_point(desk)
    case = Case(desk, family, family.teresa)
    lacking = {"assessment.assessment_location", "assessment.prioritization_status"}

    def listed() -> dict[int | None, set[str]]:
        found: dict[int | None, set[str]] = {}
        for item in worklist.items(desk.session, desk.actor("program-manager"), Wanted(), TODAY):
            if item.rule_id == "S111":
                assert (item.severity, item.enrollment_id) == ("warning", family.teresa)
                found.setdefault(item.assessment_id, set()).add(item.key)
        return found

    first, second = case.add(ASSESSMENT, assessed()), case.add(ASSESSMENT, assessed(), "again")
    assert listed() == {first.id: lacking, second.id: lacking}

    whole = assessed(assessment_location="Front desk", prioritization_status=1)
    case.change(ASSESSMENT, first, whole)
    assert listed() == {second.id: lacking}

    case.change(ASSESSMENT, second, assessed(assessment_location="By phone"))
    assert listed() == {second.id: {"assessment.prioritization_status"}}
    case.add(ASSESSMENT, whole, "third")
    assert list(listed()) == [second.id]


def test_event_keeps_the_answers_of_its_kind_alone(desk: Desk) -> None:
    family = access_point(desk)
    case = Case(desk, family, family.teresa)
    kept = {
        1: set(),
        2: {"prob_sol_div_rr_result"},
        5: {"referral_case_manage_after"},
        10: {"location_crisis_or_ph_housing", "referral_result", "result_date"},
        18: {"referral_result", "result_date"},
    }
    for code, expected in kept.items():
        row_id = case.add(EVENT, Told(EVERY_ANSWER | {"event.event": code}), f"event {code}").id
        row = desk.session.get_one(models.Event, row_id)
        dependent = set().union(*kept.values())
        assert {name for name in dependent if getattr(row, name) is not None} == expected, code


def test_what_contradicts_is_refused_at_its_question(desk: Desk) -> None:
    family = access_point(desk)
    case = Case(desk, family, family.teresa)
    event = {"event.event_date": TODAY - DAY, "event.event": 10, "event.referral_result": 1}
    wrong: list[tuple[Kind, Told, str]] = [
        (ASSESSMENT, assessed(assessment_date=None), "assessment.assessment_date"),
        (ASSESSMENT, assessed(assessment_date=TODAY + DAY), "assessment.assessment_date"),  # S110
        (ASSESSMENT, assessed(assessment_date=family.entry - DAY), "assessment.assessment_date"),
        (ASSESSMENT, assessed(assessment_type=77), "assessment.assessment_type"),
        (ASSESSMENT, Told(assessed().answers, Lines((("", "Two years"),))), "questions-0"),
        (ASSESSMENT, Told(assessed().answers, Lines((), (("x" * 251, ""),))), "results-0"),
        (EVENT, Told(event | {"event.event_date": TODAY + DAY}), "event.event_date"),  # S112
        (EVENT, Told(event | {"event.event": None}), "event.event"),
        (EVENT, Told(event | {"event.result_date": TODAY - 2 * DAY}), "event.result_date"),  # S114
    ]
    for kind, told, field in wrong:
        with pytest.raises(DomainError) as refused:
            case.add(kind, told, "wrong")
        assert refused.value.field == field
    with pytest.raises(Forbidden):
        Case(desk, family, family.teresa, "direct-service").add(ASSESSMENT, assessed())
    for model in (models.Assessment, models.AssessmentQuestions, models.Event):
        assert desk.session.scalar(select(func.count()).select_from(model)) == 0
