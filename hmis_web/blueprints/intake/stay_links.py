"""Where one may go from a stay: each page appears as soon as it exists, for who may open it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import current_app, url_for
from flask_babel import lazy_gettext as _l

from hmis_web.access.actor import Actor
from hmis_web.domain import occurrence_forms
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stay_sheet import Recorded, Sheet
from hmis_web.standards.elements import CollectionPoint
from hmis_web.web.links import may_open


@dataclass(frozen=True)
class Way:
    """A page about a stay: its endpoint, what else stands in the address, the words of its link."""

    endpoint: str
    label: Any
    more: dict[str, str] = field(default_factory=dict)


ANNUAL = Way("intake.record_new", _l("Annual assessment"), {"stage": "annual"})
OPEN = (
    Way("intake.record_new", _l("Update"), {"stage": "update"}),
    ANNUAL,
    Way("intake.enrollment_exit", _l("Exit")),
)
"""While the stay runs."""
OVER = (
    Way("intake.record_new", _l("Late update"), {"stage": "update"}),
    Way("intake.record_new", _l("Late annual assessment"), {"stage": "annual"}),
    Way("intake.record_new", _l("After the exit"), {"stage": "post-exit"}),
    Way("intake.enrollment_reopen", _l("Open again")),
)
"""When it is over."""
ALWAYS = (
    Way("services.service_new", _l("Log a service")),
    Way("intake.enrollment_delete", _l("Delete")),
)
BROUGHT = frozenset({CollectionPoint.UPDATE, CollectionPoint.ANNUAL, CollectionPoint.EXIT})
"""Stages that a file brings, besides entry; each is named by its day."""
_once = "intake.occurrence_edit"
ONCE = {
    occurrence_forms.MOVE_IN: Way(_once, _l("Move-in date"), {"occurrence": "move-in"}),
    occurrence_forms.ENGAGEMENT: Way(_once, _l("Date of engagement"), {"occurrence": "engagement"}),
    occurrence_forms.PATH_STATUS: Way(_once, _l("PATH status"), {"occurrence": "path-status"}),
    occurrence_forms.SITUATION: Way("intake.living_situation_list", _l("Current living situations")),
    occurrence_forms.BED_NIGHT: Way("intake.bed_night_list", _l("Bed nights")),
    occurrence_forms.CE_ASSESSMENT: Way("intake.ce_list", _l("Coordinated entry assessments")),
    occurrence_forms.CE_EVENT: Way("intake.ce_list", _l("Coordinated entry events")),
}
"""{element: where it is recorded}."""


def ways(actor: Actor, sheet: Sheet, *, is_over: bool) -> list[dict[str, str]]:
    """Buttons for what may be done to a stay."""
    wanted = [*(OVER if is_over else OPEN), *ALWAYS]
    found = [(way, address(actor, sheet.stay, way)) for way in wanted]
    return [{"label": str(way.label), "url": url} for way, url in found if url]


def address(actor: Actor, stay: Stay, way: Way) -> str:
    """The address of a page about a stay; empty when there is no such page, or not for the role."""
    values: dict[str, Any] = {"client_id": stay.client_id, "enrollment_id": stay.id, **way.more}
    if not may_open(actor, way.endpoint):
        return ""
    rules = current_app.url_map.iter_rules(way.endpoint)
    fits = any(rule.arguments == values.keys() and "GET" in (rule.methods or ()) for rule in rules)
    return url_for(way.endpoint, **values) if fits else ""


def edit_address(actor: Actor, stay: Stay, recorded: Recorded) -> str:
    """Where the answers of a stage are changed; empty when they can't be."""
    if recorded.stage is CollectionPoint.ENTRY:
        return address(actor, stay, Way("intake.enrollment_edit", ""))
    here: dict[str, Any] = {"client_id": stay.client_id, "enrollment_id": stay.id}
    if recorded.id is not None:
        here |= {"record_id": recorded.id}
        return url_for("intake.record_edit", **here) if may_open(actor, "intake.record_edit") else ""
    on = stay.exit_date if recorded.stage is CollectionPoint.EXIT else recorded.on
    if on is None or recorded.stage not in BROUGHT or not may_open(actor, "intake.record_adopt"):
        return ""
    return url_for("intake.record_adopt", **here, stage=recorded.stage.value, on=on.isoformat())
