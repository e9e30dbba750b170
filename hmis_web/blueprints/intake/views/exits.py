"""Leaving a project, taking that back, opening an enrollment again. HUD 3.11, 3.12, 3.15."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, deleting, exit_entry, exit_presenters, stay_pages
from hmis_web.blueprints.intake.exit_entry import Entry
from hmis_web.blueprints.intake.exit_forms import ReopenForm
from hmis_web.blueprints.intake.stay_pages import STAY
from hmis_web.db.errors import DomainError
from hmis_web.domain import enrollment_deletion, exit_reversals, exits
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.exits import ExitRefused, Outcome
from hmis_web.web import drafts
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, session

INCOMPLETE = "incomplete"
"""Name of the button that saves answers without calling them complete."""


@bp.route(f"{STAY}/exit", methods=["GET", "POST"])
@requires(Permission.ENROLLMENT_EXIT)
def enrollment_exit(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """Exit a household, or some of it, on one page."""
    stay = stay_pages.open_stay(client_id, enrollment_id)
    members = stay_pages.household(stay)
    stay_pages.member_of(stay, members)
    if not stay_pages.is_posted() and not any(member.is_open for member in members):
        say("info", _("Everybody has left this program already."))
        return see_other(stay_pages.home_of(stay))
    entry = exit_entry.read(stay, members, drafts.typed())
    if stay_pages.is_save() and _is_readable(entry):
        try:
            plan = entry.plan(complete=INCOMPLETE not in request.form)
            done = exits.exit_household(session(), actor(), stay, plan, clock())
        except ExitRefused as refused:
            entry.refuse(refused)
        except DomainError as error:
            entry.form.refuse(error)
        else:
            drafts.finished()
            _say_left(stay, done)
            return see_other(stay_pages.home_of(stay))
    if stay_pages.is_save():
        entry.note_errors()
    return stay_pages.page(
        "intake/enrollment_exit.html",
        stay,
        refused=stay_pages.is_save(),
        **exit_presenters.exit_page(entry),
    )


@bp.route(f"{STAY}/exit/undo", methods=["POST"])
@requires(Permission.ENROLLMENT_UNDO_EXIT_OWN)
def exit_undo(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """Take one's own exit back, within a day, with all who left in it."""
    stay = stay_pages.open_stay(client_id, enrollment_id)
    try:
        count = exit_reversals.undo_exit(session(), actor(), stay, clock())
    except DomainError as error:
        say("warn", error.message)
    else:
        words = ngettext("Undone: %(num)s person stays again.", "Undone: %(num)s people stay again.", count)
        say("info", words if count else _("This exit was taken back already."))
    return see_other(stay_pages.home_of(stay))


@bp.route(f"{STAY}/reopen", methods=["GET", "POST"])
@requires(Permission.ENROLLMENT_REOPEN_OWN)
def enrollment_reopen(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """Open an exited enrollment again; the answers of the exit are kept for the next one."""
    stay = stay_pages.open_stay(client_id, enrollment_id)
    members = stay_pages.household(stay)
    chosen = [
        member.enrollment_id for member in members if stay.exit_date and member.exit_date == stay.exit_date
    ]
    form = ReopenForm.ask(members, chosen)
    if form.validate_on_submit():
        try:
            count = exit_reversals.reopen(
                session(), actor(), stay, form.members.data or [], form.why.data or "", clock()
            )
        except DomainError as error:
            form.refuse(error)
        else:
            say(
                "good",
                ngettext("%(num)s enrollment is open again.", "%(num)s enrollments are open again.", count),
            )
            return see_other(stay_pages.home_of(stay))
    return stay_pages.page(
        "intake/enrollment_reopen.html",
        stay,
        refused=form.is_submitted(),
        **exit_presenters.reopen_page(stay, form, members),
    )


@bp.route(f"{STAY}/delete", methods=["GET", "POST"])
@requires(Permission.ENROLLMENT_DELETE_OWN)
def enrollment_delete(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """Delete an enrollment that the own agency entered, with what hangs on it, for 90 days."""
    stay = stay_pages.open_stay(client_id, enrollment_id)
    refusal = enrollment_deletion.refusal(stay, stay_pages.household(stay))
    return deleting.delete_page("enrollment", client_id, enrollment_id, refusal)


def _is_readable(entry: Entry) -> bool:
    """Whether everything can be read and what had to be asked was asked. Says so in the form otherwise."""
    valid = entry.form.validate()
    if entry.candidates and entry.form.new_head.data and not entry.relations_asked:
        entry.form.refuse(DomainError("new_head", _("Say what everybody is to the new head of household")))
        return False
    return valid and not entry.is_faulty


def _say_left(stay: Stay, done: Outcome) -> None:
    words = ngettext("%(num)s person exited.", "%(num)s people exited.", done.members)
    if done.doubts:
        say(
            "warn",
            ngettext(
                "%(num)s thing about this exit should be looked at again.",
                "%(num)s things about this exit should be looked at again.",
                len(done.doubts),
            ),
        )
    say("good", words, undo_url=stay_pages.opened("intake.exit_undo", stay))
