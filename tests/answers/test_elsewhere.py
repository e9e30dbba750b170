"""What a form's rules look at elsewhere: never what the actor may not read."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from hmis_web import models
from tests.answers.conftest import ENTRY, POINT, Desk
from tests.answers.test_saving import NO_INCOME, PRIOR
from tests.factories import hud

pytestmark = pytest.mark.both_databases


def test_stay_elsewhere_counts_once_the_client_is_shared_and_is_never_told_before(desk: Desk) -> None:
    stay = desk.stay(2)
    elsewhere = hud.project(
        desk.session, desk.session.merge(desk.community.other), "Elm Nights", project_type=0
    )
    person = desk.session.get_one(models.Client, stay.client_key)
    hud.enrollment(desk.session, person, elsewhere, entry_date=date(2026, 1, 3))

    def told(version: int | None) -> bool:
        desk.save(stay, POINT.ENTRY, ENTRY, PRIOR | NO_INCOME, version=version)
        open_findings = select(models.RecordFinding.rule).where(models.RecordFinding.resolved_at.is_(None))
        return "S041" in set(desk.session.scalars(open_findings))

    assert not told(None)
    desk.session.add(models.ClientSharing(client_id=person.id, until=date(2026, 12, 31)))
    desk.session.flush()
    assert told(1)
