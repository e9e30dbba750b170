"""The enrollment page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from hmis_web.blueprints.intake.enrollment_entry import Typed, kept
from hmis_web.blueprints.intake.enrollment_forms import EntryForm
from hmis_web.blueprints.intake.household_presenters import project_choices
from hmis_web.domain.enrollment_places import EnrollmentPlace
from hmis_web.domain.enrollment_rules import HEAD, EntryError, Joined
from hmis_web.domain.search.results import Match
from hmis_web.standards.forms import Section, sections_after
from hmis_web.web.filters import hud_date
from hmis_web.web.presenters import age_text, name_of

FIELDS = {"relation": "relation", "entry": "entry", "members": "inside"}

__all__ = ["entry_page", "project_choices", "refuse"]


def entry_page(
    client_id: int,
    form: EntryForm,
    place: EnrollmentPlace | None,
    members: Mapping[int, Typed],
    current: int | None,
    found: Sequence[Match] | None,
    joined: Joined | None,
    *,
    focus: bool,
) -> dict[str, Any]:
    """The context of intake/enrollment_new.html; `focus`: somebody's questions begin."""
    inside = form.inside
    shown = members.get(current or 0)
    following = _next(inside, current, members)
    return {
        "form": form,
        "ask": f"{request.path}?part=",
        "aside": False,
        "is_part": False,
        "place": _place(place),
        "joins": joined is not None,
        "members": [
            _member(each, [] if key == current else kept(form.fields, each), is_current=key == current)
            for key, each in members.items()
        ],
        "current": _current(shown, _head(members), focus=focus) if shown and place else None,
        "typed": kept(form.fields, shown) if shown else [],
        "also": form.added,
        "found": None if found is None else [_match(match) for match in found],
        "next_name": name_of(following.entrant.person) if following else "",
        "next_is_new": following is not None and not kept(form.fields, following),
        "count": len(inside),
        "add_url": url_for("intake.household_new", client_id=client_id),
        "cancel_url": url_for("intake.client_show", client_id=client_id),
    }


def parts_of(asked: Sequence[Section], now: Sequence[Section]) -> list[dict[str, Any]]:
    """The sections of a form, also those that ask nothing now: for intake/_enrollment_part.html."""
    asked_now = {each.key: each for each in now}
    return [
        {
            "key": each.key,
            "sections": (asked_now[each.key],) if each.key in asked_now else (),
            "title": each.title,
            "copy_from": "",
        }
        for each in asked
    ]


def turned_part(page: dict[str, Any], before: int | None) -> dict[str, Any]:
    """The context of intake/_enrollment_turned.html, from the page's; `before`: whose questions stood
    there."""
    lines = [each for each in page["members"] if each["is_current"] or each["id"] == before]
    return page | {"members": lines, "is_part": True}


def answered_part(page: dict[str, Any], section: str) -> dict[str, Any] | None:
    """The context of intake/_enrollment_answered.html for a change within a section, from the page's; None
    when the section is not asked."""
    parts = {each["key"]: each for each in page["current"]["parts"]}
    if section not in parts:
        return None
    changed = [parts[section], *(parts[key] for key in parts if key in sections_after(section))]
    lines = [each for each in page["members"] if each["is_current"]]
    return page | {"members": lines, "changed": changed, "is_part": True}


def refuse(form: EntryForm, error: EntryError, *, has_cocs: bool) -> None:
    """Show what can't be at its member and field."""
    for fault in error.faults:
        if fault.client_id is None and fault.field == "coc":
            target: Any = form.coc if has_cocs else form.coc_text
        elif fault.client_id is None:
            form.form_errors.append(fault.message)
            continue
        elif fault.field == "entry" and form.members[fault.client_id].entry.data is None:
            target = form.entry_date
            if fault.message in target.errors:
                continue
        else:
            target = form.members[fault.client_id][FIELDS[fault.field]]
        target.errors = [*target.errors, fault.message]


def _place(place: EnrollmentPlace | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {"name": place.name, "agency": place.agency, "cocs": place.cocs}


def _member(member: Typed, typed: list[tuple[str, str]], *, is_current: bool) -> dict[str, Any]:
    done, asked = member.count
    person = member.entrant.person
    return {
        "id": person.id,
        "known": f"{member.prefix}known",
        "name": name_of(person),
        "age": age_text(person),
        "form": member.form,
        "inside": bool(member.form.inside.data),
        "count": _("%(done)s of %(asked)s answered", done=done, asked=asked) if asked else "",
        "errors": len(member.errors),
        "warnings": len(member.warnings),
        "is_current": is_current,
        "kept": typed,
    }


def _current(member: Typed, head: Typed | None, *, focus: bool) -> dict[str, Any]:
    done, asked = member.count
    is_head = member.form.relationship == HEAD
    copies = {each.key for each in head.sections} if head and not is_head else set()
    copies &= {each.key for each in member.sections}
    return {
        "id": member.entrant.id,
        "name": name_of(member.entrant.person),
        "form": member.form,
        "prefix": member.prefix,
        "answers": member.answers,
        "errors": member.errors,
        "warnings": member.warnings,
        "parts": [
            each | {"copy_from": f"{member.entrant.id}:{each['key']}" if each["key"] in copies else ""}
            for each in parts_of(member.asked, member.sections)
        ],
        "done": done,
        "asked": asked,
        "is_head": is_head,
        "focus": focus and not member.errors,
    }


def _head(members: Mapping[int, Typed]) -> Typed | None:
    return next(
        (each for each in members.values() if each.form.relationship == HEAD and each.form.inside.data), None
    )


def _next(inside: Sequence[int], current: int | None, members: Mapping[int, Typed]) -> Typed | None:
    """Whose questions come next; None at the last."""
    if current not in inside or inside.index(current) + 1 == len(inside):
        return None
    return members[inside[inside.index(current) + 1]]


def _match(match: Match) -> dict[str, Any]:
    detail = " · ".join(part for part in (match.record_number, hud_date(match.birth_date)) if part)
    return {"id": match.client_id, "name": match.name, "detail": detail}
