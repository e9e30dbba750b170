"""The pages of a stay cost as few statements for a large household as for a small one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.models import Client, Enrollment, Project
from tests.browser import Visitor, page
from tests.factories import hud
from tests.families import Family
from tests.personas import Community
from tests.stays.conftest import Street


def test_pages_of_a_household_of_six_need_few_statements(
    signed_in: Callable[[str], Visitor],
    street: Street,
    database: Database,
    community: Community,
    keyring: KeyRing,
    query_budget: Callable[[int], AbstractContextManager[object]],
) -> None:
    visitor = signed_in("direct-service")
    visitor.get("/")  # the first page of all asks whether anybody has an account
    for family in (street.rehousing, street.shelter):
        with database.session(write=True) as session:
            grow(session, keyring, community, family)
            session.commit()
        path = family.page(family.luz, "/exit")
        with query_budget(15):  # three for the person, five for the header
            opened = visitor.client.get(path)
        everybody = [str(tag["value"]) for tag in page(opened).select("[name=leaves][checked]")]
        assert len(everybody) == 6
        for more in ({"next": "1"}, {"exit_date": ""}):
            sent = {"exit_date": str(street.today), "leaves": everybody, "all-exit.destination": "410"}
            with query_budget(15):
                assert visitor.post(path, sent | more).status_code in (200, 422)
        for rest in ("/records/annual/new", "/records/update/new", ""):
            with query_budget(15):
                assert visitor.client.get(family.page(family.luz, rest)).status_code == 200
        new = f"/clients/{family.clients[family.luz]}/enrollments/new?project={street.outreach.project}"
        with query_budget(15):
            assert page(visitor.client.get(new)).select("main form")
        assert visitor.post(path, {"leaves": everybody, "exit_date": str(street.today)}).status_code == 303
        with query_budget(15):
            left = visitor.client.get(family.page(family.luz))
        assert page(left).select("form[action$='/exit/undo']")
        visitor.post(family.page(family.luz, "/exit/undo"))
        visitor.get("/")
        with query_budget(15):
            assert "answers are filled in again" in visitor.client.get(path).text


def grow(session: Session, keyring: KeyRing, community: Community, family: Family) -> None:
    """Three children more."""
    luz, project = session.get_one(Enrollment, family.luz), session.get_one(Project, family.project)
    home, born = session.merge(community.home), session.get_one(Client, luz.client_key).dob
    for name in ("Ana", "Ben", "Cai"):
        child = hud.client(session, keyring, home, first_name=name, dob=born)
        hud.enrollment(
            session, child, project, entry_date=family.entry, household_id=luz.household_id,
            relationship_to_hoh=2,
        )  # fmt: skip
