"""How people and their roles are shown to whoever manages them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.access.roles import ADMINISTRATOR_NAME
from hmis_web.blueprints.admin.people_forms import state_words
from hmis_web.domain import people
from hmis_web.domain.grants import NewGrant, Taken
from hmis_web.domain.holders import GrantLine
from hmis_web.domain.people import PersonLine
from hmis_web.domain.training import Requirement
from hmis_web.web.filters import hud_date, hud_datetime

PER_PAGE = 25
PERSON_ACTIONS = (
    *("edit", "disable", "enable", "unlock", "link", "second_factor", "sign_out", "administrator"),
)
KINDS = {
    people.ACTIVE: "good",
    people.WAITING: "warn",
    people.NO_ROLE: "warn",
    people.DORMANT: "warn",
    people.LOCKED: "bad",
    people.INACTIVE: "",
}


def list_page(lines: Sequence[PersonLine], total: int, page: int, form: Any) -> dict[str, Any]:
    """The context of admin/person_list.html."""
    chosen = {name: form[name].data for name in ("agency", "role", "state") if form[name].data}
    first = (page - 1) * PER_PAGE + 1
    last = first + len(lines) - 1
    searched = bool(form.text.data)
    return {
        "form": form,
        "people": [_item(line) for line in lines],
        "total": total,
        "is_filtered": searched or bool(chosen),
        "more": total - len(lines) if searched else 0,
        "new_url": url_for("admin.person_new"),
        "exceptions_url": url_for("admin.exception_list"),
        "list_url": url_for("admin.person_list"),
        "page": {
            "first": first,
            "last": last,
            "total": total,
            "previous_url": _page_url(page - 1, chosen) if page > 1 and not searched else None,
            "next_url": _page_url(page + 1, chosen) if last < total and not searched else None,
        },
    }


def show_page(
    person: PersonLine, account: Any, grants: Sequence[GrantLine], asked: Sequence[Requirement],
    sessions: Sequence[Any], as_of: date,
) -> dict[str, Any]:  # fmt: skip
    """The context of admin/person_show.html."""
    closed = {each.organization_id for each in asked if each.is_lacking(as_of)}
    present = [grant for grant in grants if not grant.is_over(as_of)]
    return {
        "person": {
            "name": person.name,
            "names": " · ".join(part for part in (person.username, person.email) if part),
            "states": _states(person),
            "is_active": person.is_active,
            "is_administrator": person.is_administrator,
            "is_locked": person.is_locked,
            "has_second_factor": account.totp_confirmed_at is not None,
            "facts": _facts(person, account),
            "has_no_primary": bool(present) and not any(grant.is_primary for grant in present),
        },
        "grants": [_grant(grant, as_of, closed) for grant in present],
        "earlier": [_grant(grant, as_of, closed) for grant in grants if grant.is_over(as_of)],
        "training": training_items(asked, as_of),
        "sessions": [
            {
                "since": hud_datetime(each.created_at),
                "seen": hud_datetime(each.seen_at),
                "where": each.address or _("address not known"),
                "browser": each.browser or "",
            }
            for each in sessions
        ],
        "urls": {name: url_for(f"admin.person_{name}", account_id=person.id) for name in PERSON_ACTIONS}
        | {
            "grant": url_for("admin.grant_new", account_id=person.id),
            "training": url_for("admin.training_person", account_id=person.id),
            "list": url_for("admin.person_list"),
        },
    }


def training_items(asked: Sequence[Requirement], as_of: date) -> list[dict[str, Any]]:
    """The courses that somebody's roles ask for, each once, and how they stand."""
    found: dict[int, list[Requirement]] = {}
    for each in asked:
        found.setdefault(each.course_id, []).append(each)
    return [_course(each, as_of) for each in found.values()]


def _course(asked: list[Requirement], as_of: date) -> dict[str, Any]:
    first = asked[0]
    required = [each for each in asked if each.is_required(as_of)]
    if first.is_met(as_of):
        soon = any(each.ends_soon(as_of) for each in asked)
        label, kind = (
            (_("expires soon"), "warn")
            if soon
            else (_("waived"), "")
            if first.waived
            else (_("passed"), "good")
        )
    elif required:
        label, kind = (_("expired"), "bad") if first.completed_on else (_("missing"), "bad")
    else:
        label, kind = _("not required yet"), ""
    later = min((each.required_from for each in asked if each.required_from), default=None)
    return {
        "course": first.course,
        "state": {"label": label, "kind": kind},
        "is_missing": bool(required) and not first.is_met(as_of),
        "completed": first.completed_on,
        "expires": first.expires_on,
        "required_from": None if required else later,
        "for": ", ".join(dict.fromkeys(f"{each.role_name}, {each.agency}" for each in asked)),
    }


def replacements(error: Taken, new: NewGrant, account_id: int, name: str, role: str) -> list[dict[str, Any]]:
    """The one-step ways past a role that is taken: make this person the holder instead of another."""
    fields = [
        ("organization", str(new.organization_id)),
        ("role", str(new.role_id)),
        ("kind", "primary" if new.is_primary else "additional"),
        ("valid_to", str(new.valid_to or "")),
    ]
    return [
        {
            "label": _("Make %(new)s the %(role)s instead of %(old)s", new=name, role=role, old=line.person),
            "url": url_for("admin.grant_replace", account_id=account_id),
            "fields": [*fields, ("instead_of", str(line.id))],
        }
        for line in error.held
        if line.account_id != account_id
    ]


def exceptions_page(
    lines: Sequence[GrantLine], over: Sequence[tuple[str, str, int, int]], as_of: date
) -> dict[str, Any]:
    """The context of admin/exception_list.html."""
    return {
        "exceptions": [
            {
                "name": line.person,
                "url": url_for("admin.grant_edit", account_id=line.account_id, grant_id=line.id),
                "role": line.role_name,
                "agency": line.agency,
                "kind": _("primary") if line.is_primary else _("additional"),
                "reason": line.exception_reason,
                "by": line.granted_by or "–",
                "until": line.valid_to,
                "ends_soon": line.valid_to is not None and line.valid_to <= as_of + timedelta(days=30),
            }
            for line in lines
        ],
        "over": [
            {"agency": agency, "role": role, "holders": held, "programs": programs}
            for agency, role, held, programs in over
        ],
    }


def dates_text(first: date | None, last: date | None) -> str:
    """`03 Nov 2026 – 31 Dec 2026`, `since 03 Nov 2026`, `until ...`; empty when both ends are open."""
    if first and last:
        return f"{hud_date(first)} – {hud_date(last)}"
    if first:
        return _("from %(day)s", day=hud_date(first))
    return _("until %(day)s", day=hud_date(last)) if last else _("always")


def _item(line: PersonLine) -> dict[str, Any]:
    return {
        "url": url_for("admin.person_show", account_id=line.id),
        "name": line.name,
        "username": line.username,
        "roles": [ADMINISTRATOR_NAME]
        if line.is_administrator
        else [f"{held.role_name}, {held.agency}" for held in line.roles],
        "states": _states(line),
        "seen": line.last_signed_in_at,
    }


def _states(line: PersonLine) -> list[dict[str, str]]:
    return [{"label": state_words(state), "kind": KINDS[state]} for state in line.states]


def _facts(person: PersonLine, account: Any) -> list[tuple[str, str]]:
    found = [
        (_("Added"), hud_datetime(account.created_at)),
        (_("Last sign-in"), hud_datetime(person.last_signed_in_at) or _("never")),
        (_("Password"), _("chosen") if account.password_hash else _("not chosen yet")),
        (_("Second factor"), _("in use") if account.totp_confirmed_at else _("not in use")),
    ]
    if person.is_locked:
        found.append((_("Locked until"), hud_datetime(account.locked_until)))
    if not person.is_active and account.inactive_why:
        found.append((_("Inactive because"), account.inactive_why))
    return found


def _grant(grant: GrantLine, as_of: date, closed: set[int]) -> dict[str, Any]:
    if grant.is_over(as_of):
        state = (_("ended"), "")
    elif grant.valid_from is not None and grant.valid_from > as_of:
        state = (_("to come"), "accent")
    elif grant.organization_id in closed:
        state = (_("waits for training"), "warn")
    else:
        state = (_("open"), "good")
    return {
        "role": grant.role_name,
        "agency": grant.agency,
        "kind": _("primary") if grant.is_primary else _("additional"),
        "dates": dates_text(grant.valid_from, grant.valid_to),
        "state": {"label": state[0], "kind": state[1]},
        "exception": grant.exception_reason,
        "url": url_for("admin.grant_edit", account_id=grant.account_id, grant_id=grant.id),
    }


def _page_url(page: int, chosen: dict[str, Any]) -> str:
    return url_for("admin.person_list", page=page, **chosen)
