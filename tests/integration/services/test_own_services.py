"""What was given of an agency's own catalogue, on the client's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from hmis_web.config import Settings
from hmis_web.db.session import Database
from hmis_web.domain import active_stays, service_choices
from hmis_web.domain.clock import Clock
from hmis_web.domain.service_choices import ServiceEntry
from hmis_web.models import ServiceCategory, ServiceItem
from tests.browser import Visitor, page
from tests.personas import Community
from tests.town import Town

Enter = Callable[[str], Visitor]


def give_meals(database: Database, community: Community, town: Town, settings: Settings) -> None:
    """Two meals of the home agency's catalogue, logged today by who logs services only."""
    with database.session(write=True) as session:
        heading = ServiceCategory(organization_id=community.home.id, name="Food")
        session.add(heading)
        session.flush()
        meal = ServiceItem(
            organization_id=community.home.id,
            category_id=heading.id,
            name="Hot meal",
            unit="meal",
            unit_cost=Decimal("4.50"),
        )
        session.add(meal)
        session.flush()
        entry = ServiceEntry(f"own-{meal.id}", town.today, "k", units=Decimal(2), note="no nuts")
        actor = community.actor(session, "services-only")
        clock = Clock(datetime.now(UTC), settings.timezone)
        service_choices.log(session, actor, town.client, town.stay, entry, clock)
        session.commit()


def test_own_services_stand_on_the_tab_of_their_agency_with_amounts_for_who_may_see_them(
    signed_in: Enter, town: Town, database: Database, community: Community, settings: Settings
) -> None:
    give_meals(database, community, town, settings)

    def own_part(persona: str) -> str:
        part = page(signed_in(persona).get(f"/clients/{town.client}/services")).select_one("#own-services")
        return part.text if part is not None else ""

    for persona, shown in (("agency-manager", True), ("services-only", False)):
        text = own_part(persona)
        assert "Hot meal" in text
        assert "2 × meal" in text
        assert "no nuts" in text
        assert ("$9.00" in text) is shown, persona


def test_own_services_count_as_the_last_one_at_the_desk(
    town: Town, database: Database, community: Community, settings: Settings
) -> None:
    def at_the_desk() -> tuple[date | None, int]:
        with database.session() as session:
            actor = community.actor(session, "services-only")
            [stay] = active_stays.among(session, actor, town.shelter, town.today, [town.stay])
        return stay.last_service, stay.count

    _before, count = at_the_desk()
    give_meals(database, community, town, settings)

    assert at_the_desk() == (town.today, count + 1)
