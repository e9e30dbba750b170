"""The daily check: each rule finds what breaks it and leaves the rest alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.db.keys import KeyRing
from hmis_web.domain.data_quality import refreshing
from hmis_web.domain.data_quality.common import longest
from hmis_web.domain.data_quality.refreshing import RULES
from hmis_web.standards.validation import Moment, validation_rules
from tests.personas import Community
from tests.unit.domain import data_quality_batch, data_quality_periodic
from tests.unit.domain.data_quality_files import CASES, TODAY, Files

pytestmark = pytest.mark.both_databases


def expected(rows: list[Any]) -> set[tuple[int, int | None]]:
    return {(row.id, None) if isinstance(row, models.Project) else (row.project_key, row.id) for row in rows}


def test_every_periodic_and_batch_rule_has_a_function_and_a_case() -> None:
    listed = {rule.id for moment in (Moment.PERIODIC, Moment.BATCH) for rule in validation_rules(moment)}

    assert data_quality_batch
    assert data_quality_periodic
    assert set(RULES) == listed == set(CASES)


def test_each_rule_finds_what_breaks_it_and_nothing_else(
    community: Community, session: Session, keyring: KeyRing
) -> None:
    wrong = []
    for rule, made in CASES.items():
        inner = session.begin_nested()
        files = Files(session, session.merge(community.home), keyring)
        broken = expected(made(files))
        found = files.found(rule)
        if found != broken:
            wrong.append(f"{rule}: {sorted(found)} instead of {sorted(broken)}")
        inner.rollback()
        session.expire_all()

    assert wrong == []


def test_findings_stand_until_they_no_longer_hold(
    community: Community, session: Session, keyring: KeyRing
) -> None:
    files = Files(session, session.merge(community.home), keyring)
    stay = files.stay(files.program(), dob_data_quality=2, ssn_data_quality=1)
    standing = select(models.QualityFinding.rule_id, models.QualityFinding.found_on)

    refreshing.refresh_daily(session, TODAY)
    assert [tuple(row) for row in session.execute(standing)] == [("B004", TODAY)]
    refreshing.refresh_daily(session, TODAY + timedelta(days=1))
    assert [tuple(row) for row in session.execute(standing)] == [("B004", TODAY)]
    session.get_one(models.Client, stay.client_key).dob_data_quality = 1
    session.flush()
    refreshing.refresh_daily(session, TODAY + timedelta(days=1))
    assert len(session.execute(standing).all()) == 1, "once a day"
    refreshing.refresh_daily(session, TODAY + timedelta(days=2))
    assert session.execute(standing).all() == []


def test_the_longest_share_needs_enough_to_compare() -> None:
    assert longest({1: 5, 2: 900}, 0.02) == set()
    assert longest({number: number for number in range(100)}, 0.02) == {98, 99}
