"""What every page shows around its own content: who is signed in, the areas that the role has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext as _

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.domain import acting, desk
from hmis_web.domain.sessions import Present
from hmis_web.web import drafts
from hmis_web.web.flash import Waiting
from hmis_web.web.state import installation, now, present, read_session, today


@dataclass(frozen=True)
class Area:
    """An entry of the left rail."""

    key: str
    label: str
    endpoint: str
    icon: str
    shortcut: str
    permissions: tuple[Permission, ...] = ()
    """Who has it: holders of any one of them; everybody when there is none."""
    also: str = "-"
    """How addresses begin that belong to it without its name in front."""


ADMINISTRATION = (
    Permission.ACCOUNT_EDIT,
    Permission.ROLE_EDIT,
    Permission.TRAINING_READ_AGENCY,
    Permission.TRAINING_RECORD,
    Permission.AGENCY_EDIT_OWN,
)
"""Any of these brings something to do under Admin."""

AREAS = (
    Area("home", "Home", "home.home", "home", "h"),
    Area(
        "clients",
        "Clients",
        "intake.client_search",
        "clients",
        "c",
        (Permission.CLIENT_SEARCH,),
    ),
    Area(
        "services",
        "Services",
        "services.desk_show",
        "services",
        "s",
        (Permission.SERVICE_CREATE,),
    ),
    Area(
        "reports",
        "Reports",
        "reports.report_list",
        "reports",
        "r",
        (Permission.REPORT_RUN,),
    ),
    Area(
        "import",
        "Import",
        "admin.import_list",
        "upload",
        "i",
        (Permission.HMIS_CSV_IMPORT,),
    ),
    Area(
        "export",
        "Export",
        "admin.export_new",
        "download",
        "e",
        (Permission.HMIS_CSV_EXPORT,),
    ),
    Area("admin", "Admin", "admin.admin_index", "admin", "a", ADMINISTRATION, "/training/staff"),
)


def register(app: Flask) -> None:
    """Give every template the frame's variables."""
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    here = present()
    actor = here.actor if here else None
    return {
        "community_name": installation().settings.community_name,
        "actor": actor,
        "actor_agency": actor.organization_name if actor else "",
        "actor_role": actor.role_name if actor else "",
        "flash_messages": Waiting(),
        "here": request.path,
        "posted": request.method == "POST",
        "search_url": url_for("intake.client_search")
        if actor and actor.may(Permission.CLIENT_SEARCH)
        else "",
        "add_url": url_for("intake.client_begin") if actor and actor.may(Permission.CLIENT_CREATE) else "",
        "may": (lambda name: actor is not None and actor.may(Permission(name))),
        "navigation": [
            _entry(area)
            for area in AREAS
            if actor
            and not (area.key == "services" and desk.is_home(actor))
            and (not area.permissions or any(actor.may(p) for p in area.permissions))
        ],
        "help_url": url_for("admin.help_index"),
        "may_switch": actor is not None and (actor.has_other_agencies or actor.is_system_administrator),
        "agencies_url": url_for("auth.agency_list", here=request.path),
        "acting_elsewhere": actor is not None and not actor.is_at_primary,
        "idle": _idle(here) if here else None,
        "draft": drafts.restored(),
        "account_url": url_for("auth.account_show"),
        "agencies": lambda: agency_choices(actor) if actor and actor.has_other_agencies else [],
    }


def _idle(here: Present) -> dict[str, Any]:
    """After how many seconds without a key the session locks, and how many are left; whose page it is."""
    limit = installation().limits.idle
    left = limit if here.stale else here.idle_since + limit - now()
    return {
        "limit": int(limit.total_seconds()),
        "left": max(0, int(left.total_seconds())),
        "session": here.mark,
    }


def agency_choices(person: Actor) -> list[dict[str, Any]]:
    """The agencies that somebody may act for, with the role held there. One statement."""
    if person.is_system_administrator:
        return _administrators_choices(person)
    found = acting.choices(read_session(), person.account_id or 0, today())
    return [
        {
            "id": choice.organization_id,
            "name": choice.organization_name,
            "detail": choice.role_name,
            "current": choice.organization_id == person.organization_id,
        }
        for choice in found
    ]


def _administrators_choices(person: Actor) -> list[dict[str, Any]]:
    found = acting.all_agencies(read_session())
    several = len({agency.data_source for agency in found}) > 1
    everything = {
        "id": 0,
        "name": _("All agencies"),
        "detail": "",
        "current": person.organization_id is None,
    }
    return [
        everything,
        *(
            {
                "id": agency.organization_id,
                "name": agency.organization_name,
                "detail": agency.data_source if several else "",
                "current": agency.organization_id == person.organization_id,
            }
            for agency in found
        ),
    ]


def _entry(area: Area) -> dict[str, Any]:
    url = url_for(area.endpoint)
    inside = request.path.split("/")[1] == url.split("/")[1]  # all of /clients/... is Clients
    current = inside or request.path.startswith(area.also)
    return {
        "key": area.key,
        "label": area.label,
        "url": url,
        "icon": area.icon,
        "shortcut": area.shortcut,
        "current": current,
    }
