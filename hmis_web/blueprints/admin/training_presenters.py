"""How training is shown: one's own, the staff's, and to whoever waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.blueprints.admin.people_presenters import training_items
from hmis_web.domain.acting import GrantChoice
from hmis_web.domain.training import Completion, Requirement
from hmis_web.domain.training_records import Staff
from hmis_web.web.filters import hud_date

PER_PAGE = 25


def own_page(
    asked: Sequence[Requirement], done: Sequence[Completion], as_of: date, contact: str
) -> dict[str, Any]:
    """The context of training/own.html."""
    items = training_items(asked, as_of)
    return {
        "items": items,
        "missing": [item["course"] for item in items if item["is_missing"]],
        "closed": _closed(asked, as_of),
        "soon": ending_soon(asked, as_of),
        "history": history(done),
        "contact": contact,
    }


def staff_page(
    staff: Sequence[Staff], asked: Mapping[int, Sequence[Requirement]], page: int, as_of: date
) -> dict[str, Any]:
    """The part of training/staff.html's context that lists people: those of one page."""
    first = (page - 1) * PER_PAGE
    shown = staff[first : first + PER_PAGE]
    total = len(staff)
    return {
        "staff": [_person(person, asked.get(person.account_id, ()), as_of) for person in shown],
        "page": {
            "first": first + 1,
            "last": first + len(shown),
            "total": total,
            "previous_url": url_for("admin.training_staff", page=page - 1) if page > 1 else None,
            "next_url": url_for("admin.training_staff", page=page + 1)
            if first + len(shown) < total
            else None,
        },
    }


def person_page(
    person: Staff, asked: Sequence[Requirement], done: Sequence[Completion], as_of: date, *, may_record: bool
) -> dict[str, Any]:
    """The part of training/person.html's context that shows one person."""
    return {
        "name": person.name,
        "record_url": url_for("admin.training_record_one", account_id=person.account_id),
        "items": training_items(asked, as_of),
        "history": [
            item
            | {
                "withdraw_url": url_for(
                    "admin.training_withdraw", account_id=person.account_id, completion_id=each.id
                )
                if may_record and not each.withdrawn
                else None
            }
            for item, each in zip(history(done), done, strict=True)
        ],
        "list_url": url_for("admin.training_staff"),
    }


def gate_page(
    name: str, agency: int | None, held: Sequence[GrantChoice], asked: Sequence[Requirement], as_of: date
) -> dict[str, Any]:
    """What training/gate.html says to somebody whose role here is closed."""
    here = next((choice for choice in held if choice.organization_id == agency), None)
    lacking = [each for each in asked if each.organization_id == agency and each.is_lacking(as_of)]
    return {
        "name": name,
        "agency": here.organization_name if here else "",
        "role": here.role_name if here else "",
        "items": training_items(lacking, as_of),
        "open": [
            {
                "id": choice.organization_id,
                "name": choice.organization_name,
                "detail": choice.role_name,
                "current": False,
            }
            for choice in held
            if choice.is_open
        ],
    }


def history(done: Sequence[Completion]) -> list[dict[str, Any]]:
    """Everything that was recorded, the latest first."""
    return [
        {
            "course": each.course,
            "completed": each.completed_on,
            "expires": each.expires_on,
            "waived": each.waived_reason,
            "withdrawn": each.withdrawn,
            "by": each.recorded_by,
        }
        for each in done
    ]


def ending_soon(asked: Sequence[Requirement], as_of: date) -> list[str]:
    """`HMIS New User, valid until 03 Nov 2026` for each course that expires within 30 days."""
    soon = {each.course: each.expires_on for each in asked if each.ends_soon(as_of)}
    return [
        _("%(course)s, valid until %(day)s", course=name, day=hud_date(day)) for name, day in soon.items()
    ]


def _closed(asked: Sequence[Requirement], as_of: date) -> list[str]:
    return list(dict.fromkeys(f"{each.role_name}, {each.agency}" for each in asked if each.is_lacking(as_of)))


def _person(person: Staff, asked: Sequence[Requirement], as_of: date) -> dict[str, Any]:
    items = training_items(asked, as_of)
    return {
        "id": person.account_id,
        "name": person.name,
        "url": url_for("admin.training_person", account_id=person.account_id),
        "roles": list(dict.fromkeys(f"{each.role_name}, {each.agency}" for each in asked)),
        "items": items,
    }
