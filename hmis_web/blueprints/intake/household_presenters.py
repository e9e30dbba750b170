"""The household grid, and a household's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.actor import Actor
from hmis_web.blueprints.intake.household_edit_forms import STAYS, HouseholdEditForm
from hmis_web.blueprints.intake.household_forms import HouseholdForm
from hmis_web.blueprints.intake.household_line_form import NEW, LineForm, number
from hmis_web.blueprints.intake.record import relation
from hmis_web.domain.clients import Person
from hmis_web.domain.enrollment_places import EnrollmentPlace
from hmis_web.domain.household_matches import Found
from hmis_web.domain.household_records import HouseholdRecord, Membership
from hmis_web.domain.search.results import Match
from hmis_web.domain.search.scoring import Why
from hmis_web.web.filters import hud_date
from hmis_web.web.links import may_open
from hmis_web.web.presenters import age_text, name_of


def grid(
    form: HouseholdForm, people: Mapping[int, Person], found: Mapping[int, Found], focus: int | None = None
) -> list[dict[str, Any]]:
    """The lines of intake/household_new.html; `focus` is the line to go on with."""
    return [
        line(at, each, people.get(each.chosen or 0), found.get(at, Found()), focus=at == focus)
        for at, each in enumerate(form.lines)
    ]


def line(
    at: int, form: LineForm, person: Person | None, found: Found, *, focus: bool = False, opened: bool = True
) -> dict[str, Any]:
    """One line: the fields, who it is when somebody known was chosen, who it may be (`opened`: to be seen at
    once)."""
    return {
        "number": at,
        "title": _("Person %(number)s", number=at + 1),
        "form": form,
        "person": _person(person) if person else None,
        "is_fixed": bool(form.client.data),
        "matches": [_match(match, form, found) for match in found.matches] if not form.client.data else [],
        "elsewhere": found.elsewhere if not form.chosen else (),
        "must_say": bool(found.strong) and not form.chosen,
        "is_open": opened,
        "is_new": form.who.data == NEW,
        "asks_veteran": not form.is_child,
        "race_open": bool(form.races.data),
        "focus": focus,
    }


def members(record: HouseholdRecord | None) -> list[dict[str, Any]]:
    """Who belongs to a household already, above the grid that adds to it."""
    return [member(each) for each in record.members] if record else []


def member(each: Membership) -> dict[str, Any]:
    """Somebody of a household, in words."""
    return {
        "id": each.person.id,
        "name": name_of(each.person),
        "age": age_text(each.person),
        "identifier": each.person.record_number,
        "relation": relation(each.relationship_to_hoh),
        "since": each.joined_on,
        "until": each.left_on,
        "is_head": each.is_head,
    }


def household(actor: Actor, client_id: int, found: HouseholdRecord) -> dict[str, Any]:
    """A household on its page, and on the tab of enrollments: who belongs to it, what may be done."""
    here: dict[str, Any] = {"client_id": client_id, "household_id": found.id}
    is_own = actor.is_system_administrator or actor.organization_id == found.organization_id
    member_of = any(each.person.id == client_id for each in found.members)

    def url(endpoint: str, **values: Any) -> str:
        return url_for(endpoint, **values) if is_own and may_open(actor, endpoint) else ""

    return {
        "agency": found.agency,
        "version": found.version,
        "url": url("intake.household_show", **here),
        "members": [member(each) | {"url": _client_url(each)} for each in found.members],
        "past": [member(each) | {"url": _client_url(each)} for each in found.past],
        "edit_url": url("intake.household_edit", **here) if found.members else "",
        "add_url": url("intake.household_new", client_id=client_id) if member_of else "",
        "enroll_url": url("intake.enrollment_new", client_id=client_id) if member_of else "",
        "delete_url": url("intake.household_delete", **here),
    }


def conflicts(form: HouseholdEditForm, found: HouseholdRecord) -> list[dict[str, str]]:
    """What differs between a household as it is saved and as somebody typed it, member by member."""
    rows = []
    for each in found.members:
        told = form.members[each.person.id]
        place = dict(told.place.choices)[told.place.data] if told.place.data != STAYS else ""  # type: ignore[arg-type]
        yours = place or relation(number(told.relationship.data))
        theirs = relation(each.relationship_to_hoh)
        if yours != theirs:
            rows.append({"label": name_of(each.person), "theirs": theirs, "yours": yours})
        if told.joined_on.data not in (None, each.joined_on):
            days = {"theirs": hud_date(each.joined_on), "yours": hud_date(told.joined_on.data)}
            rows.append({"label": f"{name_of(each.person)}: {told.joined_on.label.text}", **days})
    return rows


def _client_url(each: Membership) -> str:
    return url_for("intake.client_show", client_id=each.person.id)


def project_choices(places: Sequence[EnrollmentPlace], *, name_agency: bool) -> list[tuple[str, str]]:
    """Projects to choose from."""
    return [(str(each.id), f"{each.name} · {each.agency}" if name_agency else each.name) for each in places]


def _person(person: Person) -> dict[str, Any]:
    return {"name": name_of(person), "age": age_text(person), "identifier": person.record_number}


def _match(match: Match, form: LineForm, found: Found) -> dict[str, Any]:
    years = ngettext("%(num)s year", "%(num)s years", match.age) if match.age is not None else ""
    born = hud_date(match.birth_date) or years
    last4 = _("SSN ending %(last4)s", last4=match.last4) if match.last4 else ""
    why = [each.value for each in match.why]
    if Why.SAME_NAME.value not in why and not match.why:
        why = [Why.SAME_NAME.value]
    return {
        "id": match.client_id,
        "name": match.name,
        "detail": " · ".join(part for part in (match.record_number, born, last4) if part),
        "why": ", ".join(why),
        "strong": match.client_id in found.strong,
        "chosen": form.who.data == str(match.client_id),
    }
