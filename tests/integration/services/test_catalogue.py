"""The agency's own catalogue of services: adding, changing, retiring an item."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from hmis_web.db.session import Database
from hmis_web.domain import service_choices
from hmis_web.models import AuditEvent, Organization, ServiceCategory, ServiceItem
from tests.browser import Visitor, page
from tests.personas import Community
from tests.town import Town

Enter = Callable[[str], Visitor]
PAGE = "/services/catalogue"
MEAL = {"name": "Hot  meal", "category": "Food", "unit": "meal", "default_units": "2", "unit_cost": "4.50"}


def offered(database: Database, community: Community, town: Town) -> list[str]:
    """What the desk of the shelter offers today of the agency's own."""
    with database.session() as session:
        actor = community.actor(session, "services-only")
        found = service_choices.of_project(session, actor, town.shelter, town.today)
    return [each.label for each in found if each.code.startswith("own-")]


def test_item_is_added_once_changed_retired_and_offered_again(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    visitor = signed_in("agency-manager")
    assert "No services of your own yet" in visitor.get(PAGE).text

    assert visitor.post(f"{PAGE}/new", MEAL).status_code == 303
    again = visitor.post(f"{PAGE}/new", MEAL | {"category": "food"})
    assert (again.status_code, "There is one of this name" in again.text) == (422, True)
    assert offered(database, community, town) == ["Hot meal"]
    link = page(visitor.get(PAGE)).select_one("main a[href$='/edit']")
    assert link is not None
    edit = str(link["href"])
    steps = (("retire", "1", []), ("offer", "2", ["Hot meal"]))
    for then, version, then_offered in steps:
        sent = MEAL | {"version": version, "then": then}
        assert visitor.post(edit, sent).status_code == 303
        assert offered(database, community, town) == then_offered
    stale = visitor.post(edit, MEAL | {"version": "1", "name": "Warm meal"})
    assert stale.status_code == 409
    with database.session() as session:
        verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.subject_type == "service_item"))
        assert list(verbs) == ["service-item:create", "service-item:edit", "service-item:edit"]


def test_item_that_can_not_be_is_refused_at_its_field(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    visitor = signed_in("agency-manager")
    wrong: list[str] = []
    for said, field in (
        ({"name": " "}, "name"),
        ({"category": ""}, "category"),
        ({"name": "x" * 61}, "name"),
        ({"unit_cost": "-1"}, "unit_cost"),
        ({"unit_cost": "much"}, "unit_cost"),
        ({"default_units": "0"}, "default_units"),
        ({"unit": ""}, "unit"),
        ({"active_from": "2026-03-02", "active_to": "2026-03-01"}, "active_to"),
    ):
        answer = visitor.post(f"{PAGE}/new", MEAL | said)
        if answer.status_code != 422 or page(answer).select_one(f"#{field}-error") is None:
            wrong.append(f"{said}: {answer.status_code}")
    assert wrong == []
    with database.session() as session:
        assert session.scalars(select(ServiceItem)).all() == []
        assert session.scalars(select(ServiceCategory)).all() == []


def test_another_agencys_item_is_not_there(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    with database.session(write=True) as session:
        other = session.get_one(Organization, community.other.id)
        heading = ServiceCategory(organization_id=other.id, name="Hair")
        session.add(heading)
        session.flush()
        item = ServiceItem(organization_id=other.id, category_id=heading.id, name="Haircut")
        session.add(item)
        session.commit()
        theirs = item.id
    visitor = signed_in("agency-manager")

    assert "Haircut" not in visitor.get(PAGE).text
    assert visitor.get(f"{PAGE}/{theirs}/edit").status_code == 404
    assert visitor.post(f"{PAGE}/{theirs}/edit", MEAL | {"version": "1"}).status_code == 404
    assert "Haircut" in signed_in("system-administrator").get(PAGE).text
