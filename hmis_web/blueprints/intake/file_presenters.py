"""A client's files, as the tab shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import record
from hmis_web.blueprints.intake.file_forms import CATEGORIES, days_left
from hmis_web.domain.file_content import FileLimits, in_words
from hmis_web.domain.file_kinds import KINDS
from hmis_web.domain.files import FileLine
from hmis_web.domain.overview import Header
from hmis_web.web.filters import hud_date
from hmis_web.web.links import may_open

PER_PAGE = 50
SOON = 30
"""Days before the end on which a file is marked."""


def list_page(
    actor: Actor,
    header: Header,
    lines: Sequence[FileLine],
    totals: tuple[int, int],
    page: int,
    limits: FileLimits,
    as_of: date,
) -> dict[str, Any]:
    """The context of intake/file_list.html besides what was deleted. `totals`: how many files, their
    bytes."""
    client_id, (number, used) = header.card.id, totals
    full = actor.may(Permission.FILE_READ)
    return {
        **record.above(actor, header, "files"),
        "files": [_row(actor, line, as_of) for line in lines],
        "names_only": not full,
        "pages": _pages(client_id, page, number),
        "add_url": _open(actor, "intake.file_new", client_id=client_id),
        "room": _("%(used)s of %(all)s are used.", used=in_words(used), all=in_words(limits.client_bytes))
        if full and lines
        else "",
    }


def _pages(client_id: int, page: int, number: int) -> dict[str, Any]:
    first = (page - 1) * PER_PAGE

    def at(wanted: int) -> str:
        return url_for("intake.file_list", client_id=client_id, page=wanted)

    return {
        "first": first + 1,
        "last": min(first + PER_PAGE, number),
        "total": number,
        "previous_url": at(page - 1) if page > 1 else None,
        "next_url": at(page + 1) if first + PER_PAGE < number else None,
    }


def kinds_in_words() -> str:
    """The kinds that are kept: `PDF, JPEG picture, ...`."""
    return ", ".join(kind.words for kind in KINDS.values())


def _row(actor: Actor, line: FileLine, as_of: date) -> dict[str, Any]:
    where = {"client_id": line.client_id, "file_id": line.id}
    kind = KINDS[line.kind].words if line.kind else ""
    writable = line.is_own
    return {
        "name": line.name,
        "url": _open(actor, "intake.file_download", **where),
        "detail": " · ".join(part for part in (str(CATEGORIES.get(line.category, "")), kind) if part),
        "size": in_words(line.size) if line.size else "",
        "added": line.added_on,
        "by": " · ".join(part for part in (line.added_by, line.agency) if part),
        "expires": line.expires_on,
        "tags": _tags(line, as_of),
        "edit_url": _open(actor, "intake.file_edit", **where) if writable else "",
        "delete_url": _open(actor, "intake.file_delete", **where) if writable else "",
    }


def _tags(line: FileLine, as_of: date) -> list[dict[str, str]]:
    """States in a word or two."""
    tags = [{"label": _("Confidential"), "kind": "accent"}] if line.confidential else []
    left = days_left(line.expires_on, as_of)
    if left is None or left > SOON:
        return tags
    if left < 0:
        return [*tags, {"label": _("Expired"), "kind": "bad"}]
    words = ngettext("%(num)s day left", "%(num)s days left", left) if left else _("Last day")
    return [*tags, {"label": words, "kind": "warn"}]


def _open(actor: Actor, endpoint: str, **where: Any) -> str:
    return url_for(endpoint, **where) if may_open(actor, endpoint) else ""


def saved_of(line: FileLine) -> dict[str, Any]:
    """What stands of a file, by the fields of its form."""
    return {
        "category": line.category,
        "name": line.name,
        "expires_on": line.expires_on,
        "confidential": line.confidential,
    }


def about(line: FileLine) -> str:
    """A file in one line, above its form."""
    return _("%(name)s, added %(day)s", name=line.name, day=hud_date(line.added_on))
