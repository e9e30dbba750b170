"""What workers wrote: a few case notes and public alerts about people who are enrolled now."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from hmis_web.demo.around import add_around
from hmis_web.models import Account, AccountGrant, Client, Enrollment, Exit, Note, Project, PublicAlert

NOTED = 120
"""People with notes, at most."""
NOTES = (
    "Met at intake. Went over house rules and the week ahead; asked for a quiet bunk near the door.",
    "Brought two pay stubs. Copied for the housing file; originals given back.",
    "Called the landlord on Quarry Road together. Viewing set for Thursday at 10.",
    "Missed today's appointment; left word with the front desk to reschedule.",
    "Birth certificate ordered, about three weeks. Bus pass given for the clinic visit.",
    "Started the job readiness class, first session went well. Next one Monday.",
    "Asked for help with storage while moving. Referred to the day center's lockers.",
    "Reviewed the housing plan: two of four steps done. Next: credit report.",
    "School enrollment confirmed for the children; transport starts next week.",
    "Moved bunks after noise at night. Says the new place is better.",
    "Phone lost; reach through the outreach team until the new one is set up.",
    "Lease signing postponed by the manager to next week. Kept the bed.",
)
ALERTS = (
    (
        "Please call us",
        "A housing opening waits for this household. Ask them to call or stop by.",
        "important",
    ),
    ("Mail at the day center", "Documents arrived by mail; they can be picked up at the front desk.", "info"),
    (
        "Speaks Spanish",
        "Prefers to talk in Spanish; an interpreter can be asked for at the front desk.",
        "info",
    ),
    ("Appointment moved", "The housing interview is now on Friday at 9:30, same place.", "important"),
    (
        "Found property",
        "A blue backpack was found and is kept in the office until the end of the month.",
        "info",
    ),
    ("Bed held tonight only", "The bed is held until 8 pm today. Please tell them when you meet.", "urgent"),
)


def add_stories(connection: Connection, bases: dict[str, int], seed: int, as_of: date) -> None:
    """Notes of the last weeks and alerts that still run, on people enrolled now; equal seeds give equal
    stories."""
    random = Random(seed)
    people = connection.execute(_enrolled_now(bases)).all()
    writers = _writers(connection)
    notes: list[dict[str, Any]] = []
    alerts: list[dict[str, Any]] = []
    for person in people:
        base = {"client_id": person.client_key, "organization_id": person.organization_key,
                "account_id": writers.get(person.organization_key)}  # fmt: skip
        for day in sorted({_day(random, person, as_of) for _ in range(random.randint(0, 3))}):
            text = random.choice(NOTES)
            notes.append(base | {"written_on": day, "text": text, "created_at": _moment(random, day)})
        if random.random() < 0.3:
            title, text, priority = random.choice(ALERTS)
            made = as_of - timedelta(days=random.randint(0, 9))
            alerts.append(base | {
                "title": title, "text": text, "priority": priority, "phone": "7075550100",
                "ends_on": made + timedelta(days=random.randint(12, 30)), "created_at": _moment(random, made),
            })  # fmt: skip
    if notes:
        connection.execute(insert(Note), notes)
    if alerts:
        connection.execute(insert(PublicAlert), alerts)
    add_around(connection, people, writers, seed, as_of)


def _enrolled_now(bases: dict[str, int]) -> Any:
    return (
        select(Enrollment.client_key, Project.organization_key, Enrollment.entry_date)
        .join(Project, Project.id == Enrollment.project_key)
        .join(Client, Client.id == Enrollment.client_key)
        .outerjoin(Exit, Exit.enrollment_key == Enrollment.id)
        .where(Exit.id.is_(None), Enrollment.relationship_to_hoh == 1, Enrollment.id > bases["Enrollment"])
        .order_by(Enrollment.id)
        .limit(NOTED)
    )


def _writers(connection: Connection) -> dict[int, int]:
    grants = (
        select(AccountGrant.organization_id, AccountGrant.account_id)
        .join(Account)
        .order_by(AccountGrant.id.desc())
    )
    return {row.organization_id: row.account_id for row in connection.execute(grants)}


def _day(random: Random, person: Row[Any], as_of: date) -> date:
    return max(as_of - timedelta(days=random.randint(0, 40)), person.entry_date)


def _moment(random: Random, day: date) -> datetime:
    return datetime.combine(day, time(16, random.randint(0, 59)), UTC)
