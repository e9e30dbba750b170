"""What stands above every page of a client: the header, what may be done, the tabs."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from hmis_web import standards
from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake.forms import SsnForm
from hmis_web.blueprints.intake.sharing import consent_tag
from hmis_web.domain.clients import ClientCard
from hmis_web.domain.enrollments import Stay, is_own
from hmis_web.domain.households import Member
from hmis_web.domain.overview import Header
from hmis_web.domain.sharing import SharingRule
from hmis_web.standards.codes import RelationshipToHoH
from hmis_web.web.links import may_open
from hmis_web.web.presenters import age_text, alert_items, name_of

TABS = (
    ("overview", _l("Overview"), "intake.client_show"),
    ("enrollments", _l("Enrollments"), "intake.enrollment_list"),
    ("services", _l("Services"), "services.service_list"),
    ("assessments", _l("Assessments"), "assessments.assessment_list"),
    ("notes", _l("Notes and alerts"), "intake.note_list"),
    ("contacts", _l("Contacts and locations"), "intake.contact_list"),
    ("files", _l("Files"), "intake.file_list"),
    ("own", _l("Your community"), "intake.own_answer_list"),
    ("history", _l("History"), "intake.history_show"),
)
"""(key, label, endpoint); each page takes `client_id`."""
ACTIONS = (
    ("intake.enrollment_new", _l("Enroll"), "plus"),
    ("intake.client_edit", _l("Edit"), ""),
    ("intake.assignment_list", _l("Case workers"), ""),
    ("intake.client_merge", _l("Merge"), ""),
    ("intake.client_print", _l("Print"), ""),
)
"""(endpoint, label, icon) of what is done most to a client; each page takes `client_id`."""

STARTS = (
    ("intake.client_new", _l("Add a person"), "plus"),
    ("intake.household_new", _l("New household"), "plus"),
)
"""(endpoint, label, icon) of what begins a record."""


def starts(actor: Actor) -> list[dict[str, Any]]:
    """Buttons for what the role may begin."""
    return [
        {"label": str(label), "url": url_for(endpoint), "icon": icon}
        for endpoint, label, icon in STARTS
        if may_open(actor, endpoint)
    ]


def above(actor: Actor, header: Header, here: str) -> dict[str, Any]:
    """The context of layouts/client.html. `here` is the key of a tab."""
    card = header.card
    return {
        "client": _header(actor, card, header.sharing, [_chip(member) for member in header.household]),
        "alerts": alert_items(header.alerts),
        "actions": actions(actor, card.id),
        "tabs": _tabs(actor, card, here),
    }


def actions(actor: Actor, client_id: int) -> list[dict[str, Any]]:
    """Buttons for what the role may do to a client."""
    return [
        {"label": str(label), "url": url_for(endpoint, client_id=client_id), "primary": False, "icon": icon}
        for endpoint, label, icon in ACTIONS
        if may_open(actor, endpoint)
    ]


def member(other: Member, *, name_project: bool) -> dict[str, Any]:
    """Somebody else of a household, as lists show them."""
    return {
        "name": name_of(other.person),
        "relation": relation(other.relationship_to_hoh),
        "age": age_text(other.person),
        "url": url_for("intake.client_show", client_id=other.person.id),
        "note": other.project_name if name_project else "",
    }


def stay_url(actor: Actor, stay: Stay) -> str | None:
    """The page of an enrollment; None when it is another agency's or not for the role to open."""
    if not is_own(actor, stay) or not may_open(actor, "intake.enrollment_show"):
        return None
    return url_for("intake.enrollment_show", client_id=stay.client_id, enrollment_id=stay.id)


def relation(code: int | None) -> str:
    """HUD's words without those that every one of them repeats: `child`, `spouse or partner`, `head of
    household`."""
    label = standards.label("3.15.1", code)
    in_brackets = label.partition("(")[2].rstrip(")")
    if code == RelationshipToHoH.SELF and in_brackets:
        return in_brackets.lower()
    return label.removeprefix("Head of household's ").removeprefix("Other: ")


def relations() -> list[tuple[str, str]]:
    """What somebody may be to the head of household, to choose from: (code, words)."""
    codes = [int(code.value) for code in standards.offered("3.15.1")]
    return [
        (str(code), relation(code).capitalize()) for code in codes if code != RelationshipToHoH.NOT_COLLECTED
    ]


def _tabs(actor: Actor, card: ClientCard, here: str) -> list[dict[str, Any]]:
    items = [
        {
            "label": str(label),
            "url": url_for(endpoint, client_id=card.id),
            "current": key == here,
            "count": None,
        }
        for key, label, endpoint in TABS
        if may_open(actor, endpoint) and (key != "own" or card.is_asked_more)
    ]
    return items if len(items) > 1 else []


def _chip(other: Member) -> dict[str, Any]:
    age = other.person.age
    return member(other, name_project=False) | {"age": "" if age is None else str(age)}


def _header(
    actor: Actor, card: ClientCard, rule: SharingRule, household: list[dict[str, Any]]
) -> dict[str, Any]:
    asks_ssn = bool(card.ssn_last4) and actor.may(Permission.SSN_REVEAL)
    return {
        "name": name_of(card),
        "age": age_text(card),
        "birth_date": card.birth_date,
        "ssn_last4": card.ssn_last4,
        "ssn_url": url_for("intake.ssn_show", client_id=card.id) if asks_ssn else "",
        "ssn_form": SsnForm.ask() if asks_ssn else None,
        "identifier": card.record_number,
        "details": [],
        "consent": consent_tag(rule),
        "household": household,
        "photo_url": url_for("intake.photo_show", client_id=card.id) if card.has_photo else "",
    }
