"""The pages of releases of information and privacy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import record
from hmis_web.blueprints.intake.sharing import sharing_text
from hmis_web.domain.clients import ClientCard
from hmis_web.domain.overview import Header
from hmis_web.domain.releases import ReleaseLine
from hmis_web.web.filters import hud_date
from hmis_web.web.presenters import name_of

GIVEN = {
    "signed": _l("Signed by the client"),
    "attached": _l("Signed on paper"),
    "guardian": _l("Signed by a parent or guardian"),
    "verbal": _l("Said by the client"),
}
SIGNED = {"drawn": _l("drawn on the screen"), "typed": _l("name typed"), "paper": _l("on paper")}


def form_page(person: ClientCard) -> dict[str, Any]:
    """The context of intake/release_new.html besides the form."""
    return {
        "client": {
            "name": name_of(person),
            "identifier": person.record_number,
            "url": url_for("intake.release_list", client_id=person.id),
        },
        "post_url": url_for("intake.release_new", client_id=person.id),
        "cancel_url": url_for("intake.release_list", client_id=person.id),
        "consent_url": url_for("intake.release_part", client_id=person.id),
    }


def list_page(
    actor: Actor,
    above: Header,
    lines: Sequence[ReleaseLine],
    private_to: int | None,
    as_of: date,
    open_release: int | None,
) -> dict[str, Any]:
    """The context of intake/release_list.html. `private_to`: the agency that made the record private;
    `open_release`: whose deletion lacks a reason."""
    client_id = above.card.id
    hides = actor.may(Permission.PRIVACY_EDIT_OWN)
    is_theirs = actor.is_system_administrator or private_to == actor.organization_id
    return {
        **record.above(actor, above, ""),
        "sharing": sharing_text(actor, above.sharing),
        "releases": [_row(actor, client_id, line, as_of, open_release) for line in lines],
        "new_url": _url("intake.release_new", client_id) if actor.may(Permission.CONSENT_EDIT) else "",
        "hide_url": _url("intake.privacy_begin", client_id) if hides and private_to is None else "",
        "show_url": _url("intake.privacy_end", client_id)
        if hides and private_to is not None and is_theirs
        else "",
    }


def _row(
    actor: Actor, client_id: int, line: ReleaseLine, as_of: date, open_release: int | None
) -> dict[str, Any]:
    edits = actor.may(Permission.CONSENT_EDIT)
    deletes = actor.may(Permission.CONSENT_DELETE_OWN) and (line.is_own or actor.is_system_administrator)
    gone = line.deleted_at is not None

    def url(endpoint: str) -> str:
        return url_for(endpoint, client_id=client_id, release_id=line.id)

    return {
        "id": line.id,
        "days": _("%(first)s to %(last)s", first=hud_date(line.signed_on), last=hud_date(line.ends_on)),
        "state": _state(line, as_of),
        "kind": str(GIVEN[line.kind]),
        "signature": _signature(line),
        "drawing": line.drawing,
        "paper_url": url("intake.release_paper") if line.file_name and not gone else "",
        "file_name": line.file_name,
        "agency": line.agency,
        "author": line.author,
        "recorded_at": line.recorded_at,
        "delete_reason": line.delete_reason,
        "revoke_url": url("intake.release_revoke")
        if edits and not gone and line.revoked_on is None and line.ends_on >= as_of
        else "",
        "delete_url": url("intake.release_delete") if deletes and not gone else "",
        "restore_url": url("intake.release_restore") if deletes and gone else "",
        "open": line.id == open_release,
    }


def _state(line: ReleaseLine, as_of: date) -> dict[str, str]:
    if line.deleted_at is not None:
        return {"label": _("Deleted"), "kind": "bad"}
    if line.revoked_on is not None:
        return {"label": _("Taken back on %(day)s", day=hud_date(line.revoked_on)), "kind": "warn"}
    if line.is_valid(as_of):
        return {"label": _("Valid"), "kind": "good"}
    return {"label": _("Over"), "kind": ""}


def _signature(line: ReleaseLine) -> str:
    """Who signed, and how: `Ola Okoro, mother: name typed`."""
    who = ", ".join(part for part in (line.signer, line.guardian_relation) if part)
    how = str(SIGNED[line.how]) if line.how else ""
    return ": ".join(part for part in (who, how) if part)


def _url(endpoint: str, client_id: int) -> str:
    return url_for(endpoint, client_id=client_id)
