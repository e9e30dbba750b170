"""How people, alerts and services are shown, wherever they appear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.domain.alerts import Alert
from hmis_web.domain.clients import Person
from hmis_web.domain.services import ServiceLine
from hmis_web.web.filters import dollars


def hit(person: Person) -> dict[str, Any]:
    """A person in a list of search results."""
    return {
        "url": url_for("intake.client_show", client_id=person.id),
        "name": name_of(person),
        "detail": age_text(person),
        "identifier": person.record_number,
        "last4": "",
        "why": "",
        "alert": False,
    }


def name_of(person: Person) -> str:
    """A name, or that none is known."""
    return person.name or _("Name not known")


def age_text(person: Person) -> str:
    """`64 years`, `about 64 years`; empty when not known."""
    if person.age is None:
        return ""
    years = ngettext("%(num)s year", "%(num)s years", person.age)
    return _("about %(years)s", years=years) if person.age_is_estimated else years


def alert_items(alerts: list[Alert]) -> list[dict[str, Any]]:
    """Public alerts for components/client_header.html."""
    words = {"urgent": _("urgent"), "important": _("important")}
    return [
        {
            "title": alert.title,
            "text": alert.text,
            "priority": words.get(alert.priority, ""),
            "agency": alert.agency,
            "phone": phone_text(alert.phone),
            "until": alert.ends_on,
        }
        for alert in alerts
    ]


def phone_text(phone: str | None) -> str | None:
    """`(707) 555-0100` for ten digits, anything else as written."""
    if phone is None or not re.fullmatch(r"\d{10}", phone):
        return phone
    return f"({phone[:3]}) {phone[3:6]}-{phone[6:]}"


def service_items(lines: Sequence[ServiceLine]) -> list[dict[str, Any]]:
    """Services as lists show them: date, name, detail, project."""
    return [
        {
            "date": line.date_provided,
            "name": line.name,
            "detail": ", ".join(part for part in (line.detail, dollars(line.amount)) if part),
            "project": line.project_name,
        }
        for line in lines
    ]
