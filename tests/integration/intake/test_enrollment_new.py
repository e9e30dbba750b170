"""One page enrolls a household."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.search import indexing
from hmis_web.models import (
    AuditEvent,
    ClientAgency,
    Enrollment,
    Organization,
    Project,
    ProjectCoC,
    StageRecord,
)
from tests.browser import Visitor, page
from tests.factories import hud
from tests.personas import OUTSIDER, Community
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]
WORKER = "direct-service"
HEAD, CHILD, SPOUSE = "1", "2", "3"
DISABLING = "enrollment.disabling_condition"
LIVING = "enrollment.living_situation"


@pytest.fixture
def housing(town: Town, database: Database) -> int:
    """A CoC-funded rapid re-housing project of the agency, in two CoCs."""
    with database.session(write=True) as session:
        agency = session.scalars(
            select(Organization)
            .join(Project, Project.organization_key == Organization.id)
            .where(Project.id == town.shelter)
        ).one()
        project = hud.project(session, agency, "Rapid East", project_type=13)
        hud.funder(session, project, 3)
        for code in ("XX-500", "XX-501"):
            hud.of_project(session, ProjectCoC, "project_coc_id", project, coc_code=code)
        session.commit()
        return project.id


def path(town: Town) -> str:
    """Where Teresa's household is enrolled."""
    return f"/clients/{town.client}/enrollments/new"


def entry(town: Town, project: int, /, **more: str) -> dict[str, str]:
    """Teresa and Luz enter a project today."""
    sent = {"project": str(project), "entry_date": str(town.today), "coc": "XX-501", "idempotency_key": "k1"}
    for key, relation in ((town.client, HEAD), (town.child, CHILD)):
        sent |= {f"m{key}-known": "1", f"m{key}-inside": "y", f"m{key}-relation": relation}
    return sent | {"do": "save"} | more


def entered(database: Database, project: int) -> dict[int, Enrollment]:
    """{client: enrollment} of a project."""
    with database.session() as session:
        rows = session.scalars(
            select(Enrollment).where(Enrollment.project_key == project).order_by(Enrollment.id)
        )
        return {row.client_key: row for row in rows}


@pytest.mark.both_databases
def test_household_enters_together_with_its_answers_and_once(
    signed_in: Enter, town: Town, housing: int, database: Database
) -> None:
    visitor, later = signed_in(WORKER), town.today
    first_day = town.today - timedelta(days=2)
    sent = entry(
        town,
        housing,
        entry_date=str(first_day),
        **{
            f"m{town.child}-entry": str(later),
            f"m{town.client}-{DISABLING}": "1",
            f"m{town.client}-{LIVING}": "116",
        },
    )

    answers = [visitor.post(path(town), sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    made = entered(database, housing)
    head, child = made[town.client], made[town.child]
    assert answers[0].location == answers[1].location == f"/clients/{town.client}/enrollments/{head.id}"
    assert len(made) == 2
    assert head.household_id == child.household_id
    assert len(head.household_id or "") == len(head.enrollment_id) == 32
    assert (head.entry_date, child.entry_date) == (first_day, later)
    assert (head.enrollment_coc, child.enrollment_coc) == ("XX-501", None)
    assert (head.relationship_to_hoh, child.relationship_to_hoh) == (1, 2)
    assert (head.disabling_condition, head.living_situation, child.disabling_condition) == (1, 116, 99)
    assert child.living_situation is None  # not asked of a child
    with database.session() as session:
        states = dict(
            session.execute(
                select(StageRecord.client_key, StageRecord.state).where(
                    StageRecord.enrollment_key.in_([head.id, child.id])
                )
            ).all()
        )
        verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.client_id == town.child)).all()
    assert states == {town.client: "complete", town.child: "complete"}
    assert {"enrollment:create", "answers:save"} <= set(verbs)
    shown = page(visitor.get(answers[0].location))
    assert "Rapid East" in shown.main.text
    assert "Luz Martin" in shown.select_one("#members").text


def test_entry_saved_as_incomplete_says_so_and_is_gone_on_with(
    signed_in: Enter, town: Town, housing: int, database: Database
) -> None:
    visitor = signed_in(WORKER)
    visitor.post(path(town), entry(town, housing, do="incomplete"))
    stay = entered(database, housing)[town.client]

    shown = page(visitor.get(f"/clients/{town.client}/enrollments/{stay.id}"))

    assert stay.living_situation is None
    assert "incomplete" in shown.select_one("#recorded").text
    assert shown.select_one("#due a")["href"].endswith(f"/{stay.id}/edit")
    assert "incomplete" in page(visitor.get(f"/clients/{town.client}/enrollments")).select_one("#active").text


def test_what_can_not_be_is_refused_in_words_and_stays_typed(
    signed_in: Enter, town: Town, housing: int, database: Database
) -> None:
    visitor, me, child = signed_in(WORKER), f"m{town.client}-", f"m{town.child}-"
    early = str(town.today - timedelta(days=9))
    for change, words in (
        ({"project": ""}, "Choose the program"),
        ({"project": "999"}, "Choose the program"),
        ({"coc": ""}, "Choose the CoC in which the household stays"),
        ({"coc": "XX-999"}, "Choose a CoC that the program serves"),
        ({"entry_date": "soon"}, "Enter a date such as"),
        ({"entry_date": ""}, "Enter the entry date"),
        ({"entry_date": "1999-01-01"}, "does not operate"),
        ({f"{child}entry": early}, "Nobody enters before the head"),
        ({f"{me}relation": CHILD}, "one of them must be"),
        ({f"{child}relation": HEAD}, "Only one can be the head"),
        ({f"{child}relation": ""}, "Choose what they are"),
        ({f"{me}income_benefits.income_from_any_source": "1"}, "Income Yes needs a source"),
        ({f"{me}{LIVING}": "x"}, "Choose one of the answers"),
        ({f"{child}{DISABLING}": "7"}, "Luz Martin: Choose one of the answers"),
        ({f"{me}inside": "", f"{child}inside": ""}, "Tick who enters"),
    ):
        sent = {key: value for key, value in entry(town, housing, **change).items() if value or key in change}
        for key in [key for key, value in change.items() if not value and key.endswith("inside")]:
            del sent[key]
        answer = visitor.post(path(town), sent)
        summary = page(answer).select_one(".summary")
        assert (answer.status_code, words in (summary.text if summary else "")) == (422, True), change
        assert page(answer).title.text.startswith("Error")
    assert entered(database, housing) == {}


def test_page_shows_one_member_at_a_time_and_loses_nothing(
    signed_in: Enter, town: Town, housing: int, database: Database
) -> None:
    visitor, me, child = signed_in(WORKER), f"m{town.client}-", f"m{town.child}-"
    with database.session(write=True) as session:
        indexing.reindex_clients(session, [town.client, town.child])
        session.commit()
    begun = entry(town, housing, show=str(town.client), do="", **{f"{me}{DISABLING}": "1"})

    opened = page(visitor.get(f"{path(town)}?project={housing}"))
    following = page(visitor.post(path(town), begun | {"do": "next"}))
    copied = page(
        visitor.post(path(town), begun | {"show": str(town.child), "copy": f"{town.child}:disability"})
    )
    found = page(visitor.post(path(town), begun | {"do": "find", "q": "Teresa"}))
    living = page(visitor.post(f"{path(town)}?part=asked", begun | {f"{me}{LIVING}": "435"}, htmx=True))

    assert opened.select_one("#project option[selected]")["value"] == str(housing)
    assert opened.select_one(f"[name='{me}{LIVING}']") is not None
    assert opened.select_one(f"[name='{child}{DISABLING}']") is None
    assert "of" in opened.select_one(".members li").text
    assert following.select_one(f"input[type=hidden][name='{me}{DISABLING}']")["value"] == "1"
    assert following.select_one(f"input[type=radio][name='{child}{DISABLING}']") is not None
    assert following.select_one(f"[name='{child}{LIVING}']") is None  # not asked of a child
    assert copied.select_one(f"input[name='{child}{DISABLING}'][checked]")["value"] == "1"
    assert found.select_one("button[name=add]") is None  # all found are there already
    assert living.select_one("[name$='rental_subsidy_type']") is not None
    assert living.select_one("#entry") is None
    assert "answered" in living.select_one(f"#count-{town.client}[hx-swap-oob]").text


@pytest.mark.both_databases
def test_somebody_joins_a_running_stay_also_after_others_left(
    signed_in: Enter, town: Town, housing: int, database: Database, keyring: KeyRing, community: Community
) -> None:
    visitor = signed_in(WORKER)
    visitor.post(path(town), entry(town, housing))
    made = entered(database, housing)
    with database.session(write=True) as session:
        gone = session.get_one(Enrollment, made[town.child].id)
        hud.exit(session, gone, town.today)
        cousin = hud.client(session, keyring, session.merge(community.home), first_name="Cousin").id
        indexing.reindex_clients(session, [cousin])
        session.commit()
    joining = f"/clients/{town.client}/enrollments/{made[town.client].id}/members/new"
    sent = {"entry_date": str(town.today), "idempotency_key": "k2", "also": str(cousin), "do": "save"}
    one = {f"m{cousin}-known": "1", f"m{cousin}-inside": "y"}

    found = page(visitor.post(joining, {"entry_date": str(town.today), "do": "find", "q": "cousin"}))
    added = page(visitor.post(joining, {"entry_date": str(town.today), "add": str(cousin)}))
    head = visitor.post(joining, sent | one | {f"m{cousin}-relation": HEAD})
    done = visitor.post(joining, sent | one | {f"m{cousin}-relation": "4"})

    assert found.select_one("button[name=add]")["value"] == str(cousin)
    assert added.select_one("[name=also]")["value"] == str(cousin)
    assert "has its head already" in head.text
    assert done.status_code == 303
    joined = entered(database, housing)[cousin]
    assert joined.household_id == made[town.client].household_id
    assert joined.relationship_to_hoh == 4
    with database.session(write=True) as session:
        hud.exit(session, session.get_one(Enrollment, made[town.client].id), town.today)
        hud.exit(session, session.get_one(Enrollment, joined.id), town.today)
        session.commit()
    assert visitor.get(joining).status_code == 422


def test_overlap_is_warned_of_and_another_agencys_stay_is_not_told(
    signed_in: Enter, town: Town, database: Database
) -> None:
    with database.session(write=True) as session:
        lodging = session.get_one(Project, town.outreach)
        lodging.project_type = 2
        shelter = session.get_one(Project, town.shelter)
        shelter.project_type = 0
        session.commit()

    warned = page(signed_in(WORKER).post(path(town), entry(town, town.outreach, do="")))

    assert warned.select_one(".alert.warn") is not None
    with database.session(write=True) as session:
        session.get_one(Project, town.shelter).project_type = 4
        session.commit()
    quiet = signed_in(WORKER).post(path(town), entry(town, town.outreach, do=""))
    assert page(quiet).select_one(".alert.warn") is None  # she sleeps at Elm House, too
    assert CANARY not in quiet.text


def test_client_shared_by_a_release_becomes_the_agencys_own(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    with database.session(write=True) as session:
        row = session.get_one(ClientAgency, (community.home.id, town.child))
        row.by_release = True
        hud.project(session, session.merge(community.home), "Other")
        session.commit()
    alone = {
        "project": str(town.outreach),
        "entry_date": str(town.today),
        "do": "save",
        "idempotency_key": "k",
    }
    alone |= {f"m{town.client}-known": "1", f"m{town.client}-inside": "y", f"m{town.client}-relation": "4"}

    assert signed_in(WORKER).post(path(town), alone).status_code == 303
    assert entered(database, town.outreach)[town.client].relationship_to_hoh == 1  # who is alone is the head


def test_enrolling_is_for_own_clients_and_who_may(signed_in: Enter, town: Town, housing: int) -> None:
    worker, outsider = signed_in(WORKER), signed_in(OUTSIDER)

    assert worker.get(f"/clients/{town.stranger}/enrollments/new").status_code == 404
    assert (
        worker.get(f"/clients/{town.client}/enrollments/{town.strange_stay}/members/new").status_code == 404
    )
    assert outsider.get(path(town)).status_code == 404
    assert signed_in("services-only").get(path(town)).status_code == 403
    assert signed_in("assessor-only").post(path(town), entry(town, housing)).status_code == 403


def test_pages_of_enrollments_ask_the_database_seldom(
    signed_in: Enter, town: Town, housing: int, query_budget: Callable[[int], object]
) -> None:
    visitor = signed_in(WORKER)
    stay = f"/clients/{town.client}/enrollments/{town.stay}"
    for address, limit in (
        (f"{path(town)}?project={housing}", 20),
        (f"/clients/{town.client}/enrollments", 15),
        (stay, 20),
        (f"{stay}/edit", 22),
        ("/households/new", 8),
    ):
        with query_budget(limit):  # type: ignore[attr-defined]
            assert visitor.client.get(address).status_code == 200, address
