"""What the service desk shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.services.desk_forms import APART, Row, said
from hmis_web.domain.active_stays import ActiveStay
from hmis_web.domain.alerts import Alert
from hmis_web.domain.clients import Person
from hmis_web.domain.desk import Outcome, SetUp
from hmis_web.domain.service_choices import Already, Choice, LoggedService
from hmis_web.domain.services import UNDO_MINUTES
from hmis_web.jobs.desk_prints import Printed
from hmis_web.web.job_progress import is_under_way, progress_of
from hmis_web.web.links import may_open
from hmis_web.web.presenters import alert_items, name_of
from hmis_web.web.state import installation

MOST_SHOWN = 40


def names(stays: Sequence[ActiveStay], alerted: set[int]) -> list[str]:
    """Lines that desk.js reads: enrollment, client, size of the household, whether an alert is in force,
    age, last service, services lately, name."""
    sizes = Counter(stay.household_id for stay in stays if stay.household_id)
    return [
        "|".join(
            (
                str(stay.enrollment_id),
                str(stay.client_id),
                str(sizes.get(stay.household_id or "", 1)),
                "1" if stay.client_id in alerted else "",
                "" if stay.age is None else str(stay.age),
                "" if stay.last_service is None else f"{stay.last_service:%d %b}",
                str(stay.count),
                stay.name,
            )
        )
        for stay in stays
    ]


def set_up(chosen: SetUp, offered: Sequence[Choice], program: str, as_of: date) -> dict[str, Any]:
    """What is logged at the moment, in words and as waiting rows say it."""
    labels = {choice.code: choice.label for choice in offered}
    return {
        "program": program,
        "project": chosen.project_key,
        "services": ", ".join(labels[code] for code in chosen.codes if code in labels),
        "day": chosen.day,
        "is_today": chosen.day == as_of,
        "note": chosen.note,
        "text": APART.join(said(chosen, bool(chosen.note))),
    }


def listed(
    actor: Actor, logged: Sequence[LoggedService], people: dict[int, Person], alerted: set[int], now: datetime
) -> list[dict[str, Any]]:
    """The day's list: one row for what was logged in one go for one person, the latest first."""
    rows = []
    groups = groupby(logged, key=lambda each: (each.enrollment_id, each.logged_at, each.by))
    for (enrollment_id, logged_at, by), services in groups:
        each = list(services)
        person = people.get(each[0].client_id)
        if person is not None:
            row = _row(actor, each, enrollment_id, name_of(person), logged_at, by, now)
            rows.append(row | {"has_alert": person.id in alerted})
    return rows


def outcome(
    actor: Actor, found: Outcome, chosen: SetUp, alerts: list[Alert], now: datetime
) -> dict[str, Any]:
    """The row of what became of an entry."""
    stay = found.stay
    name = stay.name or _("Name not known")
    facts = {
        "running": running(stay),
        "alerts": alert_items(alerts),
        "has_alert": bool(alerts),
        "id": f"{found.key}-{stay.enrollment_id}",
    }
    if found.logged:
        first = found.logged[0]
        row = _row(actor, list(found.logged), stay.enrollment_id, name, first.logged_at, first.by, now)
        return row | facts
    row = {"name": name, "number": stay.record_number, "url": _client_url(stay.client_id), **facts}
    if found.refused:
        return row | {"refused": found.refused}
    return row | {
        "question": _question(found.asked),
        "key": found.key,
        "enrollment_id": stay.enrollment_id,
        "row": APART.join([found.key, str(stay.enrollment_id), "", *said(chosen, bool(chosen.note))]),
    }


def printing(printed: Printed | None) -> dict[str, Any]:
    """How far the print of the day is, and its file."""
    if printed is None:
        return {"job": None, "pdf_url": ""}
    job = printed.job
    return {
        "job": progress_of(job, _("Printing")) if is_under_way(job) else None,
        "pdf_url": url_for("services.desk_pdf", job_id=job.id) if printed.artifact else "",
    }


def running(stay: ActiveStay) -> str:
    """`3 in 30 days`."""
    return ngettext("%(num)s in 30 days", "%(num)s in 30 days", stay.count)


def choices(stays: Iterable[ActiveStay]) -> list[dict[str, Any]]:
    """People to choose from without JavaScript."""
    return [
        {
            "value": stay.enrollment_id,
            "name": stay.name or _("Name not known"),
            "number": stay.record_number,
            "age": "" if stay.age is None else str(stay.age),
            "last": stay.last_service,
        }
        for stay in stays
    ]


def not_here(actor: Actor, person: Person) -> dict[str, Any]:
    """Somebody who is not active in the program, and what the role may do about them."""
    return {
        "name": name_of(person),
        "number": person.record_number,
        "url": _client_url(person.id),
        "offers": [
            {"label": label, "url": url_for(endpoint, client_id=person.id)}
            for endpoint, label in _offers()
            if may_open(actor, endpoint)
        ],
    }


def unsent(rows: Sequence[Row]) -> list[str]:
    """Rows that wait, as the page sends them."""
    return [row.text() for row in rows]


def _row(
    actor: Actor, logged: list[LoggedService], enrollment_id: int, name: str, logged_at: datetime | None,
    by: str, now: datetime,
) -> dict[str, Any]:  # fmt: skip
    own = by == actor.display_name
    fresh = logged_at is not None and logged_at >= now - timedelta(minutes=UNDO_MINUTES)
    may = own and fresh and actor.may(Permission.SERVICE_UNDO_OWN)
    first = logged[0]
    return {
        "id": f"{first.kind}-{first.id}",
        "name": name,
        "number": f"R-{first.client_id}",
        "url": _client_url(first.client_id),
        "client_id": first.client_id,
        "enrollment_id": enrollment_id,
        "time": clock_time(logged_at),
        "services": ", ".join(each.name for each in logged),
        "undone": all(each.undone for each in logged),
        "by": _("you") if own else by,
        "undo": " ".join(f"{each.kind}.{each.id}" for each in logged) if may else "",
    }


def _question(asked: tuple[tuple[str, Already], ...]) -> str:
    first = asked[0][1]
    moment = clock_time(first.logged_at)
    if not moment:
        return _("Logged already. Add again?")
    return _("Logged already at %(time)s by %(who)s. Add again?", time=moment, who=first.by)


def clock_time(moment: datetime | None) -> str:
    """`14:05` in the installation's time zone; empty for none."""
    return "" if moment is None else f"{moment.astimezone(installation().settings.timezone):%H:%M}"


def _offers() -> tuple[tuple[str, str], ...]:
    return (
        ("intake.note_new", _("Write a note")),
        ("intake.alert_new", _("Post a public alert")),
        ("intake.enrollment_new", _("Enroll")),
    )


def _client_url(client_id: int) -> str:
    return url_for("intake.client_show", client_id=client_id)
