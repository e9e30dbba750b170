"""Every address of the application against docs/routes.md: who is let in, who is refused, and what never
happens."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Connection, Table, select

from hmis_web.access.decorators import access_mark
from hmis_web.access.permissions import Permission
from hmis_web.access.roles import PRESETS
from hmis_web.db.base import Base
from hmis_web.db.session import Database
from tests.access.routes import OPEN, Route, routes
from tests.browser import Visitor
from tests.personas import ADMINISTRATOR, OUTSIDER, ROLES
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]
LAST = "auth.sign_out"
TOWARDS_THE_END = ("auth.lock", LAST)
KINDS = {"everybody": "public", "signed in": "signed_in", "at a gate": "at_gate"}
READING_MAY_WRITE = {"audit_event", "audit_pending", "web_session"}
PAGE_BYTES = 12_000
"""The page itself; with what it loads anew, a later page stays under 20 KB."""
NOT_A_PAGE = {"static", "healthz"}


def walk() -> list[Route]:
    """The routes in an order in which one person can try them all."""
    return sorted(
        routes(),
        key=lambda route: (
            TOWARDS_THE_END.index(route.endpoint) + 1 if route.endpoint in TOWARDS_THE_END else 0
        ),
    )


def address(route: Route, town: Town, *, strange: bool = False) -> str:
    """A route's address with ids of the own agency, or of another one."""
    values = {
        "client_id": town.stranger if strange else town.client,
        "enrollment_id": town.strange_stay if strange else town.stay,
        "other_id": town.child,
        "release_id": 0,
        "merge_id": 0,
        "part": "ssn",
        "service_id": 1,
        "note_id": 1,
        "alert_id": 1,
        "contact_id": 1,
        "location_id": 1,
        "deletion_id": 1,
        **dict.fromkeys(("situation_id", "assessment_id", "event_id", "card_id", "item_id"), 1),
        "occurrence": "engagement",
        "record_id": 1,
        "stage": "update",
        "on": "1999-12-31",
        "household_id": town.household,
        "draft_id": 1,
        "file_id": 1,
        "job_id": 1,
        "account_id": town.account,
        "worker_id": 0,
        "assignment_id": 1,
        "role_id": town.role,
        "field_id": 1,
        "grant_id": 0,
        "completion_id": 0,
        "run_id": 1,
        "kind": "apr",
        "ref": "Q5a",
        "cell": "C2",
        "form": "csv",
        "token": "nothing",
        "session_id": 987_654_321,
        "filename": "favicon.svg",
    }
    return re.sub(r"<[^:>]+:(\w+)>", lambda found: str(values[found[1]]), route.address)


def ask(visitor: Visitor, method: str, path: str) -> int:
    """The status of a request, its page audited. A GET of a file needs no audit."""
    if method == "POST":
        return visitor.post(path, {}).status_code
    return visitor.get(path).status_code


def test_routes_of_the_application_are_those_of_the_table(app: Flask) -> None:
    there = {(rule.endpoint, rule.rule) for rule in app.url_map.iter_rules()}

    assert there == {(route.endpoint, route.address) for route in routes()}


def test_routes_answer_the_methods_of_the_table(app: Flask) -> None:
    listed = {route.endpoint: set(route.answers) for route in routes()}

    for rule in app.url_map.iter_rules():
        assert (rule.methods or set()) - {"HEAD", "OPTIONS"} == listed[rule.endpoint], rule.endpoint


def test_every_route_carries_the_mark_of_the_table(app: Flask) -> None:
    for route in routes():
        mark = access_mark(app.view_functions[route.endpoint])
        assert mark is not None, f"{route.endpoint}: add @requires(...), @signed_in or @public"
        assert frozenset(p.value for p in mark.permissions) == route.permissions, route.endpoint
        if route.right in OPEN:
            assert mark.kind == KINDS[route.right], route.endpoint


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.endpoint)
def test_roles_of_the_table_are_those_that_hold_the_right(route: Route) -> None:
    rights = {Permission(name) for name in route.permissions}
    holders = {code for code, preset in PRESETS.items() if not rights or rights & preset.permissions}

    assert holders | {ADMINISTRATOR} == route.personas


def test_addresses_are_kebab_case_with_typed_parameters(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        plain = re.sub(r"<[^:>]+:\w+>", "x", rule.rule)
        assert re.fullmatch(r"/|(/[a-z0-9]+(-[a-z0-9]+)*)+", plain), rule.rule
        for name in re.findall(r"<(?!int:)[^>]*:(\w+_id)>", rule.rule):
            pytest.fail(f"{rule.rule}: {name} is not an int")


@pytest.mark.slow
@pytest.mark.parametrize("persona", [*ROLES, ADMINISTRATOR])
def test_every_route_lets_in_the_roles_of_the_table_alone(signed_in: Enter, town: Town, persona: str) -> None:
    visitor = signed_in(persona)
    wrong = []

    for route in walk():
        for method, status in route.answers.items():
            expected = status if persona in route.personas else 403
            found = ask(visitor, method, address(route, town))
            if found != expected:
                wrong.append(f"{method} {route.endpoint}: {found} instead of {expected}")

    assert wrong == []


def test_every_route_sends_strangers_to_sign_in(visitor: Visitor, town: Town) -> None:
    wrong = []

    for route in walk():
        for method in route.answers:
            answer = (visitor.post if method == "POST" else visitor.get)(address(route, town))
            sent = answer.status_code == 303 and str(answer.location).startswith("/sign-in")
            if sent == (route.right == "everybody") and route.endpoint != LAST:
                wrong.append(f"{method} {route.endpoint}: {answer.status_code}")

    assert wrong == []


@pytest.mark.parametrize("persona", [*ROLES, OUTSIDER])
def test_other_agencys_records_answer_as_if_they_were_not_there(
    signed_in: Enter, town: Town, persona: str
) -> None:
    visitor = signed_in(persona)
    role = "direct-service-assessments" if persona == OUTSIDER else persona
    about_clients = [route for route in walk() if "client_id" in route.address and role in route.personas]

    for route in about_clients:
        for method in route.answers:
            path = address(route, town, strange=persona != OUTSIDER)
            answer = (visitor.post if method == "POST" else visitor.get)(path)
            assert answer.status_code == 404, f"{method} {route.endpoint}"
            assert CANARY not in answer.text
    assert about_clients


def test_every_post_without_csrf_token_is_refused(signed_in: Enter, town: Town) -> None:
    visitor = signed_in(ADMINISTRATOR)

    for route in walk():
        if "POST" in route.answers:
            assert visitor.client.post(address(route, town)).status_code == 400, route.endpoint


def test_no_get_changes_anything_but_audit_and_session(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in(ADMINISTRATOR)
    before = snapshot(database)

    for route in walk():
        if "GET" in route.answers:
            visitor.get(address(route, town))

    assert snapshot(database) == before


def test_no_page_of_own_agency_shows_another_agencys_data(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("agency-manager")

    for route in walk():
        if "GET" in route.answers:
            assert CANARY not in visitor.get(address(route, town)).text, route.endpoint


def test_every_page_of_somebody_signed_in_is_never_kept(signed_in: Enter, town: Town) -> None:
    visitor = signed_in(ADMINISTRATOR)

    for route in walk():
        if "GET" in route.answers and route.endpoint not in NOT_A_PAGE:
            headers = visitor.get(address(route, town)).headers
            assert headers["Cache-Control"] == "no-store", route.endpoint
            assert "HX-Request" in headers["Vary"], route.endpoint


def test_every_page_is_small_on_the_wire(signed_in: Enter, town: Town) -> None:
    visitor = signed_in(ADMINISTRATOR)

    for route in walk():
        if "GET" in route.answers and route.endpoint not in NOT_A_PAGE:
            answer = visitor.client.get(address(route, town), headers={"Accept-Encoding": "br"})
            is_file = answer.mimetype != "text/html"
            assert is_file or len(answer.data) < PAGE_BYTES, route.endpoint


def snapshot(database: Database) -> dict[str, list[object]]:
    """Every row of every table that reading must leave alone."""
    with database.session() as session:
        connection = session.connection()
        return {
            table.name: rows_of(connection, table)
            for table in Base.metadata.sorted_tables
            if table.name not in READING_MAY_WRITE
        }


def rows_of(connection: Connection, table: Table) -> list[object]:
    """A table's rows in the order of its key."""
    return [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
