"""The list of the agency's catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.access.actor import Actor
from hmis_web.domain.service_items import CatalogItem
from hmis_web.web.filters import dollars, hud_date


def list_page(actor: Actor, items: Sequence[CatalogItem], as_of: date) -> dict[str, Any]:
    """The context of services/item_list.html: items by heading, those that are given first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in sorted(items, key=lambda each: each.retired_at is not None):
        heading = item.said.category
        if actor.organization_id is None:
            heading = f"{item.agency}: {heading}"
        groups.setdefault(heading, []).append(_row(item, as_of))
    return {
        "groups": [{"title": title, "items": groups[title]} for title in sorted(groups, key=str.casefold)],
        "new_url": url_for("services.item_new"),
        "acting_for_all": actor.organization_id is None,
    }


def _row(item: CatalogItem, as_of: date) -> dict[str, Any]:
    said = item.said
    cost = _("differs") if said.unit_cost == 0 else dollars(said.unit_cost)
    return {
        "name": said.name,
        "unit": said.unit,
        "rule": "" if said.default_units is None else f"{said.default_units.normalize():f}",
        "cost": cost,
        "state": _state(item, as_of),
        "url": url_for("services.item_edit", item_id=item.id),
    }


def _state(item: CatalogItem, as_of: date) -> dict[str, str]:
    first, last = item.said.active_from, item.said.active_to
    if item.retired_at is not None:
        return {"label": _("Retired"), "kind": ""}
    if last is not None and last < as_of:
        return {"label": _("Until %(day)s", day=hud_date(last)), "kind": ""}
    if first is not None and first > as_of:
        return {"label": _("From %(day)s", day=hud_date(first)), "kind": ""}
    return {"label": _("Offered"), "kind": "good"}
