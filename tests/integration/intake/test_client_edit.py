"""Changing what is known of a person, two at once, and records that look alike."""

from __future__ import annotations

from collections.abc import Callable

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.models import Client
from tests.browser import Visitor, field_value, page
from tests.town import Town

Enter = Callable[[str], Visitor]


def sent(version: str, **more: str) -> dict[str, str]:
    """The form as Teresa's page shows it."""
    told = {
        "first_name": "Teresa",
        "last_name": "Martin",
        "dob": "3/14/1960",
        "sex": "0",
        "veteran_status": "0",
    }
    return told | {"race_none": "99", "version": version} | more


def test_page_shows_what_is_recorded_but_not_the_ssn_and_saves_changes(
    signed_in: Enter, town: Town, database: Database, keyring: KeyRing
) -> None:
    visitor, path = signed_in("direct-service"), f"/clients/{town.client}/edit"

    shown = visitor.get(path)
    saved = visitor.post(path, sent(field_value(shown, "version"), middle_name="Ines", veteran_status="1",
                                    year_entered_service="1980", iraq_oif="1"))  # fmt: skip

    assert field_value(shown, "dob") == "03/14/1960"
    assert "ending 1234" in shown.text
    assert "900121234" not in shown.text
    assert saved.location == f"/clients/{town.client}"
    assert "Worth another look: Race and ethnicity are unknown" in visitor.get(saved.location).text
    with database.session() as session:
        row = session.get_one(Client, town.client)
        assert (row.middle_name, row.year_entered_service, row.version) == ("Ines", 1980, 2)
        assert keyring.decrypt("ssn", row.ssn or "") == "900121234"
    removed = visitor.post(path, sent("2", remove_ssn="y", ssn_data_quality="9"))
    assert removed.status_code == 303
    with database.session() as session:
        row = session.get_one(Client, town.client)
        assert (row.ssn, row.ssn_index, row.ssn_data_quality, row.iraq_oif) == (None, None, 9, None)


def test_second_of_two_sees_both_values_and_may_save_over(
    signed_in: Enter, town: Town, database: Database
) -> None:
    path = f"/clients/{town.client}/edit"
    first, second = signed_in("direct-service"), signed_in("assessor-only")
    assert first.post(path, sent("1", first_name="Terese")).status_code == 303

    both = second.post(path, sent("1", last_name="Martins", ssn="234-56-7801"))

    rows = {str(tr.th.text): tr.text for tr in page(both).select("main table tbody tr")}
    assert both.status_code == 409
    assert set(rows) == {"First name", "Last name", "Social Security number"}
    assert "Terese" in rows["First name"]
    assert "Teresa" in rows["First name"]
    assert "ending 7801" in rows["Social Security number"]
    fields = {str(i["name"]): str(i["value"]) for i in page(both).select("main form input[type=hidden]")}
    assert second.post(path, fields).status_code == 303
    with database.session() as session:
        row = session.get_one(Client, town.client)
        assert (row.first_name, row.last_name, row.version) == ("Teresa", "Martins", 3)


def test_contradiction_stands_at_its_field_and_nothing_is_written(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor, path = signed_in("direct-service"), f"/clients/{town.client}/edit"
    tomorrow_of_entry = f"{town.today:%m/%d/%Y}"

    for change, words in (
        ({"dob": tomorrow_of_entry}, "The date of birth lies after the entry date"),
        ({"first_name": "", "last_name": ""}, "Choose why the name is missing"),
        ({"ssn": "12"}, "An SSN has nine characters"),
    ):
        answer = visitor.post(path, sent("1", **change))
        assert answer.status_code == 422
        assert words in page(answer).select_one(".summary").text  # type: ignore[union-attr]
    with database.session() as session:
        assert session.get_one(Client, town.client).version == 1


def test_strangers_and_roles_without_the_right_are_refused(signed_in: Enter, town: Town) -> None:
    assert signed_in("read-only").get(f"/clients/{town.client}/edit").status_code == 403
    visitor = signed_in("direct-service")
    for path in (f"/clients/{town.stranger}/edit", f"/clients/{town.stranger}/alike"):
        assert visitor.get(path).status_code == 404
    assert visitor.post(f"/clients/{town.client}/alike/{town.stranger}/not-same").status_code == 404
