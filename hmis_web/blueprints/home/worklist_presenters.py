"""The worklist as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.home.due_links import record_url
from hmis_web.domain import due_words
from hmis_web.domain.projects import ProjectChoice
from hmis_web.domain.worklist import CHECK, INCOMPLETE, PER_PAGE, SEVERITIES, Item, Wanted
from hmis_web.standards.questions import questions_by_key
from hmis_web.standards.validation import validation_rule
from hmis_web.web.links import open_url
from hmis_web.web.presenters import name_of
from hmis_web.web.questions import anchor

KINDS = {"error": "bad", "high": "warn", "warning": ""}
PAGES = {
    "P001": ("intake.record_new", {"stage": "annual"}),
    "P002": ("intake.record_new", {"stage": "annual"}),
    "P003": ("intake.living_situation_new", {}),
    "P004": ("intake.enrollment_exit", {}),
    "P005": ("intake.bed_night_list", {}),
    "S107": ("intake.bed_night_list", {}),
    "B011": ("intake.occurrence_edit", {"occurrence": "move-in"}),
    "B012": ("intake.occurrence_edit", {"occurrence": "path-status"}),
}
"""{rule: the page that mends it}; other rules about the person lead to the person, others to
the stay."""


ABOUT_PERSON = {"3.01", "3.02", "3.03", "V1", "5.08"}


def worklist_page(
    actor: Actor,
    found: Sequence[Item],
    counts: Mapping[str, int],
    wanted: Wanted,
    programs: Sequence[ProjectChoice],
    writers: Sequence[tuple[int, str]],
) -> dict[str, Any]:
    """The context of home/worklist.html."""
    words = severity_words()
    return {
        "items": [_item(actor, each) for each in found],
        "severities": [_severity(wanted, name, words[name], counts.get(name, 0)) for name in SEVERITIES],
        "everything": _severity(wanted, None, _("All"), sum(counts.values())),
        "programs": [(str(each.id), each.name) for each in programs],
        "writers": [(str(key), name) for key, name in writers],
        "chosen_project": str(wanted.project_key or ""),
        "chosen_writer": str(wanted.account_id or ""),
        "severity": wanted.severity or "",
        "is_own": not actor.may(Permission.WORKLIST_READ),
        "page": _pager(wanted, len(found), counts),
    }


def severity_words() -> dict[str, str]:
    """{severity: what it is called}."""
    return {"error": _("Contradiction"), "high": _("Important"), "warning": _("Worth a look")}


def _item(actor: Actor, item: Item) -> dict[str, Any]:
    url = _url(actor, item)
    person = open_url(actor, "intake.client_show", client_id=item.person.id) if item.person else ""
    return {
        "name": name_of(item.person) if item.person else item.project_name,
        "number": item.person.record_number if item.person else "",
        "person_url": person,
        "project": item.project_name if item.person else "",
        "text": _text(item),
        "url": url or person,
        "day": item.day,
        "entered_by": item.entered_by,
        "severity": {"label": severity_words()[item.severity], "kind": KINDS[item.severity]},
    }


def _text(item: Item) -> str:
    if item.kind == INCOMPLETE:
        missing = ngettext("%(num)s answer missing", "%(num)s answers missing", item.missing)
        return _(
            "%(record)s not complete, %(missing)s", record=due_words.stage_name(item.stage), missing=missing
        )
    message = validation_rule(item.rule_id).message
    question = questions_by_key().get(item.key)
    if question is None:
        return message
    where = due_words.stage_name(item.stage) if item.stage else ""
    return f"{where}, {question.label} {message}" if where else f"{question.label} {message}"


def _url(actor: Actor, item: Item) -> str:
    if item.person is None:
        return ""
    if item.assessment_id is not None:
        return _assessment_url(actor, item.person.id, item)
    if item.kind != CHECK and item.rule_id not in PAGES:
        return record_url(actor, item.person.id, item.enrollment_id, item.stage, item.record_id, item.key)
    numbers = {"client_id": item.person.id, "enrollment_id": item.enrollment_id}
    if item.rule_id in PAGES:
        endpoint, more = PAGES[item.rule_id]
        month = {"month": f"{item.day:%Y-%m}"} if item.rule_id == "S107" and item.day else {}
        return open_url(actor, endpoint, **numbers, **more, **month)
    about_person = any(
        each.startswith(("3.01", "3.02", "3.03", "V1")) for each in validation_rule(item.rule_id).elements
    )
    if about_person:
        return open_url(actor, "intake.client_edit", client_id=item.person.id)
    return open_url(actor, "intake.enrollment_edit", **numbers)


def _assessment_url(actor: Actor, client_id: int, item: Item) -> str:
    """The assessment, at what it lacks."""
    numbers = {"enrollment_id": item.enrollment_id, "assessment_id": item.assessment_id}
    url = open_url(actor, "intake.ce_assessment_edit", client_id=client_id, **numbers)
    return f"{url}#{anchor('', item.key)}" if url else ""


def _severity(wanted: Wanted, name: str | None, label: str, count: int) -> dict[str, Any]:
    return {
        "label": label,
        "url": _address(wanted, severity=name, page=None),
        "current": wanted.severity == name,
        "count": count,
    }


def _pager(wanted: Wanted, shown: int, counts: Mapping[str, int]) -> dict[str, Any]:
    total = sum(number for name, number in counts.items() if wanted.severity in (None, name))
    first = PER_PAGE * (wanted.page - 1) + 1
    last = first + shown - 1
    return {
        "first": first,
        "last": last,
        "total": total,
        "previous_url": _address(wanted, page=wanted.page - 1) if wanted.page > 1 else None,
        "next_url": _address(wanted, page=wanted.page + 1) if last < total else None,
    }


def _address(wanted: Wanted, **changed: Any) -> str:
    told = {
        "project": wanted.project_key,
        "writer": wanted.account_id,
        "severity": wanted.severity,
        "page": wanted.page if wanted.page > 1 else None,
    } | changed
    return url_for("home.worklist", **{name: value for name, value in told.items() if value is not None})
