"""The page of the service desk, which is Home for who logs services and has no caseload."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for

from hmis_web.access.permissions import Permission
from hmis_web.blueprints.services import desk_presenters as presenters
from hmis_web.blueprints.services.desk_forms import Row, SetUpForm, new_key, waiting_rows
from hmis_web.domain import active_stays, alerts, clients, desk, service_choices
from hmis_web.domain.active_stays import ActiveStays
from hmis_web.domain.desk import Outcome, SetUp
from hmis_web.domain.desk_find import Found
from hmis_web.domain.projects import ProjectChoice
from hmis_web.domain.service_choices import Choice
from hmis_web.jobs import desk_prints
from hmis_web.web import drafts
from hmis_web.web.state import actor, clock, note_read, now, read_session, today

READ = "desk:read"
ENDPOINT = "services.desk_show"


def desk_url(project: int | None = None) -> str:
    """Where the desk is for this person; `project`: with the services of a program to choose from."""
    return url_for("home.home" if desk.is_home(actor()) else ENDPOINT, project=project)


def chosen_now() -> tuple[SetUp | None, tuple[Choice, ...]]:
    """What the person logs at the moment, and what may be logged there: a program that offers one service
    alone needs no choosing. None before a program was chosen."""
    kept = desk.remembered(read_session(), actor(), clock())
    if kept is None:
        return None, ()
    offered = desk.offered(read_session(), actor(), kept.project_key, kept.day)
    return _settled(kept, offered), offered


def page(
    outcomes: Sequence[tuple[Outcome, SetUp]] = (),
    *,
    form: SetUpForm | None = None,
    found: Found | None = None,
    said: str = "",
    status: int = 200,
    **more: Any,
) -> tuple[str, int]:
    """The desk: what is logged, the field, who was logged today. `form`: a set-up that was refused; `found`
    and `said`: whom a text may mean; `outcomes`: questions of the entry just sent."""
    programs = desk.programs(read_session(), actor(), today())
    chosen, offered = chosen_now()
    wanted = request.args.get("project", type=int) or (
        programs[0].id if programs and chosen is None else None
    )
    changing = wanted is not None and form is None
    if wanted is not None:
        day = chosen.day if chosen else today()
        offered = desk.offered(read_session(), actor(), wanted, day)
        chosen = _settled(SetUp(wanted, chosen.codes if chosen else (), day), offered)
    context: dict[str, Any] = {
        "programs": programs,
        "setup": None,
        "rows": [],
        "names": [],
        "searches": False,
    }
    if chosen is not None:
        form = form or SetUpForm.ask(programs, offered, chosen)
        context |= _active(programs, offered, chosen)
    context |= {
        "form": form,
        "is_open": bool(form and form.errors) or chosen is None or not chosen.codes or _asked_for(changing),
        "outcomes": [_outcome(each, told) for each, told in outcomes],
        "waiting": presenters.unsent(not_sent()),
        "key": new_key(),
        "choices": presenters.choices(found.stays) if found else [],
        "desk_url": desk_url(),
    } | meant(found, said)
    return render_template("services/desk_show.html", **context, **more), status


def fragment(outcomes: Sequence[tuple[Outcome, SetUp]]) -> str:
    """The rows of an entry, for the script."""
    rows = [_outcome(each, told) for each, told in outcomes]
    return render_template("services/_desk_rows.html", rows=rows)


def meant(found: Found | None, said: str) -> dict[str, Any]:
    """What to say when nobody active in the program is meant."""
    person = found.person if found else None
    return {
        "said": said,
        "not_here": presenters.not_here(actor(), person) if person else None,
        "card_ended": found is not None and found.card_ended,
        "is_unknown": found is not None and not found.stays and person is None,
        "may_search": actor().may(Permission.CLIENT_SEARCH),
    }


def name_lines(stays: ActiveStays) -> list[str]:
    """Names as desk.js reads them. One statement."""
    alerted = alerts.clients_with(read_session(), actor(), [stay.client_id for stay in stays], today())
    return presenters.names(stays, alerted)


def not_sent() -> list[Row]:
    """What was not sent when the session was locked or ended: to this person alone."""
    kept = drafts.kept_at(ENDPOINT)
    return waiting_rows([value for name, value in kept.fields if name == "row"]) if kept else []


def _active(programs: Sequence[ProjectChoice], offered: Sequence[Choice], chosen: SetUp) -> dict[str, Any]:
    session, person = read_session(), actor()
    stays = active_stays.active(session, person, chosen.project_key, chosen.day)
    logged = service_choices.logged_on(session, person, chosen.project_key, chosen.day)
    people = clients.by_ids(session, person, {each.client_id for each in logged}, today()) if logged else {}
    ids = {stay.client_id for stay in stays} | set(people)
    alerted = alerts.clients_with(session, person, ids, today()) if ids else set()
    rows = presenters.listed(person, logged, people, alerted, now())
    if stays or rows:
        note_read(READ, "project", chosen.project_key)
    program = next((each.name for each in programs if each.id == chosen.project_key), "")
    return {
        "setup": presenters.set_up(chosen, offered, program, today()),
        "names": [] if stays.more else presenters.names(stays, alerted),
        "searches": stays.more,
        "active_count": len(stays),
        "rows": rows[: presenters.MOST_SHOWN],
        "row_count": len(rows),
    } | presenters.printing(desk_prints.latest(session, person, chosen.project_key, chosen.day, now()))


def _outcome(found: Outcome, chosen: SetUp) -> dict[str, Any]:
    in_force = alerts.active(read_session(), actor(), found.stay.client_id, today())
    return presenters.outcome(actor(), found, chosen, in_force, now())


def _settled(chosen: SetUp, offered: Sequence[Choice]) -> SetUp:
    known = [choice.code for choice in offered]
    codes = tuple(code for code in chosen.codes if code in known) or tuple(
        known[:1] if len(known) == 1 else ()
    )
    return SetUp(chosen.project_key, codes, chosen.day, chosen.units, chosen.amount, chosen.note)


def _asked_for(changing: bool) -> bool:
    return changing and "project" in request.args
