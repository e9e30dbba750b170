"""How roles are shown to whoever changes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.access.permissions import ADMINISTRATORS_ONLY, PREREQUISITES
from hmis_web.access.words import AREAS, LIMIT_WORDS, PLACE_WORDS, in_words
from hmis_web.blueprints.admin.role_forms import RoleForm
from hmis_web.domain.role_changes import RoleRules
from hmis_web.domain.roles import Asked, RoleLine
from hmis_web.web.filters import hud_date, hud_datetime


def list_page(roles: Sequence[RoleLine]) -> dict[str, Any]:
    """The context of admin/role_list.html."""
    return {
        "roles": [
            {
                "url": url_for("admin.role_edit", role_id=role.id),
                "name": role.name,
                "summary": role.summary,
                "limit": LIMIT_WORDS[role.user_limit],
                "place": PLACE_WORDS[role.allowed_as],
                "courses": ", ".join(_course(asked) for asked in role.courses) or _("none"),
                "number": len(role.permissions),
                "state": _state(role),
            }
            for role in roles
        ],
        "new_url": url_for("admin.role_new"),
    }


def edit_page(role: RoleLine, form: RoleForm, *, is_granted: bool) -> dict[str, Any]:
    """The context of admin/role_edit.html."""
    boxes = {option.data: option for option in form.permissions}
    return {
        "form": form,
        "role": {"name": role.name, "summary": role.summary, "state": _state(role), "version": role.version},
        "areas": [
            {
                "name": area.name,
                "boxes": [
                    {
                        "option": boxes[permission.value],
                        "words": words,
                        "needs": ", ".join(in_words(p) for p in sorted(PREREQUISITES.get(permission, ()))),
                    }
                    for permission, words in area.words.items()
                    if permission not in ADMINISTRATORS_ONLY
                ],
            }
            for area in AREAS
        ],
        "reserved": [in_words(permission) for permission in sorted(ADMINISTRATORS_ONLY)],
        "restore_url": url_for("admin.role_restore", role_id=role.id)
        if role.is_preset and not role.is_as_shipped
        else None,
        "delete_url": None if role.is_preset or is_granted else url_for("admin.role_delete", role_id=role.id),
        "copy_url": url_for("admin.role_new", pattern=role.id),
        "list_url": url_for("admin.role_list"),
    }


def differences(saved: RoleLine, typed: RoleRules, courses: Sequence[Any]) -> list[dict[str, str]]:
    """What somebody else saved against what was typed, for errors/409.html."""
    rows = []
    for area in AREAS:
        for permission, words in area.words.items():
            there, here = permission in saved.permissions, permission in typed.permissions
            if there != here:
                rows.append(_row(words, _yes(there), _yes(here)))
    limits = (saved.user_limit, typed.user_limit), (saved.allowed_as, typed.allowed_as)
    for label, known, (theirs, yours) in (
        (_("How many"), LIMIT_WORDS, limits[0]),
        (_("Where"), PLACE_WORDS, limits[1]),
    ):
        if theirs != yours:
            rows.append(_row(label, known[theirs], known[yours]))
    asked = {each.course_id: each.required_from for each in saved.courses}
    for course in courses:
        if asked.get(course.id, "") != typed.courses.get(course.id, ""):
            sides = [
                _course(Asked(course.id, "", course.name, side[course.id]))
                if course.id in side
                else _("not asked for")
                for side in (asked, typed.courses)
            ]
            rows.append(_row(course.name, *sides))
    if not saved.is_preset:
        rows += [
            _row(label, theirs, yours)
            for label, theirs, yours in (
                (_("Name"), saved.name, typed.name),
                (_("In short"), saved.summary, typed.summary),
            )
            if theirs != yours
        ]
    return rows


def _row(label: str, theirs: str, yours: str) -> dict[str, str]:
    return {"label": label[:1].upper() + label[1:], "theirs": theirs, "yours": yours}


def _yes(allowed: bool) -> str:
    return _("yes") if allowed else _("no")


def _course(asked: Asked) -> str:
    if asked.required_from is None:
        return _("%(course)s (announced)", course=asked.name)
    if asked.required_from.year > 2004:
        return _("%(course)s (from %(day)s)", course=asked.name, day=hud_date(asked.required_from))
    return asked.name


def _state(role: RoleLine) -> dict[str, str]:
    if not role.is_preset:
        return {"label": _("your own"), "kind": "accent", "when": ""}
    if role.is_as_shipped:
        return {"label": _("as shipped"), "kind": "", "when": ""}
    return {"label": _("changed"), "kind": "warn", "when": hud_datetime(role.changed_at)}
