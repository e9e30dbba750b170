"""A household leaves on one page, stays again by Undo, and is opened again by managers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from hmis_web.db.session import Database
from hmis_web.models import Client, Enrollment, Exit, Project, StageRecord
from tests.browser import Visitor, field_value, page
from tests.factories import hud
from tests.families import Family, exits
from tests.personas import OUTSIDER
from tests.stays.conftest import DAY, Street

pytestmark = pytest.mark.both_databases
Enter = Callable[[str], Visitor]
WORKER, TO, INCOME = "direct-service", "all-exit.destination", "income_benefits."


def standing(database: Database) -> dict[int, Exit]:
    """{enrollment: exit}."""
    with database.session() as session:
        return exits(session)


def told(street: Street, family: Family, *leaving: int, **more: object) -> dict[str, object]:
    """What a page sends when some of a family leave."""
    sent = {
        "leaves": list(leaving or family.all),
        "exit_date": street.today,
        "idempotency_key": "k1",
        TO: 410,
    }
    return {
        name: str(value) if not isinstance(value, list) else value for name, value in (sent | more).items()
    }


def test_exit_page_opens_with_everybody_ticked_and_asks_what_answers_open(
    signed_in: Enter, street: Street, database: Database
) -> None:
    visitor, family = signed_in(WORKER), street.rehousing
    path = family.page(family.luz, "/exit")
    opened = visitor.client.get(path)
    ticked = page(opened).select("[name=leaves][checked]")
    assert {int(tag["value"]) for tag in ticked} == set(family.all)
    own = f"m{family.juan}-"
    asked = visitor.post(path, told(street, family, next="1", **{f"{own}differs": "1"}))
    assert asked.status_code == 200
    assert page(asked).select(f"[name='{own}exit.destination']")
    part = visitor.post(path, told(street, family, **{TO: 435}), htmx=True)
    assert "all-exit.destination_subsidy_type" in part.text
    assert "<html" not in part.text
    assert 'name="next"' not in part.text  # else Enter would press it instead of Save
    assert page(opened).select("noscript [name=next]")
    assert standing(database) == {}


def test_household_leaves_with_differences_and_is_back_by_undo(
    signed_in: Enter, street: Street, database: Database
) -> None:
    visitor, family = signed_in(WORKER), street.rehousing
    path, own = family.page(family.luz, "/exit"), f"m{family.juan}-"
    sent = told(street, family, **{
        f"{own}differs": "1", f"{own}exit.exit_date": street.today - DAY, f"{own}exit.destination": 116,
        f"m{family.teresa}-{INCOME}income_from_any_source": 1,
        f"m{family.teresa}-{INCOME}earned": "1",
        f"m{family.teresa}-{INCOME}earned_amount": "$1,200.00",
    })  # fmt: skip
    for _twice in range(2):
        assert visitor.post(path, sent).status_code == 303
    found = standing(database)
    assert {key: (row.exit_date, row.destination) for key, row in found.items()} == {
        family.teresa: (street.today, 410),
        family.juan: (street.today - DAY, 116),
        family.luz: (street.today, 410),
    }
    flash = page(visitor.get("/")).select_one("#flash")
    assert "3 people exited" in flash.text
    undo = flash.select_one(".toast form[action$='/exit/undo']")["action"]
    assert signed_in("program-manager").post(undo).status_code == 404
    for words in ("3 people stay again", "taken back already"):
        assert visitor.post(undo).status_code == 303
        assert words in page(visitor.get("/")).select_one("#flash").text
    assert standing(database) == {}
    again = visitor.get(path)
    assert "answers are filled in again" in again.text
    assert field_value(again, f"'m{family.teresa}-income_benefits.earned_amount'") == "1200.00"


def test_mistakes_are_named_at_their_fields_and_nothing_is_written(
    signed_in: Enter, street: Street, database: Database
) -> None:
    visitor, family = signed_in(WORKER), street.rehousing
    path, mine = family.page(family.teresa, "/exit"), f"m{family.teresa}-"
    for more, words, where in (
        ({"leaves": []}, "Tick who leaves", "#leaves"),
        ({"exit_date": ""}, "Enter the day", "#exit_date"),
        ({"exit_date": "soon"}, "Enter a date such as", "#exit_date"),
        ({"exit_date": street.today + DAY}, "today at the latest", "#exit_date"),
        ({"exit_date": family.entry - DAY}, "entered on", "#exit_date"),
        ({TO: 336}, "Choose one", "#q-all-exit-destination"),
        (
            {
                f"{mine}{INCOME}income_from_any_source": 1, f"{mine}{INCOME}earned": 1,
                f"{mine}{INCOME}earned_amount": "lots",
            },
            "dollars",
            f"#q-{mine}income_benefits-earned_amount",
        ),
        ({"leaves": [family.teresa]}, "choose who is the head", "#new_head"),
        ({"leaves": [family.teresa], "new_head": family.juan}, "what everybody is", "#new_head"),
    ):  # fmt: skip
        answer = visitor.post(path, told(street, family, **more))
        assert answer.status_code == 422, more
        summary = page(answer).select_one(".summary")
        assert words in summary.text, (more, summary.text)
        assert summary.select(f"a[href^='{where}']"), (more, summary)
        assert page(answer).select_one(f"[id^='{where[1:]}']"), where
    assert standing(database) == {}
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(StageRecord)) == 0


def test_one_stays_with_a_new_head_and_an_incomplete_exit_says_so(
    signed_in: Enter, street: Street, database: Database
) -> None:
    visitor, family = signed_in(WORKER), street.rehousing
    path, chosen = family.page(family.teresa, "/exit"), [family.teresa, family.luz]
    shown = page(visitor.post(path, told(street, family, leaves=chosen), htmx=True))
    assert shown.select_one("#new_head option[selected]")["value"] == str(family.juan)
    selected = {
        tag["name"]: tag.select_one("[selected]")["value"] for tag in shown.select("[name^=relation-]")
    }
    assert selected == {f"relation-{family.teresa}": "3", f"relation-{family.luz}": "2"}

    sent = told(street, family, leaves=chosen, new_head=family.juan, incomplete="1", **selected)
    assert visitor.post(path, sent).status_code == 303

    assert set(standing(database)) == set(chosen)
    with database.session() as session:
        juan = session.get_one(Enrollment, family.juan)
        assert (juan.relationship_to_hoh, juan.enrollment_coc) == (1, "XX-501")
        assert set(session.scalars(select(StageRecord.state))) == {"incomplete"}
    assert "left on" in page(visitor.get(path)).select_one("#leaves").text


def test_managers_open_again_with_a_reason(signed_in: Enter, street: Street, database: Database) -> None:
    worker, manager, family = signed_in(WORKER), signed_in("program-manager"), street.rehousing
    worker.post(family.page(family.teresa, "/exit"), told(street, family))
    path = family.page(family.luz, "/reopen")
    assert page(manager.get(path)).select("[name=members][checked]")

    for sent, words in (
        ({"why": "left by mistake"}, "Tick whose"),
        ({"members": [str(family.luz)], "why": "left by mistake"}, "head of household"),
        ({"members": [str(key) for key in family.all]}, "Say why"),
    ):
        answer = manager.post(path, sent)
        assert answer.status_code == 422, sent
        assert words in page(answer).select_one(".summary").text
    everybody = {"members": [str(key) for key in family.all], "why": "left by mistake"}
    assert manager.post(path, everybody).status_code == 303

    assert standing(database) == {}
    assert worker.get(family.page(family.teresa, "/exit")).status_code == 200


def test_exits_of_another_agency_are_missing_and_roles_without_the_right_are_refused(
    signed_in: Enter, street: Street
) -> None:
    family = street.rehousing
    for persona, status in ((OUTSIDER, 404), ("services-only", 403), ("reporting-monitoring", 403)):
        visitor = signed_in(persona)
        assert visitor.get(family.page(family.teresa, "/exit")).status_code == status
        for rest in ("/exit", "/exit/undo"):
            assert visitor.post(family.page(family.teresa, rest)).status_code == status
    assert signed_in(WORKER).get(family.page(family.teresa, "/reopen")).status_code == 403
    assert signed_in(OUTSIDER).post(family.page(family.teresa, "/reopen")).status_code == 403


def test_enrollment_of_the_own_agency_is_deleted_with_a_reason_and_restored(
    signed_in: Enter, street: Street, database: Database
) -> None:
    manager, family = signed_in("program-manager"), street.rehousing
    manager.post(family.page(family.luz, "/exit"), told(street, family, family.luz))
    path, why = family.page(family.luz, "/delete"), {"reason": "entered twice"}
    for wrong, sent, words in (
        (path, {"reason": ""}, "Say why"),
        (family.page(family.teresa, "/delete"), why, "head of household"),
    ):
        refused = manager.post(wrong, sent)
        assert refused.status_code == 422
        assert words in page(refused).select_one(".summary").text

    assert manager.post(path, why).status_code == 303
    assert standing(database) == {}
    undo = page(manager.get("/")).select_one("#flash form[action$='/restore']")["action"]
    assert manager.get(path).status_code == 404
    with database.session(write=True) as session:
        luz = session.get_one(Enrollment, family.luz)
        project = session.get_one(Project, family.project)
        again = hud.enrollment(
            session, session.get_one(Client, luz.client_key), project, entry_date=street.today
        )
        session.commit()
    manager.post(undo)
    assert "again meanwhile" in page(manager.get("/")).select_one("#flash").text
    with database.session(write=True) as session:
        session.get_one(Enrollment, again.id).date_deleted = "2026-11-01 10:00:00"
        session.commit()
    assert manager.post(undo).status_code == 303
    assert set(standing(database)) == {family.luz}

    assert signed_in(WORKER).post(path, why).status_code == 403
    other = street.stranger
    assert manager.post(other.page(other.luz, "/delete"), why).status_code == 404
