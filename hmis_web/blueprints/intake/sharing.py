"""The rule of sharing in force for a client, in words (decision 11)."""

from __future__ import annotations

from flask_babel import gettext as _

from hmis_web.access.actor import Actor
from hmis_web.domain.sharing import SharingRule
from hmis_web.domain.sharing_outcome import ALWAYS
from hmis_web.web.filters import hud_date


def consent_tag(rule: SharingRule) -> dict[str, str]:
    """The state of the release of information, for the client's header."""
    if rule.private_to:
        return {"label": _("Private"), "kind": "warn"}
    if rule.until == ALWAYS:
        return {"label": _("Shared with all agencies"), "kind": ""}
    if rule.until is not None:
        return {"label": _("Release until %(day)s", day=hud_date(rule.until)), "kind": "good"}
    if rule.ended_on is not None:
        return {"label": _("Release over since %(day)s", day=hud_date(rule.ended_on)), "kind": "warn"}
    return {"label": _("No release: own agency only"), "kind": ""}


def sharing_text(actor: Actor, rule: SharingRule) -> str:
    """Who sees the record, and why."""
    if rule.private_to:
        return _(
            "%(agency)s made this record private: only agencies that entered something see it.",
            agency=rule.private_to,
        )
    if rule.until == ALWAYS:
        return _("Every agency sees this record; notes stay with the agency that wrote them.")
    if rule.until is not None:
        return _(
            "The client agreed to share: until %(day)s every agency sees this record. Notes stay with the "
            "agency that wrote them.",
            day=hud_date(rule.until),
        )
    if actor.is_system_administrator:
        return _("There is no release of information: every agency sees what it entered; you see all of it.")
    return _(
        "There is no release of information here: %(agency)s sees what it entered, and nobody else does.",
        agency=actor.organization_name,
    )
