"""Saving answers: rows as HUD wants them, one record a stage, what is missing, who saved first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from hmis_web import models
from hmis_web.db.errors import Forbidden, NotFound, StaleVersion
from hmis_web.domain import answers
from tests.answers.conftest import CLOCK, ENTRY, POINT, Desk

pytestmark = pytest.mark.both_databases

INCOME = {
    "income_benefits.income_from_any_source": 1,
    "income_benefits.earned": 1,
    "income_benefits.earned_amount": Decimal("812.50"),
    "income_benefits.ssi": 1,
    "income_benefits.ssi_amount": Decimal("100.00"),
    "income_benefits.unemployment_amount": Decimal("77.00"),
}


def test_entry_saved_stands_in_huds_rows(desk: Desk) -> None:
    stay = desk.stay(13, 3)
    given = INCOME | {
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

    desk.save(stay, POINT.ENTRY, ENTRY, given)

    found = desk.read(stay, POINT.ENTRY, ENTRY)
    assert found["enrollment.los_under_threshold"] == 1
    assert "enrollment.date_to_street_essh" not in found
    assert found["income_benefits.total_monthly_income"] == Decimal("912.50")
    assert found["income_benefits.unemployment"] == 0
    assert "income_benefits.unemployment_amount" not in found
    rows = desk.session.scalars(
        select(models.Disabilities).order_by(models.Disabilities.disability_type)
    ).all()
    assert [(row.disability_type, row.disability_response) for row in rows] == [
        (5, 1), (6, 99), (7, 99), (8, 99), (9, 99), (10, 0)
    ]  # fmt: skip
    assert {row.information_date for row in rows} == {ENTRY}
    assert {row.data_collection_stage for row in rows} == {1}
    assert found["health_and_dv.domestic_violence_survivor"] == 99
