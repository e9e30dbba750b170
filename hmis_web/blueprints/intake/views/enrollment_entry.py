"""Enrolling: one page for all members of a household."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp
from hmis_web.blueprints.intake import enrollment_presenters as presenters
from hmis_web.blueprints.intake.enrollment_entry import (
    ASKED,
    Typed,
    copy_from_head,
    note_faults,
    read_members,
)
from hmis_web.blueprints.intake.enrollment_forms import EntryForm
from hmis_web.db.errors import DomainError
from hmis_web.domain import clients, enrollment_people, enrollment_places, enrollment_preview, enrollments
from hmis_web.domain.enrollment_changes import Entry, EntryRefused, MemberEntry, open_enrollments
from hmis_web.domain.enrollment_people import Entrant
from hmis_web.domain.enrollment_places import EnrollmentPlace
from hmis_web.domain.enrollment_preview import Intended, Preview
from hmis_web.domain.enrollment_rules import EntryError, Joined, joined_stay
from hmis_web.domain.search.find import search
from hmis_web.domain.search.results import Match
from hmis_web.web import drafts
from hmis_web.web.flash import say
from hmis_web.web.htmx import is_htmx, render_page_or_block, see_other
from hmis_web.web.presenters import name_of
from hmis_web.web.questions import messages
from hmis_web.web.state import actor, clock, keyring, note_act, note_read, read_session, session, today

SAVE, INCOMPLETE, NEXT, FIND, ADD, COPY = "save", "incomplete", "next", "find", "add", "copy"
OK = 200
TURNED = "turned"
"""What of the page turning to the next member asks for; a change of an answer asks for its section."""
NEW_MEMBERS = "/clients/<int:client_id>/enrollments/<int:enrollment_id>/members/new"


@dataclass
class Page:
    """One request for the page: what is on it."""

    client_id: int
    form: EntryForm
    enrollment_id: int | None = None
    joined: Joined | None = None
    place: EnrollmentPlace | None = None
    members: dict[int, Typed] = field(default_factory=dict)
    current: int | None = None
    found: tuple[Match, ...] | None = None


@bp.route("/clients/<int:client_id>/enrollments/new", methods=["GET", "POST"])
@bp.route(NEW_MEMBERS, methods=["GET", "POST"])
@requires(Permission.ENROLLMENT_CREATE)
def enrollment_new(client_id: int, enrollment_id: int | None = None) -> ResponseReturnValue:
    """Ask who enters which program, and what HUD asks of each at entry; enroll them. With a stay in the
    address they join its household."""
    page = _page(client_id, enrollment_id)
    doing = request.form.get("do", "")
    if doing in (SAVE, INCOMPLETE) and _check(page):
        made = _save(page, complete=doing == SAVE)
        if made is not None:
            drafts.finished()
            return _done(page, made)
    return _answer(page, 422 if page.form.errors else OK)


def _page(client_id: int, enrollment_id: int | None) -> Page:
    """The page as posted or left, with whoever was added just now and what is copied from the head."""
    clients.get_card(read_session(), actor(), keyring(), client_id, today())  # not theirs: not found
    note_read(clients.READ, "client", client_id, client_id=client_id)
    form = _form()
    page = Page(client_id, form, enrollment_id)
    if enrollment_id is not None:
        stay = enrollments.get_visible(read_session(), actor(), client_id, enrollment_id, today())
        page.joined = joined_stay(read_session(), actor(), stay.id)
        form.project.data = str(stay.project_key)
    key = page.joined.project_key if page.joined else form.project_key
    if key is not None:
        page.place = enrollment_places.get_place(read_session(), actor(), key)
        form.offer_cocs(page.place.cocs)
    entrants = _entrants(page)
    form.add_members(entrants, request.form.get(ADD, 0, int))
    copy = request.form.get(COPY, "")
    if copy:
        copy_from_head(form, copy)
    page.members = read_members(form, entrants, _previews(page, entrants))
    page.current = _current(page)
    if request.form.get("do") == FIND:
        page.found = _find(form, entrants)
    return page


def _form() -> EntryForm:
    places = enrollment_places.open_places(read_session(), actor(), today())
    return EntryForm.ask(
        today(), presenters.project_choices(places, name_agency=actor().is_system_administrator)
    )


def _entrants(page: Page) -> dict[int, Entrant]:
    """The household of the client, and who was added; of a running stay those who are not there yet."""
    relations = enrollment_people.proposed(read_session(), actor(), page.client_id, today())
    there = page.joined.members if page.joined else frozenset()
    relations = {key: code for key, code in relations.items() if key not in there}
    if page.joined and page.joined.has_head:
        relations = {key: None if code == 1 else code for key, code in relations.items()}
    added = page.form.added
    if (new := request.form.get(ADD, 0, int)) and new not in added:
        added.append(new)
        page.form.fields.add("also", str(new))
    relations |= {key: None for key in added if key not in relations and key not in there}
    return enrollment_people.load(read_session(), actor(), relations, today())


def _previews(page: Page, entrants: dict[int, Entrant]) -> dict[int, Preview]:
    if page.place is None:
        return {}
    form = page.form
    intended = [
        Intended(entrants[key], form.members[key].relationship, form.entry_of(key) or today())
        for key in form.inside
    ]
    return enrollment_preview.previews(read_session(), actor(), page.place, intended, today())


def _current(page: Page) -> int | None:
    """Whose questions are on the page: who was asked for, else the first who enters."""
    inside = page.form.inside
    shown = request.form.get(ADD, 0, int) or page.form.shown
    if request.form.get("do") == NEXT and shown in inside:
        shown = inside[min(inside.index(shown) + 1, len(inside) - 1)]
    if shown in inside:
        return shown
    return inside[0] if inside else None


def _find(form: EntryForm, entrants: dict[int, Entrant]) -> tuple[Match, ...]:
    """People to add, by what was typed into the search of the page."""
    result = search(read_session(), actor(), form.q.data or "", keyring(), today())
    note_act(result.act)
    return tuple(match for match in result.matches if match.client_id not in entrants)


def _check(page: Page) -> bool:
    """Whether everything can be read; shows the first member with a mistake otherwise."""
    if page.place is None:
        page.form.project.errors = [_("Choose the program")]
        return False
    readable = page.form.check()
    _show_faults(page)
    return readable and not page.form.errors


def _save(page: Page, *, complete: bool) -> dict[int, int] | None:
    form = page.form
    members = tuple(
        MemberEntry(
            key,
            form.members[key].relationship,
            form.entry_of(key),
            page.members[key].answers,
            complete=complete or page.members[key].is_complete,
        )
        for key in form.inside
    )
    coc = form.chosen_coc(page.place.cocs if page.place else ())
    project = page.place.id if page.place else 0
    entry = Entry(project, members, coc, form.idempotency_key.data or "", joins=page.enrollment_id)
    try:
        return open_enrollments(session(), actor(), entry, clock())
    except EntryError as error:
        presenters.refuse(form, error, has_cocs=bool(page.place and page.place.cocs))
    except EntryRefused as error:
        for key, findings in error.findings.items():
            page.members[key].errors |= messages(findings)
        _show_faults(page)
    except DomainError as error:
        form.refuse(error)
    return None


def _show_faults(page: Page) -> None:
    at_fault = [key for key, member in page.members.items() if member.errors]
    if at_fault and page.current not in at_fault:
        page.current = at_fault[0]
    names = {key: name_of(member.entrant.person) for key, member in page.members.items()}
    note_faults(page.form, page.members, page.current, names)


def _done(page: Page, made: dict[int, int]) -> ResponseReturnValue:
    project = page.place.name if page.place else ""
    text = ngettext(
        "%(num)s person is enrolled in %(project)s.",
        "%(num)s people are enrolled in %(project)s.",
        len(made),
        project=project,
    )
    say("good", text)
    first = page.client_id if page.client_id in made else next(iter(made))
    return see_other(url_for("intake.enrollment_show", client_id=first, enrollment_id=made[first]))


def _answer(page: Page, status: int) -> ResponseReturnValue:
    turned = request.form.get("do") == NEXT or len(request.form.getlist("show")) > 1 or ADD in request.form
    context = presenters.entry_page(
        page.client_id,
        page.form,
        page.place,
        page.members,
        page.current,
        page.found,
        page.joined,
        focus=turned or not page.form.is_submitted(),
    )
    part = request.args.get("part", "") if is_htmx() else ""
    fits = part == ASKED or (part and status == OK)
    changed = _part(page, context, part) if fits and context["current"] else None
    if changed is not None:
        return changed
    context["is_part"] = is_htmx()
    answer = render_page_or_block("intake/enrollment_new.html", "entry", status=status, **context)
    if part:
        answer.headers["HX-Retarget"] = "#entry"
    return answer


def _part(page: Page, context: dict[str, Any], part: str) -> str | None:
    """What changed on the page; None where the section is not asked of them any more."""
    if part in (TURNED, ASKED):
        turned = presenters.turned_part(context, page.form.shown)
        return render_template("intake/_enrollment_turned.html", **turned)
    told = presenters.answered_part(context, part)
    return None if told is None else render_template("intake/_enrollment_answered.html", **told)
