"""The tab of a client's services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.access.actor import Actor
from hmis_web.blueprints.intake import record
from hmis_web.blueprints.services.forms import FilterForm
from hmis_web.domain.overview import Header
from hmis_web.domain.own_service_history import OwnLine
from hmis_web.domain.service_history import PER_PAGE, ServiceItem
from hmis_web.domain.services import may_log_on
from hmis_web.web.filters import dollars


def list_page(
    actor: Actor,
    header: Header,
    found: tuple[Sequence[ServiceItem], int],
    form: FilterForm,
    page: int,
    as_of: date,
) -> dict[str, Any]:
    """The context of services/service_list.html besides what was deleted."""
    client_id, (items, total) = header.card.id, found
    return {
        **record.above(actor, header, "services"),
        "form": form,
        "filtered": bool(form.chosen()),
        "page_url": url_for("services.service_list", client_id=client_id),
        "services": [_row(client_id, item) for item in items],
        "total": total,
        "log": [
            {
                "label": _("Log a service in %(project)s", project=stay.project_name),
                "url": url_for("services.service_new", client_id=client_id, enrollment_id=stay.id),
            }
            for stay in header.active
            if may_log_on(actor, stay, as_of)
        ],
        "pages": _pages(client_id, form, page, total),
    }


def own_rows(lines: Sequence[OwnLine]) -> list[dict[str, Any]]:
    """What was given of the agency's catalogue."""
    return [
        {
            "date": line.provided_on,
            "name": line.name,
            "detail": ", ".join(part for part in (_counted(line), dollars(line.amount), line.note) if part),
            "project": line.project_name,
            "by": line.by,
        }
        for line in lines
    ]


def _counted(line: OwnLine) -> str:
    """`2 meals` reads as `2 × meal`: the unit is the agency's word, in one form only."""
    return "" if line.units is None else f"{line.units.normalize():f} × {line.unit}"


def _row(client_id: int, item: ServiceItem) -> dict[str, Any]:
    where: dict[str, Any] = {
        "client_id": client_id,
        "enrollment_id": item.enrollment_id,
        "service_id": item.id,
    }
    return {
        "date": item.date_provided,
        "name": item.name,
        "detail": ", ".join(part for part in (item.detail, dollars(item.amount)) if part),
        "project": item.project_name,
        "agency": "" if item.is_own else item.agency,
        "edit_url": url_for("services.service_edit", **where) if item.may_edit else "",
        "delete_url": url_for("services.service_delete", **where) if item.may_delete else "",
    }


def _pages(client_id: int, form: FilterForm, page: int, total: int) -> dict[str, Any]:
    first = (page - 1) * PER_PAGE

    def at(number: int) -> str:
        chosen: dict[str, Any] = {**form.chosen(), "page": number}
        return url_for("services.service_list", client_id=client_id, **chosen)

    return {
        "first": min(first + 1, total),
        "last": min(first + PER_PAGE, total),
        "total": total,
        "previous_url": at(page - 1) if page > 1 else None,
        "next_url": at(page + 1) if first + PER_PAGE < total else None,
    }
