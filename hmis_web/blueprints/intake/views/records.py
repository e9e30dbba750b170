"""Updates, annual assessments, follow-ups after exit, and changing what was saved. HUD 5.03, 5.04, R20."""

from __future__ import annotations

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, record_entry, record_presenters, stay_pages
from hmis_web.blueprints.intake.occurrence_forms import version_of
from hmis_web.blueprints.intake.record_entry import Entry
from hmis_web.blueprints.intake.record_forms import POST_EXIT, TITLES
from hmis_web.blueprints.intake.stay_pages import STAY
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import answers, stage_records, stage_rules
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.stage_records import Record, RecordsRefused
from hmis_web.domain.stay_members import StayMember
from hmis_web.standards.elements import CollectionPoint
from hmis_web.web import drafts, question_conflict
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.links import may_open
from hmis_web.web.state import actor, clock, read_session, session, today

INCOMPLETE = "incomplete"
"""Name of the button that saves answers without calling them complete."""


@bp.route(f'{STAY}/records/<any("update", "annual", "post-exit"):stage>/new', methods=["GET", "POST"])
@requires(Permission.ANSWERS_EDIT)
def record_new(client_id: int, enrollment_id: int, stage: str) -> ResponseReturnValue:
    """Record an update, an annual assessment or a follow-up, for one of the household or several."""
    stay, point = stay_pages.open_stay(client_id, enrollment_id), CollectionPoint(stage)
    household = stay_pages.household(stay)
    member = stay_pages.member_of(stay, household)
    if point is POST_EXIT and stay.exit_date is None:
        raise NotFound("exit")
    if point is POST_EXIT and not stay_pages.is_posted():
        known = stage_records.of_day(read_session(), stay, point)
        if known is not None:  # HUD keeps one for a stay
            return see_other(stay_pages.address("intake.record_edit", stay, record_id=known))
    entry = record_entry.read_new(stay, household, point, drafts.typed(), _wanted())
    if stay_pages.is_save() and entry.form.validate() and not any(each.errors for each in entry.typed):
        members = {each.enrollment_id: each for each in entry.members}
        told = entry.told(complete=INCOMPLETE not in request.form)
        try:
            stage_rules.check_day(member, point, entry.on, today())
            stage_records.save_new(session(), actor(), members, point, told, clock())
        except RecordsRefused as refused:
            entry.refuse(refused.findings)
        except DomainError as error:
            entry.form.refuse(error)
        else:
            return _saved(stay, point)
    return _page(stay, entry, is_new=True)


@bp.route(f"{STAY}/records/<int:record_id>", methods=["GET", "POST"])
@requires(Permission.ANSWERS_EDIT)
def record_edit(client_id: int, enrollment_id: int, record_id: int) -> ResponseReturnValue:
    """Change what was saved of a stage. What was answered at entry has a page of its own."""
    stay = stay_pages.open_stay(client_id, enrollment_id)
    record = stage_records.get(read_session(), actor(), stay, record_id)
    return _entry_page(stay) if record.stage is CollectionPoint.ENTRY else _edit(stay, record)


@bp.route(f'{STAY}/records/<any("update", "annual", "exit"):stage>/<string:on>', methods=["GET", "POST"])
@requires(Permission.ANSWERS_EDIT)
def record_adopt(client_id: int, enrollment_id: int, stage: str, on: str) -> ResponseReturnValue:
    """Change what a file brought of a stage; once it is saved, it is a record like those made here."""
    stay, point, day = stay_pages.open_stay(client_id, enrollment_id), CollectionPoint(stage), _day(on)
    if day is None:
        raise NotFound("record")
    known = stage_records.of_day(read_session(), stay, point, None if stage == "exit" else day)
    if known is None:
        return _edit(stay, stage_records.brought(read_session(), actor(), stay, point, day))
    if not stay_pages.is_posted():
        return see_other(stay_pages.address("intake.record_edit", stay, record_id=known))
    return _edit(stay, stage_records.get(read_session(), actor(), stay, known))


def _edit(stay: Stay, record: Record) -> ResponseReturnValue:
    member = stay_pages.member_of(stay, stay_pages.household(stay))
    entry = record_entry.read_change(stay, member, record, drafts.typed())
    if stay_pages.is_save() and entry.form.validate() and not any(each.errors for each in entry.typed):
        try:
            return _change(stay, member, record, entry)
        except answers.Refused as refused:
            entry.refuse({stay.id: refused.findings})
        except DomainError as error:
            entry.form.refuse(error)
        except StaleVersion:
            return _conflict(stay, record, entry)
    return _page(stay, entry, is_new=False)


def _change(stay: Stay, member: StayMember, record: Record, entry: Entry) -> ResponseReturnValue:
    read = Record(**{**vars(record), "version": version_of(entry.form)})
    if not record.id:
        read = stage_records.adopt(session(), actor(), record, stay, clock())
    told = entry.told(complete=INCOMPLETE not in request.form)[0]
    stage_records.save_changed(session(), actor(), stay, member, read, told, clock())
    return _saved(stay, record.stage)


def _saved(stay: Stay, point: CollectionPoint) -> ResponseReturnValue:
    drafts.finished()
    say("good", _("Saved: %(what)s.", what=str(TITLES[point])))
    return see_other(stay_pages.home_of(stay))


def _page(stay: Stay, entry: Entry, *, is_new: bool) -> ResponseReturnValue:
    if stay_pages.is_save():
        entry.note_errors()
    return stay_pages.page(
        "intake/record_edit.html",
        stay,
        refused=stay_pages.is_save(),
        **record_presenters.record_page(entry, is_new=is_new),
    )


def _conflict(stay: Stay, record: Record, entry: Entry) -> ResponseReturnValue:
    now, typed = stage_records.get(read_session(), actor(), stay, record.id), entry.typed[0]
    days = question_conflict.dates(str(entry.form.information_date.label.text), now.on, entry.on)
    found = question_conflict.differences(typed.form, record_entry.saved(stay, now), typed.answers)
    return question_conflict.both([*days, *found], [("version", now.version)], stay_pages.home_of(stay))


def _entry_page(stay: Stay) -> ResponseReturnValue:
    if not may_open(actor(), "intake.enrollment_edit") or stay_pages.is_posted():
        raise NotFound("record")
    return see_other(stay_pages.address("intake.enrollment_edit", stay))


def _wanted() -> date | None:
    """The day that the address asks for; None for none, or what can't be read."""
    return _day(request.args.get("on", ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
