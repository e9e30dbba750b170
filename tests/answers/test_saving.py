"""Saving answers: rows as HUD wants them, one record a stage, what is missing, who saved first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from hmis_web import models
from hmis_web.db.errors import Forbidden, NotFound, StaleVersion
from hmis_web.domain import answers
from tests.answers.conftest import CLOCK, ENTRY, POINT, Desk
from tests.factories import hud

pytestmark = pytest.mark.both_databases

INCOME = {
    "income_benefits.income_from_any_source": 1,
    "income_benefits.earned": 1,
    "income_benefits.earned_amount": Decimal("812.50"),
    "income_benefits.ssi": 1,
    "income_benefits.ssi_amount": Decimal("100.00"),
    "income_benefits.unemployment_amount": Decimal("77.00"),
}
PRIOR = {
    "enrollment.living_situation": 435,
    "enrollment.rental_subsidy_type": 431,
    "enrollment.length_of_stay": 11,
    "enrollment.previous_street_essh": 0,
    "enrollment.date_to_street_essh": date(2025, 1, 1),
    "enrollment.disabling_condition": 1,
    "disabilities.5.disability_response": 1,
    "disabilities.5.indefinite_and_impairs": 1,
    "disabilities.10.disability_response": 0,
}
NO_INCOME = {"income_benefits.income_from_any_source": 0}
MARCH = date(2026, 3, 1)


def rows(desk: Desk, model: Any, **values: Any) -> list[Any]:
    """The rows of a table that are not deleted, oldest first."""
    query = select(model).filter_by(date_deleted=None, **values).order_by(model.id)
    return list(desk.session.scalars(query))


def test_entry_saved_stands_in_huds_rows(desk: Desk) -> None:
    stay = desk.stay(13, 3)

    desk.save(stay, POINT.ENTRY, ENTRY, INCOME | PRIOR)

    found = desk.read(stay, POINT.ENTRY, ENTRY)
    assert found["enrollment.los_under_threshold"] == 1
    assert "enrollment.date_to_street_essh" not in found
    assert found["income_benefits.total_monthly_income"] == Decimal("912.50")
    assert found["income_benefits.unemployment"] == 0
    assert "income_benefits.unemployment_amount" not in found
    assert found["health_and_dv.domestic_violence_survivor"] == 99
    kinds = rows(desk, models.Disabilities)
    assert {row.disability_type: row.disability_response for row in kinds} == {
        5: 1, 6: 99, 7: 99, 8: 99, 9: 99, 10: 0,
    }  # fmt: skip
    assert {(row.information_date, row.data_collection_stage) for row in kinds} == {(ENTRY, 1)}
    assert {row.personal_id for row in kinds} == {stay.personal_id}


def test_entry_saved_again_changes_the_same_rows_and_blanks_what_is_no_longer_asked(desk: Desk) -> None:
    stay = desk.stay(13, 3)
    first = desk.save(stay, POINT.ENTRY, ENTRY, INCOME | PRIOR)
    income = rows(desk, models.IncomeBenefits)[0].income_benefits_id

    again = desk.save(stay, POINT.ENTRY, date(2026, 1, 7), PRIOR | NO_INCOME, version=1)

    assert again == first
    (row,) = rows(desk, models.IncomeBenefits)
    assert (row.income_benefits_id, row.information_date, row.version) == (income, date(2026, 1, 7), 2)
    assert (row.income_from_any_source, row.earned, row.total_monthly_income) == (0, None, None)
    assert stay.entry_date == date(2026, 1, 7)
    assert len(rows(desk, models.Disabilities)) == 6
    event = desk.session.scalars(
        select(models.AuditValue).order_by(models.AuditValue.event_id.desc())
    ).first()
    assert event is not None
    assert '"income_benefits.earned_amount": "812.50"' in event.content


def test_incomplete_form_leaves_blank_what_hud_allows_and_counts_answers(desk: Desk) -> None:
    stay = desk.stay(13, 3)

    desk.save(stay, POINT.ENTRY, ENTRY, NO_INCOME, complete=False)

    (record,) = desk.session.scalars(select(models.StageRecord))
    assert (record.state, record.answered, record.asked, record.form_version) == ("incomplete", 1, 13, "2026")
    assert stay.living_situation is None
    assert stay.disabling_condition == 99
    assert rows(desk, models.HealthAndDV) == []


def test_update_tells_only_of_what_was_answered(desk: Desk) -> None:
    stay = desk.stay(13, 3)
    desk.save(stay, POINT.ENTRY, ENTRY, INCOME | PRIOR)

    desk.save(stay, POINT.UPDATE, MARCH, {"health_and_dv.domestic_violence_survivor": 0})

    assert len(rows(desk, models.IncomeBenefits)) == 1
    (row,) = rows(desk, models.HealthAndDV, data_collection_stage=2)
    assert (row.information_date, row.domestic_violence_survivor) == (MARCH, 0)
    before = answers.prior(desk.session, desk.worker, stay.id, date(2026, 4, 1))
    assert before["health_and_dv.domestic_violence_survivor"].value == 0
    assert before["health_and_dv.domestic_violence_survivor"].stage is POINT.UPDATE
    assert before["income_benefits.earned_amount"].value == Decimal("812.50")
    assert before["income_benefits.earned_amount"].on == ENTRY
    client = stay.client_key
    found = answers.prior_of_clients(desk.session, desk.worker, [client], MARCH)[client]
    assert found == answers.prior(desk.session, desk.worker, stay.id, MARCH)
    assert "health_and_dv.domestic_violence_survivor" in found
    outsider = desk.community.actor(desk.session, "outsider")
    assert answers.prior_of_clients(desk.session, outsider, [client], MARCH) == {client: {}}


def test_exit_and_aftercare_share_huds_row(desk: Desk) -> None:
    stay = desk.stay(2, 22, 24)
    with pytest.raises(NotFound):
        desk.save(stay, POINT.POST_EXIT, date(2026, 4, 1), {"exit.aftercare_provided": 1})

    desk.save(stay, POINT.EXIT, MARCH, {"exit.destination": 410, "exit.counseling_received": 0})
    desk.save(
        stay, POINT.POST_EXIT, date(2026, 4, 1),
        {"exit.aftercare_provided": 1, "exit.aftercare_date": date(2026, 4, 1), "exit.telephone": 1},
    )  # fmt: skip

    (row,) = rows(desk, models.Exit)
    assert (row.exit_date, row.destination, row.project_completion_status) == (MARCH, 410, None)
    assert (row.aftercare_date, row.telephone, row.in_person_group) == (date(2026, 4, 1), 1, 0)
    assert row.individual_counseling is None
    assert {row.data_collection_stage for row in rows(desk, models.EmploymentEducation)} == {3}


def test_annual_assessment_of_hopwa_goes_on_from_an_earlier_yes(desk: Desk) -> None:
    stay = desk.stay(3, 15, entry_date=date(2025, 11, 10))
    desk.save(stay, POINT.ENTRY, stay.entry_date, {
        "disabilities.8.disability_response": 1, "enrollment.disabling_condition": 1,
    })  # fmt: skip
    given = {"disabilities.8.viral_load_available": 1, "disabilities.8.viral_load": 40}

    desk.save(stay, POINT.ANNUAL, date(2026, 11, 12), given)

    (row,) = rows(desk, models.Disabilities, data_collection_stage=5)
    assert (row.disability_type, row.disability_response, row.viral_load) == (8, 1, 40)
    assert row.t_cell_count_available == 99


def test_contradiction_blocks_and_writes_nothing(desk: Desk) -> None:
    stay = desk.stay(13, 3)

    with pytest.raises(answers.Refused) as refused:
        desk.save(stay, POINT.ENTRY, ENTRY, PRIOR | {"enrollment.disabling_condition": 0} | {
            "income_benefits.income_from_any_source": 1,
        })  # fmt: skip

    assert [(finding.rule_id, finding.key) for finding in refused.value.findings] == [
        ("S062", "enrollment.disabling_condition"),
        ("S080", "income_benefits.income_from_any_source"),
    ]
    assert desk.session.scalar(select(func.count(models.StageRecord.id))) == 0
    assert stay.living_situation is None


def test_findings_are_kept_until_a_later_save_no_longer_finds_them(desk: Desk) -> None:
    stay = desk.stay(13, 3)
    desk.save(stay, POINT.ENTRY, ENTRY, PRIOR | NO_INCOME | {"enrollment.living_situation": 99})

    def noted(*, resolved: bool) -> set[tuple[str, str]]:
        found = models.RecordFinding
        which = found.resolved_at.is_not(None) if resolved else found.resolved_at.is_(None)
        return {(row.rule, row.severity) for row in desk.session.scalars(select(found).where(which))}

    assert ("S064", "high") in noted(resolved=False)
    desk.save(stay, POINT.ENTRY, ENTRY, PRIOR | NO_INCOME, version=1)

    assert ("S064", "high") in noted(resolved=True)
    assert "S064" not in {rule for rule, _severity in noted(resolved=False)}
    assert ("S087", "high") in noted(resolved=False)


def test_same_new_record_twice_is_one_and_another_is_stale(desk: Desk) -> None:
    stay = desk.stay(13, 3)
    given = INCOME | PRIOR

    assert desk.save(stay, POINT.ENTRY, ENTRY, given) == desk.save(stay, POINT.ENTRY, ENTRY, given)

    assert desk.session.scalar(select(models.StageRecord.version)) == 1
    with pytest.raises(StaleVersion):
        desk.save(stay, POINT.ENTRY, ENTRY, given | NO_INCOME)
    desk.save(stay, POINT.ENTRY, ENTRY, PRIOR | NO_INCOME, version=1)
    with pytest.raises(StaleVersion):
        desk.save(stay, POINT.ENTRY, ENTRY, given, version=1)


def test_imported_record_that_came_twice_is_one_after_saving(desk: Desk) -> None:
    stay = desk.stay(13, 3)
    for day in (ENTRY, date(2026, 1, 6)):
        hud.child(
            desk.session, models.IncomeBenefits, "income_benefits_id", stay, information_date=day,
            data_collection_stage=1, income_from_any_source=9, content_hash=1,
            total_monthly_income=Decimal(12),
            as_received='{"TotalMonthlyIncome": "12", "ADAP": "0.0"}',
        )  # fmt: skip

    desk.save(stay, POINT.ENTRY, ENTRY, PRIOR | NO_INCOME)

    (row,) = rows(desk, models.IncomeBenefits)
    assert (row.income_from_any_source, row.information_date) == (0, ENTRY)
    assert (row.as_received, row.content_hash, row.version) == ('{"ADAP": "0.0"}', None, 2)
    assert desk.read(stay, POINT.ENTRY, ENTRY)["income_benefits.income_from_any_source"] == 0
    row.date_deleted = CLOCK.stamp
    desk.session.flush()
    assert "income_benefits.income_from_any_source" not in desk.read(stay, POINT.ENTRY, ENTRY)


def test_answers_of_another_agency_or_without_the_right_are_out_of_reach(desk: Desk) -> None:
    stay = desk.stay(13, 3)
    for persona, error in (("outsider", NotFound), ("read-only", Forbidden), ("services-only", Forbidden)):
        actor = desk.community.actor(desk.session, persona)
        with pytest.raises(error):
            answers.save(desk.session, actor, stay.id, POINT.ENTRY, ENTRY, NO_INCOME, CLOCK)
    with pytest.raises(NotFound):
        answers.read(
            desk.session, desk.community.actor(desk.session, "outsider"), stay.id, POINT.ENTRY, ENTRY
        )
    stay.date_deleted = CLOCK.stamp
    desk.session.flush()
    with pytest.raises(NotFound):
        desk.save(stay, POINT.ENTRY, ENTRY, NO_INCOME)
