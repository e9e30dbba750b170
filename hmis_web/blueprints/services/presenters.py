"""The page that logs a service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from hmis_web.domain.alerts import Alert
from hmis_web.domain.clients import Person
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.services import ServiceLine
from hmis_web.web.presenters import alert_items, name_of, service_items


def form_page(
    person: Person, stay: Stay, alerts: list[Alert], recent: Sequence[ServiceLine]
) -> dict[str, Any]:
    """The context of services/service_new.html besides the form."""
    url = url_for("intake.client_show", client_id=person.id)
    return {
        "client": {"name": name_of(person), "identifier": person.record_number, "url": url},
        "stay": {
            "project": stay.project_name,
            "agency": stay.agency,
            "entry": stay.entry_date,
            "exit": stay.exit_date,
        },
        "alerts": alert_items(alerts),
        "recent": service_items(recent),
        "cancel_url": url,
    }
