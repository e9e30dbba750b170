"""Logging a service on a stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.models import AuditEvent, HudUser, Organization, Services
from tests.browser import Visitor, field_value, page
from tests.factories import hud
from tests.personas import OUTSIDER, Community
from tests.town import Town

Enter = Callable[[str], Visitor]
NIGHT = "200:200"
CASE_MANAGEMENT = "141:6"


def form(day: date, service: str = NIGHT, key: str = "k1", **values: str) -> dict[str, str]:
    """What the page's form sends."""
    return {"service": service, "date_provided": day.isoformat(), "idempotency_key": key, **values}


def logged(database: Database) -> list[Services]:
    """The services that were entered here, deleted ones too."""
    with database.session() as session:
        return list(session.scalars(select(Services).where(Services.edited_at.is_not(None))))


def test_service_logged_without_javascript_is_kept_with_who_and_when(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    visitor = signed_in("services-only")

    answer = visitor.post(town.service_page(), form(town.today))

    assert (answer.status_code, answer.location) == (303, f"/clients/{town.client}")
    [row] = logged(database)
    assert (row.record_type, row.type_provided, row.date_provided) == (200, 200, town.today)
    assert (row.enrollment_key, row.client_key) == (town.stay, town.client)
    assert row.entered_organization_id == community.home.id
    assert row.import_run_id is None
    assert len(row.services_id) == 32
    assert row.date_created == row.date_updated
    assert len(row.date_created or "") == 19
    with database.session() as session:
        person = session.scalars(select(HudUser).where(HudUser.user_id == row.user_id)).one()
        verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.client_id == town.client)).all()
    assert person.user_last_name == "Only"
    assert "service:create" in verbs


def test_service_logged_says_so_once_and_offers_undo(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("services-only")
    answer = visitor.post(town.service_page(), form(town.today))

    toast = page(visitor.get(answer.location)).select_one(".toast")

    assert toast is not None
    assert "Bed night logged" in toast.text
    assert toast.form is not None
    assert str(toast.form["action"]).endswith("/undo")
    assert page(visitor.get(answer.location)).select(".toast") == []


def test_service_sent_twice_is_kept_once(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in("services-only")

    answers = [visitor.post(town.service_page(), form(town.today)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(logged(database)) == 1


def test_service_of_somebody_else_with_the_same_key_is_another(
    signed_in: Enter, town: Town, database: Database
) -> None:
    signed_in("services-only").post(town.service_page(), form(town.today))
    signed_in("direct-service").post(town.service_page(), form(town.today - timedelta(days=1)))

    assert len(logged(database)) == 2


def test_service_page_starts_with_today_and_the_only_service(signed_in: Enter, town: Town) -> None:
    shown = page(signed_in("services-only").get(town.service_page()))

    assert shown.select_one("[name=date_provided]")["value"] == town.today.isoformat()
    assert [option["value"] for option in shown.select("[name=service] option")] == [NIGHT]


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "not in the future"), (-31, "The stay began on"), (-30, "is recorded already")],
)
def test_service_on_a_wrong_day_is_refused_and_stays_typed(
    signed_in: Enter, town: Town, database: Database, days: int, words: str
) -> None:
    day = town.today + timedelta(days=days)

    answer = signed_in("services-only").post(town.service_page(), form(day))

    assert answer.status_code == 422
    assert words in page(answer).select_one("#date_provided-error").text
    assert field_value(answer, "date_provided") == day.isoformat()
    assert page(answer).title.text.startswith("Error")
    assert logged(database) == []


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"date_provided": ""}, "date_provided"),
        ({"date_provided": "31st of May"}, "date_provided"),
        ({"service": ""}, "service"),
        ({"service": "141:6"}, "service"),
        ({"service": "drop table"}, "service"),
    ],
)
def test_service_with_a_missing_or_unknown_answer_is_refused(
    signed_in: Enter, town: Town, database: Database, sent: dict[str, str], field: str
) -> None:
    answer = signed_in("services-only").post(town.service_page(), form(town.today) | sent)

    assert answer.status_code == 422
    assert page(answer).select_one(f"#{field}-error") is not None
    assert logged(database) == []


def test_service_typed_month_first_is_understood(signed_in: Enter, town: Town, database: Database) -> None:
    sent = form(town.today) | {"date_provided": f"{town.today:%m/%d/%Y}"}

    signed_in("services-only").post(town.service_page(), sent)

    assert [row.date_provided for row in logged(database)] == [town.today]


def test_service_on_a_past_stay_needs_the_right_to_back_date(
    signed_in: Enter, town: Town, database: Database
) -> None:
    past = town.service_page(stay=town.past_stay)
    before, after = town.today - timedelta(days=70), town.today - timedelta(days=59)

    assert signed_in("services-only").get(past).status_code == 404
    assert signed_in("direct-service").get(past).status_code == 403
    manager = signed_in("program-manager")
    assert manager.post(past, form(after, CASE_MANAGEMENT)).status_code == 422
    assert manager.post(past, form(before, CASE_MANAGEMENT)).status_code == 303
    assert [row.date_provided for row in logged(database)] == [before]


def test_bed_night_on_the_day_of_exit_is_refused(
    signed_in: Enter, town: Town, database: Database, community: Community, keyring: KeyRing
) -> None:
    with database.session(write=True) as session:
        home = session.get_one(Organization, community.home.id)
        nights = hud.project(session, home, "Harbor Two", project_type=1)
        person = hud.client(session, keyring, home)
        stay = hud.enrollment(session, person, nights, entry_date=town.today - timedelta(days=9))
        hud.exit(session, stay, town.today)
        session.commit()
    visitor = signed_in("services-only")
    path = town.service_page(person.id, stay.id)

    assert "not spent here" in visitor.post(path, form(town.today)).text
    assert visitor.post(path, form(town.today - timedelta(days=1))).status_code == 303


@pytest.mark.parametrize("method", ["get", "post"])
def test_service_of_other_agencys_client_is_missing(
    signed_in: Enter, town: Town, database: Database, method: str
) -> None:
    outsider, manager = signed_in(OUTSIDER), signed_in("agency-manager")
    for visitor, client, stay in (
        (outsider, town.client, town.stay),
        (manager, town.stranger, town.strange_stay),
        (manager, town.client, town.strange_stay),
    ):
        sent = {"data": form(town.today)} if method == "post" else {}
        assert getattr(visitor, method)(town.service_page(client, stay), **sent).status_code == 404
    assert logged(database) == []


@pytest.mark.parametrize("persona", ["read-only", "assessor-only", "reporting-monitoring"])
def test_service_by_role_without_the_right_is_refused(
    signed_in: Enter, town: Town, database: Database, persona: str
) -> None:
    visitor = signed_in(persona)

    assert visitor.get(town.service_page()).status_code == 403
    assert visitor.post(town.service_page(), form(town.today)).status_code == 403
    assert logged(database) == []


def test_service_without_csrf_token_is_refused(signed_in: Enter, town: Town, database: Database) -> None:
    answer = signed_in("services-only").client.post(town.service_page(), data=form(town.today))

    assert answer.status_code == 400
    assert logged(database) == []


@pytest.fixture
def veteran(database: Database, town: Town, community: Community, keyring: KeyRing) -> str:
    """The service page of a stay that SSVF pays, in a project that another system sent."""
    with database.session(write=True) as session:
        home = session.get_one(Organization, community.home.id)
        rehousing = hud.project(session, home, "Veterans Home", project_type=13, source="elsewhere")
        hud.funder(session, rehousing, 33, source="elsewhere")
        person = hud.client(session, keyring, home, source="elsewhere")
        stay = hud.enrollment(session, person, rehousing, source="elsewhere", entry_date=town.today)
        session.commit()
        return town.service_page(person.id, stay.id)


def test_service_details_appear_when_a_service_is_chosen(signed_in: Enter, veteran: str) -> None:
    answer = signed_in("services-only").get(f"{veteran}?service=152:1", htmx=True)

    assert {tag["name"] for tag in page(answer).select("[name]")} == {
        "fa_amount",
        "fa_start_date",
        "fa_end_date",
    }
    assert "<html" not in answer.text


def test_service_that_wants_an_amount_asks_for_it(
    signed_in: Enter, town: Town, veteran: str, database: Database
) -> None:
    visitor = signed_in("services-only")

    asked = visitor.post(veteran, form(town.today, "152:1"))
    odd = visitor.post(veteran, form(town.today, "152:1", fa_amount="lots"))
    paid_for = town.today.isoformat()
    kept = visitor.post(veteran, form(town.today, "152:1", fa_amount="$1,250.50", fa_start_date=paid_for))

    assert (asked.status_code, odd.status_code, kept.status_code) == (422, 422, 303)
    assert page(asked).select_one("#fa_start_date-error") is not None
    assert field_value(odd, "fa_amount") == "lots"
    [row] = logged(database)
    assert row.fa_amount == Decimal("1250.50")


def test_service_details_that_do_not_belong_are_ignored(
    signed_in: Enter, town: Town, veteran: str, database: Database
) -> None:
    signed_in("services-only").post(veteran, form(town.today, "144:1", fa_amount="5", sub_type_provided="3"))

    [row] = logged(database)
    assert (row.fa_amount, row.sub_type_provided) == (None, None)


def test_service_on_another_systems_stay_belongs_to_its_data_source(
    signed_in: Enter, town: Town, veteran: str, database: Database
) -> None:
    visitor = signed_in("services-only")
    visitor.post(veteran, form(town.today, "144:3", sub_type_provided="2"))
    visitor.post(town.service_page(), form(town.today, key="k2"))

    with database.session() as session:
        elsewhere = hud.data_source(session, "elsewhere").id
        people = session.scalars(select(HudUser).where(HudUser.user_last_name == "Only")).all()
    rows = logged(database)
    assert {row.data_source_id == elsewhere: row.sub_type_provided for row in rows} == {True: 2, False: None}
    assert len({row.user_id for row in rows}) == 1
    assert len({person.data_source_id for person in people}) == 2


def test_service_page_where_hud_has_no_list_says_so(
    signed_in: Enter, town: Town, database: Database, community: Community, keyring: KeyRing
) -> None:
    with database.session(write=True) as session:
        home = session.get_one(Organization, community.home.id)
        coordinated = hud.project(session, home, "Front Door", project_type=14)
        person = hud.client(session, keyring, home)
        stay = hud.enrollment(session, person, coordinated, entry_date=town.today)
        session.commit()

    shown = page(signed_in("services-only").get(town.service_page(person.id, stay.id)))

    assert "No services to log here" in shown.text
    assert "Your agency manager can set up" in shown.text
    assert shown.select("[name=service]") == []


def test_referral_of_an_outreach_team_is_logged_with_its_outcome(
    signed_in: Enter, town: Town, database: Database, community: Community, keyring: KeyRing
) -> None:
    with database.session(write=True) as session:
        home = session.get_one(Organization, community.home.id)
        team = hud.project(session, home, "Path Team", project_type=4)
        hud.funder(session, team, 21)
        person = hud.client(session, keyring, home)
        stay = hud.enrollment(session, person, team, entry_date=town.today)
        session.commit()
    path, visitor = town.service_page(person.id, stay.id), signed_in("services-only")

    asked = page(visitor.get(f"{path}?service=161:1", htmx=True))
    lacking = visitor.post(path, form(town.today, "161:1"))
    kept = visitor.post(path, form(town.today, "161:1", referral_outcome="1"))

    assert [each.text.strip() for each in asked.select("[name=referral_outcome] option")] == [
        "Choose", "Attained", "Not attained", "Unknown",
    ]  # fmt: skip
    assert "Choose what came of the referral" in page(lacking).select_one("#referral_outcome-error").text
    assert (lacking.status_code, kept.status_code) == (422, 303)
    assert [(row.record_type, row.referral_outcome) for row in logged(database)] == [(161, 1)]
    assert "Attained" in visitor.get(f"/clients/{person.id}/services").text


def test_service_while_an_import_writes_is_kept_on_the_page_and_saved_later(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("services-only")
    sent = form(town.today, NIGHT, "busy")
    with database.session(write=True):
        busy = visitor.post(town.service_page(), sent)

    if database.dialect == "postgresql":  # whose writers do not wait for one another
        assert (busy.status_code, len(logged(database))) == (303, 1)
        return
    assert busy.status_code == 503
    kept = page(busy).select_one(f"form[action='{town.service_page()}']")
    assert kept is not None
    again = {str(tag["name"]): str(tag["value"]) for tag in kept.select("input")}
    assert again.items() >= sent.items()
    assert visitor.client.post(town.service_page(), data=again).status_code == 303
    assert len(logged(database)) == 1


def test_service_page_opens_while_an_import_writes(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in("services-only")

    with database.session(write=True):
        assert visitor.get(town.service_page()).status_code == 200


def test_service_page_needs_few_statements(signed_in: Enter, town: Town, query_budget) -> None:
    visitor = signed_in("services-only")
    with query_budget(15):
        visitor.get(town.service_page())

    token = visitor.csrf_token()
    with query_budget(21):  # two for the trail with its values, one for the draft that is done
        visitor.client.post(town.service_page(), data=form(town.today) | {"csrf_token": token})


def undo_page(town: Town, row: Services) -> str:
    """Where Undo sends."""
    return f"/clients/{town.client}/enrollments/{town.stay}/services/{row.id}/undo"


def test_undo_deletes_softly_and_says_so(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in("services-only")
    visitor.post(town.service_page(), form(town.today))
    [row] = logged(database)
    before = page(visitor.get(f"/clients/{town.client}")).select("aside .lines li")

    answers = [visitor.post(undo_page(town, row)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    [gone] = logged(database)
    assert gone.date_deleted
    assert gone.version == 2
    shown = page(visitor.get(f"/clients/{town.client}"))
    assert "Undone: Bed night" in shown.select_one("#flash").text
    assert len(shown.select("aside .lines li")) == len(before) - 1


def test_service_sent_again_after_undo_stays_undone(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in("services-only")
    visitor.post(town.service_page(), form(town.today))
    [row] = logged(database)
    visitor.post(undo_page(town, row))

    visitor.post(town.service_page(), form(town.today))

    assert len(logged(database)) == 1
    assert "taken back" in page(visitor.get("/")).select_one("#flash").text


def test_undo_after_ten_minutes_is_too_late(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in("services-only")
    visitor.post(town.service_page(), form(town.today))
    [row] = logged(database)
    with database.session(write=True) as session:
        session.get_one(Services, row.id).edited_at = row.edited_at - timedelta(minutes=11)
        session.commit()

    visitor.post(undo_page(town, row))

    assert logged(database)[0].date_deleted is None
    assert "that time is over" in page(visitor.get("/")).select_one("#flash").text


def test_undo_of_somebody_elses_row_is_missing(signed_in: Enter, town: Town, database: Database) -> None:
    signed_in("services-only").post(town.service_page(), form(town.today))
    [row] = logged(database)

    assert signed_in("direct-service").post(undo_page(town, row)).status_code == 404
    assert signed_in(OUTSIDER).post(undo_page(town, row)).status_code == 404
    assert signed_in("read-only").post(undo_page(town, row)).status_code == 403
    assert logged(database)[0].date_deleted is None


def test_undo_of_an_imported_row_is_missing(signed_in: Enter, town: Town, database: Database) -> None:
    with database.session() as session:
        imported = session.scalars(select(Services).where(Services.enrollment_key == town.stay)).one()

    assert signed_in("direct-service").post(undo_page(town, imported)).status_code == 404


def test_service_count_is_unchanged_by_reading(signed_in: Enter, town: Town, database: Database) -> None:
    visitor = signed_in("services-only")
    for path in ("/", f"/clients/{town.client}", town.service_page()):
        visitor.get(path)

    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Services)) == 2
