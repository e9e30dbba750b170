"""One's own account in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.domain import account_changes, accounts, dormancy, own_account, sessions
from hmis_web.domain.acting import GrantChoice

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
"""The first that the browser's line mentions: later ones stand in it for the sake of old pages."""
MACHINES = (
    ("CrOS", "Chromebook"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def account_page(
    account: Any, roles: Sequence[GrantChoice], codes_left: int, signings: Sequence[Any]
) -> dict[str, Any]:
    """What /account shows of an account, its roles and its signatures."""
    return {
        "name": account.display_name,
        "username": account.username,
        "email": account.email or "",
        "is_administrator": account.is_system_administrator,
        "roles": [
            {
                "agency": role.organization_name,
                "role": role.role_name,
                "note": "" if role.is_open else _("opens once your training is complete"),
                "is_primary": role.is_primary,
            }
            for role in roles
        ],
        "second_factor_since": account.totp_confirmed_at,
        "codes_left": codes_left,
        "signings": signings,
        "urls": {
            "password": url_for("auth.password_change"),
            "second_factor": url_for("auth.second_factor_change"),
            "recovery_codes": url_for("auth.recovery_codes"),
            "email": url_for("auth.email_change"),
            "sessions": url_for("auth.session_list"),
            "agreement": url_for("auth.agreement_show"),
        },
    }


def session_lines(found: Sequence[Any], present_id: int) -> list[dict[str, Any]]:
    """Sessions for a list: where, since when, how they ended."""
    return [
        {
            "device": device(each.browser),
            "address": each.address or "",
            "began": each.created_at,
            "seen": each.seen_at,
            "ended": each.ended_at,
            "why": why_ended(each.ended_why or ""),
            "is_present": each.id == present_id,
            "end_url": url_for("auth.session_end", session_id=each.id),
        }
        for each in found
    ]


def device(browser: str | None) -> str:
    """`Firefox on Windows`, out of what a browser says that it is."""
    said = browser or ""
    name = next((name for mark, name in BROWSERS if mark in said), "")
    machine = next((name for mark, name in MACHINES if mark in said), "")
    if name and machine:
        return _("%(browser)s on %(machine)s", browser=name, machine=machine)
    return name or machine or _("A browser that does not say what it is")


def why_ended(why: str) -> str:
    """Why a session ended, to its holder."""
    return {
        sessions.ELSEWHERE: _("you signed in on another computer or window"),
        sessions.BY_ADMINISTRATOR: _("an administrator ended it"),
        accounts.NEW_PASSWORD: _("your password was changed"),
        own_account.NEW_TELEPHONE: _("your second factor was changed"),
        own_account.BY_HOLDER: _("you ended it from elsewhere"),
        dormancy.WHY: _("the account was not used for a long time"),
        account_changes.DISABLED: _("the account was disabled"),
        "rights changed": _("your rights were changed"),
        "second factor reset": _("your second factor was reset"),
        "signed out": _("you signed out"),
    }.get(why, why)
