"""Two administrators at the same moment: the limits hold in the database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError
from hmis_web.db.session import Database
from hmis_web.domain import account_changes, grants, presets
from hmis_web.domain.grants import NewGrant
from hmis_web.models import Account, AccountGrant, Organization
from tests.factories import hud, own

pytestmark = pytest.mark.both_databases
NOW = datetime.now(UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
SYSTEM = Actor.system()


def person(session: Session, name: str) -> Account:
    """Somebody with all training and no role."""
    account = Account(username=name.lower(), display_name=name, created_at=NOW)
    session.add(account)
    session.flush()
    own.training(session, account)
    return account


@pytest.fixture
def agency(session: Session) -> Organization:
    """An agency with one active program and one that is over."""
    made = hud.organization(session, "Open Door")
    hud.project(session, made, "Harbor Nights", project_type=1)
    hud.project(session, made, "Old House", project_type=1, operating_end_date=TODAY - DAY)
    return made


Asked = Callable[[Session], object]


def at_once(database: Database, *asked: Asked) -> list[str]:
    """Do things in transactions that begin together; answers `done` or the words of the refusal of each."""
    begin = threading.Barrier(len(asked))

    def one(work: Asked) -> str:
        begin.wait()
        with database.session(write=True, wait=30) as session:
            try:
                work(session)
            except DomainError as error:
                return error.message
            session.commit()
        return "done"

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(one, asked))


def overlapping(database: Database, first: Asked, second: Asked) -> list[str]:
    """As `at_once`, but the first has written and not committed when the second asks. On SQLite the second
    waits for the first to commit before it reads."""
    written, answers = threading.Event(), {}

    def begin() -> None:
        with database.session(write=True, wait=30) as session:
            first(session)
            written.set()
            threading.Event().wait(0.3)  # long enough for the other to run into the lock
            session.commit()
            answers[0] = "done"

    def follow() -> None:
        written.wait(30)
        with database.session(write=True, wait=30) as session:
            try:
                second(session)
                session.commit()
                answers[1] = "done"
            except DomainError as error:
                answers[1] = error.message

    threads = [threading.Thread(target=work) for work in (begin, follow)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[0], answers[1]]


@pytest.fixture
def two(database: Database) -> tuple[int, list[int], dict[str, int]]:
    """An agency with one program, two people, and the roles, committed."""
    with database.session(write=True) as session:
        agency = hud.organization(session, "Open Door")
        hud.project(session, agency, "Harbor Nights", project_type=1)
        accounts = [person(session, name).id for name in ("Ana", "Ben")]
        roles = presets.ensure_roles(session)
        session.commit()
    return agency.id, accounts, roles


@pytest.mark.parametrize("together", [at_once, overlapping])
@pytest.mark.parametrize(
    ("role", "words"),
    [("agency-manager", "has its one Agency Manager already: "), ("program-manager", "Holding it now: ")],
)
def test_two_administrators_at_once_can_not_pass_a_limit(
    database: Database, two: tuple[int, list[int], dict[str, int]], together: object, role: str, words: str
) -> None:
    agency, accounts, roles = two
    asked = [
        lambda session, key=key: grants.grant_role(
            session, SYSTEM, NewGrant(key, agency, roles[role], is_primary=True, valid_from=TODAY), NOW
        )
        for key in accounts
    ]

    answers = together(database, *asked)  # type: ignore[operator]

    assert "done" in answers
    refused = [answer for answer in answers if answer != "done"]
    assert len(refused) == 1
    assert words in refused[0]
    assert any(name in refused[0] for name in ("Ana", "Ben"))
    with database.session() as session:
        assert session.scalar(select(func.count(AccountGrant.id))) == 1


@pytest.mark.parametrize("together", [at_once, overlapping])
def test_two_administrators_at_once_give_one_primary_agency(
    database: Database, two: tuple[int, list[int], dict[str, int]], together: object
) -> None:
    agency, accounts, roles = two
    with database.session(write=True) as session:
        other = hud.organization(session, "Elm House").id
        session.commit()
    asked = [
        lambda session, key=key: grants.grant_role(
            session, SYSTEM, NewGrant(accounts[0], key, roles["read-only"], is_primary=True), NOW
        )
        for key in (agency, other)
    ]

    answers = together(database, *asked)  # type: ignore[operator]

    refused = [answer for answer in answers if answer != "done"]
    assert len(refused) == 1
    assert "primary agency of Ana" in refused[0]


def test_schema_alone_refuses_a_second_agency_manager(
    database: Database, two: tuple[int, list[int], dict[str, int]]
) -> None:
    agency, accounts, roles = two

    def insert(account_id: int) -> str:
        with database.session(write=True, wait=30) as session:
            session.add(
                AccountGrant(
                    account_id=account_id,
                    organization_id=agency,
                    role_id=roles["agency-manager"],
                    is_primary=True,
                    valid_from=date(2026, 1, 1),
                )
            )
            try:
                session.commit()
            except IntegrityError as error:
                return str(error.orig)
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(insert, accounts), key=len)

    assert answers[0] == "done"
    assert "account_grant_one_holder" in answers[1]


def test_two_administrators_at_once_can_not_take_each_other_away(database: Database) -> None:
    with database.session(write=True) as session:
        keys = [person(session, name).id for name in ("Ana", "Ben")]
        for key in keys:
            session.get_one(Account, key).is_system_administrator = True
        session.commit()
    asked = [
        lambda session, key=key: account_changes.disable_account(session, SYSTEM, key, "at once", NOW)
        for key in keys
    ]

    answers = at_once(database, *asked)

    assert sorted(answers) == ["This is the last system administrator; make somebody else one first", "done"]
