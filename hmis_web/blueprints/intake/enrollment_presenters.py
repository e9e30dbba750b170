"""The enrollment page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from hmis_web.blueprints.intake.enrollment_entry import Typed, carried
from hmis_web.blueprints.intake.enrollment_forms import EntryForm
from hmis_web.blueprints.intake.household_presenters import project_choices
from hmis_web.domain.enrollment_places import EnrollmentPlace
from hmis_web.domain.enrollment_rules import HEAD, EntryError, Joined
from hmis_web.domain.search.results import Match
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
    return {
        "form": form,
        "ask": f"{request.path}?part=asked",
        "place": _place(place),
        "joins": joined is not None,
        "members": [_member(each, is_current=key == current) for key, each in members.items()],
        "current": _current(shown, _head(members), focus=focus) if shown and place else None,
        "carried": carried(form.fields, members, current),
        "also": form.added,
        "found": None if found is None else [_match(match) for match in found],
        "next_name": _next(inside, current, members),
        "count": len(inside),
        "add_url": url_for("intake.household_new", client_id=client_id),
        "cancel_url": url_for("intake.client_show", client_id=client_id),
    }


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


def _member(member: Typed, *, is_current: bool) -> dict[str, Any]:
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
    }


def _current(member: Typed, head: Typed | None, *, focus: bool) -> dict[str, Any]:
    done, asked = member.count
    is_head = member.form.relationship == HEAD
    copies = {each.key for each in head.sections} if head and not is_head else set()
    return {
        "id": member.entrant.id,
        "name": name_of(member.entrant.person),
        "form": member.form,
        "prefix": member.prefix,
        "answers": member.answers,
        "errors": member.errors,
        "warnings": member.warnings,
        "sections": [
            {
                "sections": (each,),
                "title": each.title,
                "copy_from": f"{member.entrant.id}:{each.key}" if each.key in copies else "",
            }
            for each in member.sections
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


def _next(inside: Sequence[int], current: int | None, members: Mapping[int, Typed]) -> str:
    """Whose questions come next; empty at the last."""
    if current not in inside or inside.index(current) + 1 == len(inside):
        return ""
    return name_of(members[inside[inside.index(current) + 1]].entrant.person)


def _match(match: Match) -> dict[str, Any]:
    detail = " · ".join(part for part in (match.record_number, hud_date(match.birth_date)) if part)
    return {"id": match.client_id, "name": match.name, "detail": detail}
