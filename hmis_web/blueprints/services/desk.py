"""The service desk: a service in seconds."""

from __future__ import annotations

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.services import bp, desk_page
from hmis_web.blueprints.services.desk_forms import (
    Row,
    SetUpForm,
    picked,
    posted_row,
    row_of,
    undone_rows,
    waiting_rows,
)
from hmis_web.blueprints.services.desk_page import chosen_now, desk_url
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import active_stays, desk, desk_find
from hmis_web.domain.desk import Outcome, SetUp
from hmis_web.domain.desk_find import Found
from hmis_web.web import drafts
from hmis_web.web.flash import say
from hmis_web.web.htmx import is_htmx, see_other
from hmis_web.web.state import actor, clock, read_session, session
from hmis_web.web.transactions import reads_only

Made = list[tuple[Outcome, SetUp]]


@bp.route("/desk", methods=["GET", "POST"])
@requires(Permission.SERVICE_CREATE)
def desk_show() -> ResponseReturnValue:
    """The desk; sent to it, the rows that waited when the session was locked."""
    if request.method == "GET":
        return desk_page.page()
    drafts.finished()
    if "discard" in request.form:
        return see_other(desk_url())
    made: Made = []
    for row in waiting_rows(request.form.getlist("row")):
        made += _log(row)
    return _after(made)


@bp.route("/desk/set-up", methods=["POST"])
@requires(Permission.SERVICE_CREATE)
def desk_set_up() -> ResponseReturnValue:
    """Choose what is logged from now on."""
    wanted = request.form.get("project", type=int)
    if "show" in request.form:
        return see_other(desk_url(wanted))
    programs = desk.programs(read_session(), actor(), clock().as_of)
    form = SetUpForm.ask(programs, (), SetUp(wanted or 0, (), clock().as_of))
    offered = desk.offered(read_session(), actor(), wanted or 0, form.day.data or clock().as_of)
    form = SetUpForm.ask(programs, offered, SetUp(wanted or 0, (), clock().as_of))
    if form.validate_on_submit():
        try:
            desk.remember(session(), actor(), form.to_set_up(), clock())
        except DomainError as error:
            form.refuse(error)
        else:
            return see_other(desk_url())
    return desk_page.page(form=form, status=422)


@bp.route("/desk/find", methods=["POST"])
@requires(Permission.SERVICE_CREATE)
@reads_only
def desk_find_names() -> ResponseReturnValue:
    """Who is active in the program and is called so, for a program with more names than a page holds."""
    chosen, _offered = chosen_now()
    text = request.form.get("who", "")
    stays = active_stays.ActiveStays()
    if chosen is not None:
        stays = active_stays.like(read_session(), actor(), chosen.project_key, chosen.day, text)
    return render_template("services/_desk_names.html", names=desk_page.name_lines(stays))


@bp.route("/desk/log", methods=["POST"])
@requires(Permission.SERVICE_CREATE)
def desk_log() -> ResponseReturnValue:
    """Log the chosen services for one person: a row of the script, or whom the field of the form means. Who
    is meant by it may have to be chosen first."""
    again = bool(request.form.get("again"))
    if "entry" in request.form:
        row = row_of(request.form["entry"], again=again)
        if row is None:
            raise NotFound("enrollment")
        return _after(_log(row))
    chosen, _offered = chosen_now()
    if chosen is None or not chosen.codes:
        say("warn", _("Choose first what you log."))
        return see_other(desk_url())
    stay = picked()
    if stay is not None:
        return _after(_log(posted_row(chosen, stay)))
    said = request.form.get("who", "")
    found = desk_find.find(read_session(), actor(), chosen.project_key, chosen.day, said)
    if len(found.stays) == 1:
        return _after(_log(posted_row(chosen, found.stays[0].enrollment_id)))
    return _choose(found, said)


@bp.route("/desk/undo", methods=["POST"])
@requires(Permission.SERVICE_UNDO_OWN)
def desk_undo() -> ResponseReturnValue:
    """Take back what one row logged."""
    client_id = request.form.get("client_id", 0, type=int)
    enrollment_id = request.form.get("enrollment_id", 0, type=int)
    rows = undone_rows()
    if not rows:
        raise NotFound("service")
    text, status = _("Undone."), 200
    try:
        desk.undo(session(), actor(), client_id, enrollment_id, rows, clock())
    except DomainError as error:
        text, status = error.message, 422
    if is_htmx():
        return make_response(render_template("services/_desk_undone.html", text=text), status)
    say("info" if status < 400 else "warn", text)
    return see_other(desk_url())


def _log(row: Row) -> Made:
    """Log a row; the note, which does not travel, is the one remembered for that day."""
    chosen = row.chosen
    remembered = desk.remembered(session(), actor(), clock()) if row.has_note else None
    if remembered and (remembered.project_key, remembered.day) == (chosen.project_key, chosen.day):
        chosen = SetUp(
            *(chosen.project_key, chosen.codes, chosen.day, chosen.units, chosen.amount), remembered.note
        )
    return [(each, chosen) for each in desk.log(session(), actor(), chosen, row.entry, clock())]


def _after(made: Made) -> ResponseReturnValue:
    """The rows for the script; else the page again, with what is to be asked, or that it is done."""
    if is_htmx():
        return desk_page.fragment(made)
    open_ones = [(each, chosen) for each, chosen in made if not each.logged]
    done = len(made) - len(open_ones)
    if done:
        words = ngettext("Logged for %(num)s person.", "Logged for %(num)s people.", done)
        say("good", words)
    return desk_page.page(open_ones) if open_ones else see_other(desk_url())


def _choose(found: Found, said: str) -> ResponseReturnValue:
    if is_htmx():
        return make_response(
            render_template(
                "services/_desk_found.html",
                names=desk_page.name_lines(found.stays),
                **desk_page.meant(found, said),
            ),
            404 if not found.stays else 200,
        )
    return desk_page.page(found=found, said=said)
