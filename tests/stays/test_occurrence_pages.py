"""What happens within a stay, as its pages ask it: engagement, move-in, PATH status, living situations, bed
nights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.models import Client, CurrentLivingSituation, Enrollment, Project, RecordFinding, Services
from tests.browser import Visitor, field_value, page
from tests.factories import hud
from tests.personas import OUTSIDER
from tests.stays.conftest import DAY, Street

pytestmark = pytest.mark.both_databases
Enter = Callable[[str], Visitor]
WORKER, SITUATION = "direct-service", "current_living_situation."


def enrollment(database: Database, key: int) -> Enrollment:
    """A stay as it stands."""
    with database.session() as session:
        return session.get_one(Enrollment, key)


def send(visitor: Visitor, path: str, **fields: object) -> int:
    """Open a page, fill in its form, send it; answers the status."""
    opened = visitor.get(path)
    hidden = {
        tag["name"]: tag["value"]
        for tag in page(opened).select("main form[method=post] input[type=hidden]")
        if tag["name"] in ("version", "idempotency_key", "csrf_token")
    }
    sent = {**hidden, **{name.replace("__", "."): str(value) for name, value in fields.items()}}
    return visitor.client.post(path, data=sent).status_code


def test_engagement_and_path_status_are_kept_and_doubts_are_said(
    signed_in: Enter, street: Street, database: Database
) -> None:
    visitor, family, today = signed_in(WORKER), street.outreach, street.today
    engagement, path = (family.page(family.teresa, rest) for rest in ("/engagement", "/path-status"))
    day, status = "enrollment.date_of_engagement", "enrollment.date_of_path_status"
    enrolled, reason = "enrollment.client_enrolled_in_path", "enrollment.reason_not_enrolled"

    wrong = [
        (engagement, {day: today + DAY}, "not in the future"),
        (engagement, {day: "soon"}, "Enter a date"),
        (path, {status: today}, "Say whether"),
        (path, {enrolled: 1}, "Enter the day"),
        (path, {status: today, enrolled: 0}, "Choose why"),
        (path, {status: today + DAY, enrolled: 1}, "not in the future"),
    ]
    for address, told, words in wrong:
        version = field_value(visitor.get(address), "version")
        answer = visitor.post(address, {"version": version} | told)
        assert answer.status_code == 422, told
        assert words in page(answer).select_one(".summary").text, told
        assert "Error:" in page(answer).title.text
    assert send(visitor, engagement, **{day: today - 3 * DAY}) == 303
    said = page(visitor.get("/")).select_one("#flash").text
    assert "no current living situation" in said
    assert "Teresa" not in said
    assert send(visitor, path, **{status: today - 4 * DAY, enrolled: 0, reason: 2}) == 303
    assert "older than the engagement" in page(visitor.get("/")).select_one("#flash").text

    found = enrollment(database, family.teresa)
    assert found.date_of_engagement == today - 3 * DAY
    assert (found.client_enrolled_in_path, found.reason_not_enrolled) == (0, 2)
    assert send(visitor, path, **{status: today, enrolled: 1, reason: 2}) == 303
    assert enrollment(database, family.teresa).reason_not_enrolled is None
    shown = visitor.post(path, {status: today, enrolled: 0}, htmx=True)
    assert reason in shown.text
    assert "<html" not in shown.text
    assert enrollment(database, family.teresa).client_enrolled_in_path == 1
    assert visitor.get(family.page(family.luz, "/engagement")).status_code == 404  # a child is not asked


def test_move_in_stands_once_with_the_head_and_both_values_are_shown(
    signed_in: Enter, street: Street, database: Database
) -> None:
    visitor, family, today = signed_in(WORKER), street.rehousing, street.today
    path, key = family.page(family.teresa, "/move-in"), "enrollment.move_in_date"
    with database.session(write=True) as session:
        session.get_one(Enrollment, family.luz).entry_date = today - 5 * DAY
        session.commit()

    led = visitor.get(family.page(family.juan, "/move-in"))
    assert led.location == path
    assert visitor.post(family.page(family.juan, "/move-in"), {key: today}).status_code == 404
    for day, words in ((family.entry - DAY, "began on"), (today + DAY, "at the latest")):
        version = field_value(visitor.get(path), "version")
        assert words in visitor.post(path, {"version": version, key: day}).text
    first = field_value(visitor.get(path), "version")
    assert send(visitor, path, **{key: today - 20 * DAY}) == 303
    assert visitor.post(path, {"version": first, key: today - 20 * DAY}).status_code == 303  # sent twice
    shown = page(visitor.get(path)).select_one("main").text
    assert "joined later" in shown
    stale = visitor.post(path, {"version": first, key: today - 2 * DAY})
    assert stale.status_code == 409
    assert f"{today - 20 * DAY:%d %b %Y}" in stale.text
    again = {tag["name"]: tag["value"] for tag in page(stale).select(f"form[action='{path}'] input")}
    assert visitor.client.post(path, data=again).status_code == 303

    assert enrollment(database, family.teresa).move_in_date == today - 2 * DAY
    assert enrollment(database, family.juan).move_in_date is None
    assert send(visitor, path, **{key: ""}) == 303
    assert enrollment(database, family.teresa).move_in_date is None
    assert visitor.get(street.shelter.page(street.shelter.teresa, "/move-in")).status_code == 404  # S059


def test_move_in_during_a_stay_in_a_shelter_stands_on_the_worklist_until_it_is_corrected(
    signed_in: Enter, street: Street, database: Database
) -> None:
    visitor, family, today = signed_in(WORKER), street.rehousing, street.today
    path, key = family.page(family.teresa, "/move-in"), "enrollment.move_in_date"
    with database.session(write=True) as session:
        shelter = session.get_one(Project, street.shelter.project)
        shelter.project_type = 0
        client = session.get_one(Client, family.clients[family.teresa])
        hud.enrollment(session, client, shelter, entry_date=today - 30 * DAY)
        session.commit()

    def noted() -> list[bool]:
        with database.session() as session:
            found = session.scalars(select(RecordFinding).where(RecordFinding.rule == "S042"))
            return [row.resolved_at is None for row in found]

    assert send(visitor, path, **{key: today - 9 * DAY}) == 303
    assert noted() == [True]
    assert send(visitor, path, **{key: today - 40 * DAY}) == 303
    assert noted() == [False]


def test_living_situation_is_recorded_once_changed_and_never_overwritten_unseen(
    signed_in: Enter, street: Street, database: Database
) -> None:
    visitor, family, today = signed_in(WORKER), street.outreach, street.today
    listing = family.page(family.teresa, "/living-situations")
    new, where = f"{listing}/new", f"{SITUATION}current_living_situation"
    opened = visitor.get(new)
    base = {"idempotency_key": field_value(opened, "idempotency_key"), "information_date": today - DAY}

    for told, words in (
        ({"information_date": today + DAY}, "not in the future"),
        ({"information_date": family.entry - DAY}, "began on"),
        ({"information_date": ""}, "Enter the date"),
        ({where: 435}, "kind of subsidy"),
        ({where: 24}, "answers offered"),
    ):
        answer = visitor.post(new, base | told)
        assert answer.status_code == 422, told
        assert words in page(answer).select_one(".summary").text, told
    asked = visitor.post(new, base | {where: 410, "next": "1"})
    assert asked.status_code == 200
    assert page(asked).select(f"[name='{SITUATION}leave_situation14_days']")
    told = base | {where: 410, f"{SITUATION}leave_situation14_days": 1, f"{SITUATION}cls_subsidy_type": 428}
    for _twice in range(2):
        assert visitor.post(new, told).location == listing

    with database.session() as session:
        [row] = session.scalars(select(CurrentLivingSituation)).all()
    assert (row.current_living_situation, row.cls_subsidy_type, row.moved_two_or_more) == (410, None, 99)
    assert "Rental by client, no ongoing" in visitor.get(listing).text
    edit = f"{listing}/{row.id}"
    version = field_value(visitor.get(edit), "version")
    assert send(visitor, edit, **{"information_date": today, where: 116}) == 303
    stale = visitor.post(edit, {"version": version, "information_date": today - DAY, where: 101})
    assert stale.status_code == 409
    assert len(page(stale).select("main tbody tr")) == 2
    with database.session() as session:
        changed = session.get_one(CurrentLivingSituation, row.id)
    assert (changed.current_living_situation, changed.leave_situation14_days) == (116, None)
    assert changed.version == 2


def test_nights_of_a_month_are_ticked_for_all_and_two_people_do_not_undo_each_other(
    signed_in: Enter, street: Street, database: Database
) -> None:
    visitor, family, today = signed_in(WORKER), street.shelter, street.today
    path = family.page(family.teresa, "/bed-nights")
    month = f"{path}?month={today:%Y-%m}"

    def night(key: int, back: int) -> str:
        return f"{key}:{today - timedelta(days=back)}"

    def standing() -> set[str]:
        with database.session() as session:
            rows = session.scalars(select(Services).where(Services.date_deleted.is_(None)))
            return {f"{row.enrollment_key}:{row.date_provided}" for row in rows}

    first = [night(key, 0) for key in family.all]
    assert (
        visitor.post(month, {"night": [*first, "x:y", night(street.stranger.teresa, 0)]}).status_code == 303
    )
    assert standing() == set(first)
    other = signed_in("services-only")
    assert other.post(month, {"shown": first, "night": first}).status_code == 303
    assert other.post(month, {"shown": first, "night": first[1:]}).status_code == 403
    assert visitor.post(month, {"shown": [], "night": []}).status_code == 303  # opened before the first
    assert standing() == set(first)
    assert visitor.post(month, {"shown": first, "night": first[1:]}).status_code == 303
    assert standing() == set(first[1:])

    shown = page(visitor.get(f"{month}&who={family.luz}"))
    assert {tag["value"].split(":")[0] for tag in shown.select("[name=night]")} == {str(family.luz)}
    assert visitor.get(f"{month}&who={street.stranger.luz}").status_code == 404
    entry = f"{path}?month={family.entry:%Y-%m}"
    assert visitor.post(entry, {"night": [f"{family.luz}:{family.entry - DAY}"]}).status_code in (303, 422)
    assert page(visitor.get(entry)).select(f"input[type=hidden][value='{family.luz}:{family.entry}']")
    with database.session(write=True) as session:
        hud.exit(session, session.get_one(Enrollment, family.luz), today - DAY)
        session.commit()
    refused = visitor.post(month, {"night": [night(family.luz, 0)]})
    assert "was not staying" in refused.text or night(family.luz, 0) in standing()


def test_another_agencys_stay_is_missing_and_a_role_without_the_right_is_refused(
    signed_in: Enter, street: Street
) -> None:
    shelter, outreach = street.shelter, street.outreach
    paths = [
        shelter.page(shelter.teresa, "/bed-nights"),
        *(
            outreach.page(outreach.teresa, rest)
            for rest in ("/engagement", "/move-in", "/path-status", "/living-situations/new")
        ),
    ]
    for persona, status in ((OUTSIDER, 404), ("read-only", 403), ("reporting-monitoring", 403)):
        visitor = signed_in(persona)
        for path in paths:
            answers = visitor.get(path).status_code, visitor.post(path).status_code
            assert answers == (status, status), (persona, path)
