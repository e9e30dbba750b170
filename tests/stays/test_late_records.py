"""What a file brought is changed like what was saved here; what is entered late says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import Enrollment, Exit, IncomeBenefits, StageRecord
from tests.browser import Visitor, field_value, page
from tests.factories import hud
from tests.stays.conftest import DAY, Street

pytestmark = pytest.mark.both_databases
Enter = Callable[[str], Visitor]
WORKER, INCOME = "direct-service", "income_benefits.income_from_any_source"


def test_what_a_file_brought_is_opened_by_stage_and_day_and_becomes_a_record(
    signed_in: Enter, street: Street, database: Database
) -> None:
    visitor, family = signed_in(WORKER), street.rehousing
    home, mine = family.page(family.teresa), f"m{family.teresa}-"
    then, left = street.today - 40 * DAY, street.today - 20 * DAY
    with database.session(write=True) as session:
        stay = session.get_one(Enrollment, family.teresa)
        hud.child(
            session, IncomeBenefits, "income_benefits_id", stay, information_date=then,
            data_collection_stage=2, income_from_any_source=0,
        )  # fmt: skip
        hud.exit(session, stay, left, destination=410)
        session.commit()

    def links() -> dict[str, str]:
        return {tag.text: str(tag["href"]) for tag in page(visitor.get(home)).select("#recorded th a")}

    update, leaving = f"{home}/records/update/{then}", f"{home}/records/exit/{left}"
    assert links().items() >= {"Update": update, "Exit": leaving}.items()
    opened = page(visitor.get(update))
    assert opened.select_one(
        f"[name='{mine}{INCOME}'][value='0'][checked], [name='{mine}{INCOME}'] [selected]"
    )
    sent = {"version": "0", "information_date": str(then - DAY), f"{mine}{INCOME}": "9"}
    wrong = visitor.post(update, sent | {"information_date": str(left + DAY)})
    assert (wrong.status_code, "left on" in wrong.text) == (422, True)
    assert visitor.post(update, sent | {"information_date": str(then)}).status_code == 303
    stale = visitor.post(update, sent | {"information_date": str(then), f"{mine}{INCOME}": "8"})
    assert stale.status_code == 409
    exit_sent = {"version": "0", "information_date": str(left - DAY), f"{mine}exit.destination": "116"}
    assert field_value(visitor.get(leaving), "information_date") == str(left)
    assert visitor.post(leaving, exit_sent).status_code == 303

    with database.session() as session:
        kept = {row.stage: row for row in session.scalars(select(StageRecord))}
        rows = session.scalars(select(IncomeBenefits).where(IncomeBenefits.data_collection_stage == 2)).all()
        assert [(row.information_date, row.income_from_any_source) for row in rows] == [(then, 9)]
        gone = session.scalars(select(Exit)).one()
        assert (gone.exit_date, gone.destination) == (left - DAY, 116)
    assert {stage: row.information_date for stage, row in kept.items()} == {2: then, 3: left - DAY}
    assert visitor.get(update).location == links()["Update"] == f"{home}/records/{kept[2].id}"
    for path in (f"{home}/records/update/{then - 3 * DAY}", f"{home}/records/annual/soon"):
        assert visitor.get(path).status_code == 404
    assert signed_in("services-only").get(update).status_code == 403


def test_stay_that_is_over_takes_late_updates_and_says_between_which_days(
    signed_in: Enter, street: Street, database: Database
) -> None:
    visitor, family = signed_in(WORKER), street.rehousing
    left = street.today - 20 * DAY
    with database.session(write=True) as session:
        hud.exit(session, session.get_one(Enrollment, family.teresa), left, destination=410)
        session.commit()
    shown = page(visitor.get(family.page(family.teresa)))
    ways = {tag.text.strip(): str(tag["href"]) for tag in shown.select("main a.btn")}
    for label, stage in (("Late update", "update"), ("Late annual assessment", "annual")):
        path = family.page(family.teresa, f"/records/{stage}/new")
        assert ways[label] == path
        assert f"dated from {family.entry:%d %b %Y} to {left:%d %b %Y}" in visitor.get(path).text
    path = family.page(family.teresa, "/records/update/new")
    sent = {"members": [str(family.teresa)], f"m{family.teresa}-{INCOME}": "0"}
    assert visitor.post(path, sent | {"information_date": str(left + DAY)}).status_code == 422
    assert visitor.post(path, sent | {"information_date": str(left)}).status_code == 303
