"""The tab of enrollments, and a stay's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hmis_web import standards
from hmis_web.access.actor import Actor
from hmis_web.blueprints.intake import household_presenters, record, stay_links
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.household_records import HouseholdRecord
from hmis_web.domain.occurrence_forms import COORDINATED_ENTRY, MOVE_IN
from hmis_web.domain.overview import Header
from hmis_web.domain.services import may_log_on
from hmis_web.domain.stay_households import Companion
from hmis_web.domain.stay_members import StayMember
from hmis_web.domain.stay_sheet import Happened, Recorded, Sheet
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.questions import questions_by_key
from hmis_web.standards.validation import validation_rule
from hmis_web.web.filters import hud_date
from hmis_web.web.links import may_open
from hmis_web.web.presenters import age_text, name_of

STAGES = {
    CollectionPoint.ENTRY: _l("Entry"),
    CollectionPoint.UPDATE: _l("Update"),
    CollectionPoint.ANNUAL: _l("Annual assessment"),
    CollectionPoint.EXIT: _l("Exit"),
    CollectionPoint.POST_EXIT: _l("After the exit"),
}


def list_page(
    actor: Actor,
    header: Header,
    companions: Mapping[int, Sequence[Companion]],
    incomplete: set[int],
    kept: Sequence[HouseholdRecord],
) -> dict[str, Any]:
    """The context of intake/enrollment_list.html."""
    client_id = header.card.id

    def rows(stays: Sequence[Stay]) -> list[dict[str, Any]]:
        return [_row(actor, stay, companions.get(stay.id, ()), incomplete) for stay in stays]

    def cards(records: Sequence[HouseholdRecord]) -> list[dict[str, Any]]:
        return [household_presenters.household(actor, client_id, each) for each in records]

    now = [each for each in kept if any(member.person.id == client_id for member in each.members)]
    may_make = may_open(actor, "intake.household_new") and not any(_is_own(actor, each) for each in now)
    return {
        "active": rows(header.active),
        "past": rows(header.past),
        "households": cards(now),
        "former": cards([each for each in kept if each not in now]),
        "new_household_url": url_for("intake.household_new", client_id=client_id) if may_make else "",
    }


def stay_page(actor: Actor, sheet: Sheet, as_of: date) -> dict[str, Any]:
    """The context of intake/enrollment_show.html."""
    stay = sheet.stay
    here: dict[str, Any] = {"client_id": stay.client_id, "enrollment_id": stay.id}
    is_over = stay.exit_date is not None
    adds = not is_over and bool(stay.household_id) and may_open(actor, "intake.enrollment_new")
    edits = may_open(actor, "intake.enrollment_edit")
    ways = stay_links.ways(actor, sheet, is_over=is_over)
    if not may_log_on(actor, stay, as_of):
        ways = [way for way in ways if not way["url"].endswith("/services/new")]
    return {
        "stay": {
            "project": stay.project_name,
            "agency": stay.agency,
            "edit_url": url_for("intake.enrollment_edit", **here) if edits else "",
            "ways": ways,
        },
        "facts": _facts(sheet),
        "members": [_member(each, stay) for each in sheet.members],
        "add_url": url_for("intake.enrollment_new", **here) if adds else "",
        "recorded": [_recorded(actor, stay, each) for each in sheet.recorded],
        "happened": _happened(actor, sheet),
        "due": _due(actor, sheet),
        "findings": [_finding(each.rule, each.key) for each in sheet.findings],
        "back_url": url_for("intake.enrollment_list", client_id=stay.client_id),
    }


def _row(actor: Actor, stay: Stay, others: Sequence[Companion], incomplete: set[int]) -> dict[str, Any]:
    return {
        "project": stay.project_name,
        "url": record.stay_url(actor, stay),
        "agency": stay.agency,
        "type": standards.label("2.02.6", stay.project_type),
        "relation": record.relation(stay.relationship_to_hoh).capitalize(),
        "entry": stay.entry_date,
        "exit": stay.exit_date,
        "destination": standards.label("3.12.1", stay.destination),
        "others": [
            {
                "name": name_of(each.person),
                "relation": record.relation(each.relationship_to_hoh),
                "url": url_for("intake.client_show", client_id=each.person.id),
                "left": each.exit_date if each.exit_date != stay.exit_date else None,
            }
            for each in others
        ],
        "is_incomplete": stay.id in incomplete,
    }


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    stay, own = sheet.stay, sheet.own
    pairs = [
        (_("Type"), standards.label("2.02.6", stay.project_type)),
        (_("Entry"), hud_date(stay.entry_date)),
        (_("Exit"), hud_date(stay.exit_date)),
        (_("Destination"), standards.label("3.12.1", stay.destination)),
        (_("Relation"), record.relation(own.relationship_to_hoh if own else None).capitalize()),
        (_("CoC"), sheet.happened.coc or ""),
    ]
    return [(label, value) for label, value in pairs if value]


def _member(member: StayMember, stay: Stay) -> dict[str, Any]:
    url = url_for("intake.enrollment_show", client_id=member.person.id, enrollment_id=member.enrollment_id)
    return {
        "name": name_of(member.person),
        "url": "" if member.enrollment_id == stay.id else url,
        "age": age_text(member.person),
        "relation": record.relation(member.relationship_to_hoh).capitalize(),
        "entry": member.entry_date,
        "exit": member.exit_date,
    }


def _recorded(actor: Actor, stay: Stay, each: Recorded) -> dict[str, Any]:
    state, kind = "", ""
    if each.state is not None:
        state = _("incomplete") if each.is_incomplete else _("complete")
        kind = "warn" if each.is_incomplete else "good"
    count = _("%(done)s of %(asked)s answered", done=each.answered, asked=each.asked) if each.asked else ""
    return {
        "stage": str(STAGES[each.stage]),
        "on": each.on,
        "state": state,
        "kind": kind,
        "count": count,
        "saved_at": each.saved_at,
        "url": stay_links.edit_address(actor, stay, each),
    }


def _happened(actor: Actor, sheet: Sheet) -> list[dict[str, str]]:
    """What the stay is asked for, or knows already: words, value, where it is recorded."""
    values = _values(sheet.happened)
    rows = []
    for element, way in stay_links.ONCE.items():
        url = stay_links.address(actor, sheet.stay, way)
        is_for_role = bool(url) or element not in COORDINATED_ENTRY
        if is_for_role and (element in sheet.asked or values[element]):
            rows.append({"label": str(way.label), "value": values[element] or _("not recorded"), "url": url})
    count = sheet.happened.services
    if count:
        rows.append(
            {"label": _("Services"), "value": _counted(count, sheet.happened.last_service), "url": ""}
        )
    return rows


def _values(happened: Happened) -> dict[str, str]:
    path = ""
    if happened.date_of_path_status is not None:
        path = (
            f"{standards.label('1.7', happened.enrolled_in_path)}, {hud_date(happened.date_of_path_status)}"
        )
    return {
        "3.20": hud_date(happened.move_in_date),
        "4.13": hud_date(happened.date_of_engagement),
        "P3": path,
        "4.12": _counted(happened.situations, happened.last_situation),
        "4.14": _counted(happened.bed_nights, happened.last_bed_night),
        "4.19": _counted(happened.assessments, happened.last_assessment),
        "4.20": _counted(happened.events, happened.last_event),
    }


def _counted(count: int, last: date | None) -> str:
    return _("%(num)s, last on %(day)s", num=count, day=hud_date(last)) if count else ""


def _due(actor: Actor, sheet: Sheet) -> list[dict[str, str]]:
    """What should be done about the stay, each with the page that does it."""
    stay, found = sheet.stay, []
    for each in sheet.recorded:
        if each.is_incomplete:
            text = _("%(stage)s is incomplete", stage=str(STAGES[each.stage]))
            found.append({"text": text, "url": stay_links.edit_address(actor, stay, each)})
    if sheet.annual is not None:
        day, until = hud_date(sheet.annual.anniversary.day), hud_date(sheet.annual.anniversary.closes)
        text = _("The annual assessment for %(day)s can be done until %(until)s", day=day, until=until)
        if sheet.annual.is_late:
            text = _("The annual assessment for %(day)s is late", day=day)
        found.append({"text": text, "url": stay_links.address(actor, stay, stay_links.ANNUAL)})
    if MOVE_IN in sheet.asked and not sheet.happened.move_in_date and stay.exit_date is None:
        url = stay_links.address(actor, stay, stay_links.ONCE[MOVE_IN])
        found.append({"text": _("There is no move-in date yet"), "url": url})
    return found


def _finding(rule: str, key: str) -> dict[str, str]:
    question = questions_by_key().get(key)
    return {"text": validation_rule(rule).message, "about": question.label if question else ""}


def _is_own(actor: Actor, kept: HouseholdRecord) -> bool:
    return actor.is_system_administrator or kept.organization_id == actor.organization_id
