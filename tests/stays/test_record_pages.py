"""Updates, annual assessments and follow-ups after exit, on their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.anniversaries import anniversary
from hmis_web.models import Enrollment, Exit, IncomeBenefits, RecordFinding, StageRecord
from tests.browser import Visitor, field_value, page
from tests.factories import hud
from tests.families import Family, settle
from tests.personas import OUTSIDER, Community
from tests.stays.conftest import DAY, Street

pytestmark = pytest.mark.both_databases
Enter = Callable[[str], Visitor]
WORKER, INCOME = "direct-service", "income_benefits.income_from_any_source"


@pytest.fixture
def year(database: Database, community: Community, keyring: KeyRing, street: Street) -> Family:
    """Their second anniversary was ten days ago."""
    with database.session(write=True) as session:
        begun = street.today - timedelta(days=2 * 365 + 11)
        made = settle(session, keyring, community, street.today, 3, (2,), begun)
        session.commit()
    return made


def records(database: Database) -> dict[int, StageRecord]:
    """{enrollment: record}."""
    with database.session() as session:
        return {row.enrollment_key: row for row in session.scalars(select(StageRecord))}


def test_annual_assessment_of_all_members_says_its_window_and_warns_outside(
    signed_in: Enter, street: Street, database: Database, year: Family
) -> None:
    visitor, path = signed_in(WORKER), year.page(year.luz, "/records/annual/new")
    second = anniversary(year.entry, 2)
    opened = page(visitor.get(path))
    assert field_value(visitor.get(path), "information_date") == str(street.today)
    assert (
        f"Anniversary 2 of the household's entry is {second.day:%d %b %Y}" in opened.select_one("main").text
    )
    assert len(opened.select("[name=members][checked]")) == 3
    late = {"information_date": second.closes + DAY, "members": [str(year.teresa)], "next": "1"}
    early = late | {"information_date": second.opens - DAY}
    assert (
        "outside the window"
        in visitor.post(path, {k: v if isinstance(v, list) else str(v) for k, v in early.items()}).text
    )

    sent = {
        "information_date": str(street.today), "members": [str(key) for key in year.all],
        f"m{year.teresa}-{INCOME}": "0", f"m{year.juan}-{INCOME}": "8",
    }  # fmt: skip
    for _twice in range(2):
        assert visitor.post(path, sent).status_code == 303
    kept = records(database)
    assert {row.stage for row in kept.values()} == {5}
    assert set(kept) == set(year.all)
    with database.session() as session:
        income = {
            row.enrollment_key: row.income_from_any_source for row in session.scalars(select(IncomeBenefits))
        }
        assert income[year.teresa] == 0
        assert income[year.juan] == 8
    other = visitor.post(path, sent | {f"m{year.teresa}-{INCOME}": "9"})
    assert other.status_code == 422
    assert "stands for Teresa" in page(other).select_one(".summary").text
    outside = sent | {"information_date": str(second.opens - DAY)}
    assert visitor.post(path, outside).status_code == 303
    with database.session() as session:
        assert "S097" in set(session.scalars(select(RecordFinding.rule)))


def test_update_shows_what_stood_before_and_confirms_a_section_by_one_tick(
    signed_in: Enter, street: Street, database: Database, year: Family
) -> None:
    visitor, path = signed_in(WORKER), year.page(year.teresa, "/records/update/new")
    mine = f"m{year.teresa}-"
    with database.session(write=True) as session:
        stay = session.get_one(Enrollment, year.teresa)
        hud.child(
            session, IncomeBenefits, "income_benefits_id", stay, information_date=year.entry,
            data_collection_stage=1, income_from_any_source=0,
        )  # fmt: skip
        session.commit()
    opened = page(visitor.get(path))
    assert [tag["value"] for tag in opened.select("[name=members][checked]")] == [str(year.teresa)]
    assert "Before: No" in opened.select_one("main").text
    for day, words in ((street.today + DAY, "future"), (year.entry - DAY, "entered on")):
        sent = {"information_date": str(day), "members": [str(year.teresa)]}
        answer = visitor.post(path, sent)
        assert answer.status_code == 422
        assert words in page(answer).select_one(".summary").text
    assert "Tick whom" in visitor.post(path, {"information_date": str(street.today)}).text

    sent = {"information_date": str(street.today), "members": [str(year.teresa)], f"{mine}same.income": "1"}
    assert visitor.post(path, sent | {"incomplete": "1"}).status_code == 303

    [record] = records(database).values()
    assert (record.stage, record.state) == (2, "incomplete")
    with database.session() as session:
        rows = session.scalars(select(IncomeBenefits).order_by(IncomeBenefits.information_date)).all()
        assert [(row.data_collection_stage, row.income_from_any_source) for row in rows] == [(1, 0), (2, 0)]


def test_record_changed_by_two_people_shows_both_values_and_moves_with_its_day(
    signed_in: Enter, street: Street, database: Database, year: Family
) -> None:
    visitor, mine = signed_in(WORKER), f"m{year.teresa}-"
    sent = {"information_date": str(street.today), "members": [str(year.teresa)], f"{mine}{INCOME}": "0"}
    visitor.post(year.page(year.teresa, "/records/update/new"), sent)
    [record] = records(database).values()
    edit = year.page(year.teresa, f"/records/{record.id}")
    version = field_value(visitor.get(edit), "version")
    moved = {"version": version, "information_date": str(street.today - DAY), f"{mine}{INCOME}": "9"}
    assert visitor.post(edit, moved).status_code == 303
    stale = visitor.post(edit, moved | {f"{mine}{INCOME}": "8"})
    assert stale.status_code == 409
    rows = page(stale).select("main tbody tr")
    assert [cell.text for row in rows for cell in row.select("td")] == [
        "Client prefers not to answer", "Client doesn't know",
    ]  # fmt: skip
    again = [(tag["name"], tag["value"]) for tag in page(stale).select(f"form[action='{edit}'] input")]
    assert visitor.client.post(edit, data=dict(again)).status_code == 303
    with database.session() as session:
        row = session.scalars(select(IncomeBenefits).where(IncomeBenefits.data_collection_stage == 2)).one()
        assert (row.information_date, row.income_from_any_source) == (street.today - DAY, 8)


def test_follow_up_stands_once_within_180_days_after_the_exit(
    signed_in: Enter, street: Street, database: Database, community: Community, keyring: KeyRing
) -> None:
    with database.session(write=True) as session:
        youth = settle(session, keyring, community, street.today, 2, (24,), street.today - 400 * DAY)
        for key, back in ((youth.teresa, 20), (youth.juan, 300)):
            hud.exit(session, session.get_one(Enrollment, key), street.today - back * DAY)
        session.commit()
    visitor, path = signed_in(WORKER), youth.page(youth.teresa, "/records/post-exit/new")
    mine = f"m{youth.teresa}-exit."
    sent = {"members": [str(youth.teresa)], f"{mine}aftercare_provided": "1", f"{mine}telephone": "1"}

    early = visitor.post(path, sent | {"information_date": str(street.today - 30 * DAY)})
    assert early.status_code == 422
    assert visitor.post(path, sent | {"information_date": str(street.today)}).status_code == 303

    with database.session() as session:
        row = session.scalars(select(Exit).where(Exit.enrollment_key == youth.teresa)).one()
        assert (row.aftercare_provided, row.aftercare_date, row.telephone) == (1, street.today, 1)
    known = records(database)[youth.teresa].id
    assert visitor.get(path).location == youth.page(youth.teresa, f"/records/{known}")
    past = youth.page(youth.juan, "/records/post-exit/new")
    late = visitor.post(
        past,
        {
            "members": [str(youth.juan)],
            "information_date": str(street.today),
            f"m{youth.juan}-exit.aftercare_provided": "0",
        },
    )
    assert "enter a day from then until" in page(late).select_one(".summary").text
    assert visitor.get(youth.page(youth.luz, "/records/post-exit/new")).status_code == 404  # still there


def test_exit_is_corrected_on_its_record_by_the_rules_of_an_exit(
    signed_in: Enter, street: Street, database: Database
) -> None:
    visitor, family = signed_in(WORKER), street.shelter
    sent = {"leaves": [str(family.luz)], "exit_date": str(street.today), "all-exit.destination": "410"}
    visitor.post(family.page(family.luz, "/exit"), sent)
    path = family.page(family.luz, f"/records/{records(database)[family.luz].id}")
    with database.session(write=True) as session:
        hud.service(session, session.get_one(Enrollment, family.luz), street.today - 3 * DAY)
        session.commit()
    version, own = field_value(visitor.get(path), "version"), f"m{family.luz}-exit.destination"

    for back, words in (
        (-1, "today at the latest"),
        (3, "the day after the last night"),
        (100, "entered on"),
    ):
        wrong = {"version": version, "information_date": str(street.today - back * DAY), own: "410"}
        answer = visitor.post(path, wrong)
        assert answer.status_code == 422
        assert words in page(answer).select_one(".summary").text
    right = {"version": version, "information_date": str(street.today - 2 * DAY), own: "116"}
    assert visitor.post(path, right).status_code == 303

    with database.session() as session:
        row = session.scalars(select(Exit).where(Exit.enrollment_key == family.luz)).one()
        assert (row.exit_date, row.destination) == (street.today - 2 * DAY, 116)


def test_records_of_another_agency_are_missing_and_roles_without_the_right_are_refused(
    signed_in: Enter, street: Street, year: Family
) -> None:
    for persona, status in ((OUTSIDER, 404), ("services-only", 403), ("reporting-monitoring", 403)):
        visitor = signed_in(persona)
        for rest in ("/records/update/new", "/records/1"):
            path = year.page(year.teresa, rest)
            assert (visitor.get(path).status_code, visitor.post(path).status_code) == (status, status)
    visitor, shelter = signed_in(WORKER), street.shelter
    assert visitor.get(year.page(year.teresa, "/records/99")).status_code == 404
    assert "Nothing to answer" in visitor.get(shelter.page(shelter.luz, "/records/annual/new")).text
