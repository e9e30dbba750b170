"""What is due on a caseload: each rule, who sees it, in which order, in how few statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.db.keys import KeyRing
from hmis_web.domain import caseload, due
from hmis_web.domain.clock import Clock
from hmis_web.domain.due import CaseLine
from tests.factories import hud, own
from tests.personas import Community

pytestmark = pytest.mark.both_databases
TODAY = datetime.now(UTC).date()
CLOCK = Clock(datetime.now(UTC), UTC)  # type: ignore[arg-type]
WORKER = "direct-service-assessments"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def desk(community: Community, session: Session, keyring: KeyRing) -> SimpleNamespace:
    """Makes stays of the worker's caseload in a rapid re-housing project."""
    housing = hud.project(session, community.home, "Keys", project_type=13)
    shelter = hud.project(session, community.home, "Beds", project_type=0)
    actor = community.actor(session, WORKER)

    def stay(entry: int, *, program: Any = shelter, name: str = "Teresa", **values: Any) -> Any:
        client = hud.client(
            session, keyring, community.home, first_name=name, dob=values.pop("dob", date(1960, 3, 14))
        )
        made = hud.enrollment(session, client, program, entry_date=ago(entry), **values)
        hud.service(session, made, ago(min(entry, 5)))
        caseload.assign(session, actor, [made.id], CLOCK)
        return made

    def lines() -> list[CaseLine]:
        session.flush()
        return due.caseload(session, actor, actor.account_id or 0, TODAY)

    def kinds() -> list[tuple[str, date]]:
        return [(each.kind.value, each.day) for line in lines() for each in line.due]

    return SimpleNamespace(stay=stay, lines=lines, kinds=kinds, housing=housing, shelter=shelter)


def test_annual_assessment_is_due_around_the_heads_anniversary_for_every_member(
    desk: SimpleNamespace, session: Session
) -> None:
    head = desk.stay(380, household_id="H", move_in_date=ago(300))
    desk.stay(200, household_id="H", relationship_to_hoh=2, name="Luz", dob=ago(3_000))
    closes = head.entry_date.replace(year=head.entry_date.year + 1) + timedelta(days=30)

    (line,) = desk.lines()
    (found,) = line.due
    assert (found.kind, found.day, found.names) == ("annual", closes, ("Teresa Martin", "Luz Martin"))
    hud.child(
        session, models.IncomeBenefits, "income_benefits_id", head, information_date=ago(10),
        data_collection_stage=5,
    )  # fmt: skip
    assert [each.names for each in desk.lines()[0].due] == [("Luz Martin",)]


def test_no_contact_move_in_and_coming_of_age(
    desk: SimpleNamespace, session: Session, community: Community
) -> None:
    silent = desk.stay(100, program=desk.housing)
    session.execute(models.Services.__table__.update().values(date_provided=ago(95)))
    youth = desk.stay(50, name="Luz", household_id="Y", dob=ago(40).replace(year=ago(40).year - 18))

    assert desk.kinds() == [("turned-18", ago(40)), ("move-in", ago(10)), ("no-contact", ago(5))]
    silent.move_in_date = ago(20)
    client = session.get_one(models.Client, silent.client_key)
    own.note(session, client, community.home, "Called.")
    hud.child(
        session, models.IncomeBenefits, "income_benefits_id", youth, information_date=ago(30),
        data_collection_stage=2,
    )  # fmt: skip
    assert desk.kinds() == []


def recorded(session: Session, stay: Any, home: int, worker: int) -> models.Release:
    """A release that ends soon, an incomplete entry with findings, and files."""
    moment, client = datetime.now(UTC), stay.client_key
    release = models.Release(
        client_id=client, organization_id=home, kind="signed", signed_on=ago(300),
        ends_on=TODAY + timedelta(days=20), recorded_at=moment,
    )  # fmt: skip
    record = models.StageRecord(
        enrollment_key=stay.id, client_key=client, stage=1, information_date=stay.entry_date,
        state="incomplete", answered=12, asked=18, form_version="2026", account_id=worker,
        organization_id=home, saved_at=moment,
    )  # fmt: skip
    session.add_all([release, record])
    session.flush()
    found = (("enrollment.living_situation", "high"), ("client.dob", "error"), ("x.y", "warning"))
    session.add_all(
        models.RecordFinding(
            rule="S001", key=key, severity=severity, client_key=client, enrollment_key=stay.id,
            stage_record_id=record.id, noted_at=moment,
        )
        for key, severity in found
    )  # fmt: skip
    session.add_all(
        models.ClientFile(
            client_id=client, organization_id=home, account_id=account, created_at=moment, name="Id",
            category="identity", kind="pdf", size=1, path=f"x{days}", added_on=ago(1), scanned=False,
            expires_on=TODAY + timedelta(days=days), confidential=confidential,
        )
        for days, confidential, account in ((10, False, worker), (12, True, None), (90, False, worker))
    )  # fmt: skip
    return release


def test_consents_files_gaps_and_findings(
    desk: SimpleNamespace, session: Session, community: Community
) -> None:
    stay = desk.stay(40)
    release = recorded(session, stay, community.home.id, community.accounts[WORKER])

    (line,) = desk.lines()
    assert [(each.kind.value, each.day, each.count) for each in line.due] == [
        ("answers", stay.entry_date, 2),
        ("incomplete", stay.entry_date, 6),
        ("file", TODAY + timedelta(days=10), 1),
        ("consent", TODAY + timedelta(days=20), 0),
    ]
    assert line.due[0].key == "enrollment.living_situation"
    release.revoked_on = ago(1)
    assert "consent" not in [each.kind for each in desk.lines()[0].due]


def test_who_left_is_told_while_something_is_left_to_do_and_strangers_never(
    desk: SimpleNamespace, session: Session, community: Community, keyring: KeyRing
) -> None:
    gone, here = desk.stay(60, name="Gone"), desk.stay(5, name="Here")
    hud.exit(session, gone, ago(2))
    assert [line.case.head.person.name for line in desk.lines()] == ["Here Martin"]

    session.add(
        models.StageRecord(
            enrollment_key=gone.id, client_key=gone.client_key, stage=3, information_date=ago(2),
            state="incomplete", answered=1, asked=2, form_version="2026", saved_at=datetime.now(UTC),
        )
    )  # fmt: skip
    assert [line.case.head.person.name for line in desk.lines()] == ["Gone Martin", "Here Martin"]
    for row in session.query(models.ClientAgency).filter_by(client_id=here.client_key):
        session.delete(row)
    assert [line.case.head.person.name for line in desk.lines()] == ["Gone Martin"]
    outsider = community.actor(session, "outsider")
    assert due.caseload(session, outsider, community.accounts[WORKER], TODAY) == []


def test_eighty_clients_take_four_statements(
    desk: SimpleNamespace, session: Session, keyring: KeyRing, community: Community
) -> None:
    for number in range(80):
        person = hud.client(session, keyring, community.home, first_name=f"N{number}")
        stay = hud.enrollment(session, person, desk.shelter, entry_date=ago(400))
        session.add(
            models.CaseAssignment(
                client_id=person.id, enrollment_id=stay.id, account_id=community.accounts[WORKER],
                organization_id=community.home.id, role="case_manager", starts_on=ago(400),
                assigned_at=CLOCK.now,
            )
        )  # fmt: skip
    session.flush()
    seen: list[str] = []
    note: Callable[..., None] = lambda _c, _k, statement, *_rest: seen.append(statement)  # noqa: E731
    event.listen(session.get_bind(), "before_cursor_execute", note)

    assert len(desk.lines()) == 80
    event.remove(session.get_bind(), "before_cursor_execute", note)
    assert len(seen) <= 4
