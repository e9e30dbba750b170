"""Releases of information and privacy, through their pages (access rules, rows 10 to 12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from hmis_web.db.session import Database
from hmis_web.models import Release
from tests.browser import Visitor, page
from tests.personas import OUTSIDER
from tests.town import Town

Enter = Callable[[str], Visitor]


def told(town: Town, **more: str) -> dict[str, str]:
    """A release that the client said."""
    last = town.today + timedelta(days=90)
    days = {"signed_on": str(town.today), "ends_on": str(last)}
    return {"kind": "verbal", "idempotency_key": "once"} | days | more


def actions(visitor: Visitor, town: Town) -> list[str]:
    """What the page of releases offers to do, by the end of its address."""
    forms = page(visitor.get(f"/clients/{town.client}/releases")).select("main section form")
    return [str(form["action"]).rpartition("/")[2] for form in forms]


def test_release_is_recorded_once_seen_taken_back_and_its_paper_kept(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor, outsider = signed_in("assessor-only"), signed_in(OUTSIDER)
    path = f"/clients/{town.client}/releases"
    assert outsider.get(f"/clients/{town.child}").status_code == 404
    mine = f"/clients/{town.child}/releases"
    signed = told(town, kind="guardian", how="typed", signer="Ola", guardian_relation="aunt")

    first, second = visitor.post(f"{mine}/new", dict(signed)), visitor.post(f"{mine}/new", dict(signed))

    assert (first.status_code, first.location, second.location) == (303, mine, mine)
    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Release)) == 1
    listed = page(visitor.get(mine)).main.text
    assert "Signed by a parent or guardian" in listed
    assert "Ola, aunt" in listed
    assert "Valid" in listed
    assert outsider.get(f"/clients/{town.child}").status_code == 200
    assert visitor.post(f"{mine}/1/revoke").status_code == 303
    assert outsider.get(f"/clients/{town.child}").status_code == 404
    assert "Taken back on" in page(visitor.get(mine)).main.text
    assert "No release yet" in page(visitor.get(path)).main.text


def test_release_without_what_it_needs_is_refused_at_its_field(signed_in: Enter, town: Town) -> None:
    visitor, path = signed_in("direct-service"), f"/clients/{town.child}/releases/new"
    token = visitor.csrf_token()
    for change, words in (
        ({"kind": ""}, "Choose how the release was given"),
        ({"kind": "verbal"}, "parent or guardian signs"),
        ({"kind": "guardian", "how": "typed", "signer": "Ola"}, "Enter what the guardian is"),
        ({"kind": "guardian", "guardian_relation": "aunt"}, "Enter the guardian's name"),
        ({"kind": "attached"}, "Choose the scan"),
        ({"kind": "signed", "own_consent": "y"}, "Choose how it was signed"),
        ({"signed_on": "", "kind": "verbal"}, "Enter the day of the signature"),
        ({"ends_on": "", "kind": "verbal"}, "Enter the last day"),
        ({"signed_on": "yesterday", "kind": "verbal"}, "Enter a date such as"),
    ):
        answer = visitor.post(path, told(town) | change | {"csrf_token": token})
        assert answer.status_code == 422, change
        assert words in page(answer).select_one(".summary").text, change  # type: ignore[union-attr]
    part = visitor.post(f"{path}/part", {"kind": "signed"}, htmx=True)
    assert "This young person may consent" in part.text
    assert "<html" not in part.text


def test_mistaken_release_is_deleted_with_a_reason_and_restored_for_ninety_days(
    signed_in: Enter, town: Town, database: Database
) -> None:
    manager, worker = signed_in("agency-manager"), signed_in("direct-service")
    path = f"/clients/{town.client}/releases"
    worker.post(f"{path}/new", told(town))
    assert actions(worker, town) == ["revoke"]
    assert actions(manager, town) == ["revoke", "delete", "privacy"]

    assert manager.post(f"{path}/1/delete", {"reason": " "}).status_code == 422
    assert manager.post(f"{path}/1/delete", {"reason": "wrong person"}).status_code == 303

    assert "No release yet" in page(worker.get(path)).main.text
    assert "Deleted: wrong person" in page(manager.get(path)).main.text
    assert signed_in(OUTSIDER).post(f"{path}/1/restore").status_code == 403
    assert manager.post(f"{path}/1/restore").status_code == 303
    assert "Valid" in page(worker.get(path)).main.text
    manager.post(f"{path}/1/delete", {"reason": "wrong person"})
    with database.session(write=True) as session:
        session.execute(update(Release).values(deleted_at=datetime.now(UTC) - timedelta(days=91)))
        session.commit()
    assert manager.post(f"{path}/1/restore").status_code == 422


def test_private_record_is_shared_by_no_release_until_its_agency_ends_that(
    signed_in: Enter, town: Town
) -> None:
    visitor, outsider = signed_in("direct-service-assessments"), signed_in(OUTSIDER)
    path, child = f"/clients/{town.child}/privacy", f"/clients/{town.child}"
    visitor.post(f"{child}/releases/new", told(town, own_consent="y"))
    assert outsider.get(child).status_code == 200

    assert visitor.post(path, {"reason": ""}).status_code == 422
    assert visitor.post(path, {"reason": "in danger"}).status_code == 303

    assert outsider.get(child).status_code == 404
    assert "made this record private" in page(visitor.get(f"{child}/releases")).main.text
    assert visitor.post(f"{path}/end").status_code == 303
    assert outsider.get(child).status_code == 200


def test_who_only_reads_sees_releases_without_buttons(signed_in: Enter, town: Town) -> None:
    signed_in("direct-service").post(f"/clients/{town.client}/releases/new", told(town))
    visitor = signed_in("read-only")

    assert "Valid" in page(visitor.get(f"/clients/{town.client}/releases")).main.text
    assert actions(visitor, town) == []
    assert visitor.post(f"/clients/{town.client}/releases/new", told(town)).status_code == 403
    assert visitor.get(f"/clients/{town.stranger}/releases").status_code == 404
