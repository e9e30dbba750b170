"""Coordinated entry of a stay: assessments and events. HUD 4.19, 4.20."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, ce_presenters, stay_pages
from hmis_web.blueprints.intake.ce_forms import CeForm, read_lines
from hmis_web.blueprints.intake.occurrence_forms import version_of
from hmis_web.blueprints.intake.stay_pages import NEXT, STAY
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import coordinated_entry
from hmis_web.domain.assessment_lines import NO_LINES, Lines
from hmis_web.domain.coordinated_entry import Recorded, Told
from hmis_web.domain.coordinated_entry_rules import ASSESSMENT, EVENT, Kind
from hmis_web.domain.enrollments import Stay
from hmis_web.standards.forms import Section, shown
from hmis_web.web import drafts, question_conflict
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.questions import read_form
from hmis_web.web.state import actor, clock, read_session, session, today

PAGE = f"{STAY}/coordinated-entry"
LIST = "intake.ce_list"
MORE_LINES = "lines"


@bp.route(PAGE)
@requires(Permission.ASSESSMENT_READ, Permission.ASSESSMENT_READ_LIMITED)
def ce_list(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """The assessments and events of a stay, the latest first; without answers for limited viewing."""
    stay = stay_pages.open_stay(client_id, enrollment_id)
    assessments, events = (
        coordinated_entry.of_stay(read_session(), actor(), stay, kind) for kind in (ASSESSMENT, EVENT)
    )
    asked = bool(_questions(stay, ASSESSMENT))
    if not (asked or assessments or events):
        raise NotFound("coordinated entry")
    context = ce_presenters.ce_list(actor(), stay, assessments, events, asked=asked)
    return stay_pages.page("intake/ce_list.html", stay, **context)


@bp.route(f"{PAGE}/assessments/new", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_CREATE)
def ce_assessment_new(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """Record an assessment of the head of household, in a project that is an access point."""
    return _new_page(client_id, enrollment_id, ASSESSMENT)


@bp.route(f"{PAGE}/assessments/<int:assessment_id>", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def ce_assessment_edit(client_id: int, enrollment_id: int, assessment_id: int) -> ResponseReturnValue:
    """Correct an assessment."""
    return _edit_page(client_id, enrollment_id, ASSESSMENT, assessment_id)


@bp.route(f"{PAGE}/events/new", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_CREATE)
def ce_event_new(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """Record an event: help to solve the problem, or a referral."""
    return _new_page(client_id, enrollment_id, EVENT)


@bp.route(f"{PAGE}/events/<int:event_id>", methods=["GET", "POST"])
@requires(Permission.ASSESSMENT_EDIT)
def ce_event_edit(client_id: int, enrollment_id: int, event_id: int) -> ResponseReturnValue:
    """Correct an event, or say what came of a referral."""
    return _edit_page(client_id, enrollment_id, EVENT, event_id)


def _questions(stay: Stay, kind: Kind, *, stands: bool = False) -> tuple[Section, ...]:
    member = stay_pages.member_of(stay, stay_pages.household(stay))
    return coordinated_entry.questions_of(read_session(), stay, member, kind, today(), stands=stands)


def _new_page(client_id: int, enrollment_id: int, kind: Kind) -> ResponseReturnValue:
    stay = stay_pages.open_stay(client_id, enrollment_id)
    sections = _questions(stay, kind)
    if not sections:
        raise NotFound(kind.name)
    return _form_page(stay, kind, sections, None)


def _edit_page(client_id: int, enrollment_id: int, kind: Kind, row_id: int) -> ResponseReturnValue:
    stay = stay_pages.open_stay(client_id, enrollment_id)
    recorded = coordinated_entry.get(read_session(), actor(), stay, kind, row_id)
    return _form_page(stay, kind, _questions(stay, kind, stands=True), recorded)


def _form_page(
    stay: Stay, kind: Kind, sections: tuple[Section, ...], recorded: Recorded | None
) -> ResponseReturnValue:
    form, fields = CeForm.asked(recorded.version if recorded else 0)
    told, lines, errors = _told(stay, kind, sections, recorded, fields)
    if stay_pages.is_save() and form.validate() and not errors:
        try:
            _save(stay, kind, sections, recorded, form, Told(told, lines))
        except DomainError as error:
            errors = {error.field: error.message}
        except StaleVersion:
            return _conflict(stay, kind, sections, recorded, told, lines)
        else:
            drafts.finished()
            say("good", _("The assessment is saved.") if kind is ASSESSMENT else _("The event is saved."))
            return see_other(stay_pages.address(LIST, stay))
    form.refuse_answers(errors)
    wants_more = stay_pages.is_posted() and request.form.get(NEXT) == MORE_LINES
    groups = ce_presenters.line_groups(lines, errors, is_posted=fields is not None, wants_more=wants_more)
    return stay_pages.page(
        "intake/ce_edit.html",
        stay,
        refused=stay_pages.is_save(),
        heading=ce_presenters.title(kind, is_new=recorded is None),
        form=form,
        sections=shown(sections, told),
        answers=told,
        errors=errors,
        groups=groups if kind is ASSESSMENT else [],
        cancel_url=stay_pages.address(LIST, stay),
    )


def _told(
    stay: Stay, kind: Kind, sections: tuple[Section, ...], recorded: Recorded | None, fields: Any
) -> tuple[Any, Lines, dict[str, str]]:
    """(answers, lines, errors): as typed, else as they stand, else those of a new form."""
    if fields is not None:
        stored = recorded.answers if recorded else None
        told, errors = read_form(sections, fields=fields, stored=stored)
        lines = read_lines(fields) if kind is ASSESSMENT else NO_LINES
        return told, lines, errors if stay_pages.is_save() else {}
    if recorded is not None:
        return dict(recorded.answers), recorded.lines, {}
    return {kind.day_key: min(today(), stay.exit_date or today())}, NO_LINES, {}


def _save(
    stay: Stay,
    kind: Kind,
    sections: tuple[Section, ...],
    recorded: Recorded | None,
    form: CeForm,
    told: Told,
) -> None:
    if recorded is None:
        key = form.idempotency_key.data or ""
        coordinated_entry.add(session(), actor(), stay, kind, sections, told, key, clock())
        return
    read = replace(recorded, version=version_of(form))
    coordinated_entry.change(session(), actor(), stay, kind, sections, read, told, clock())


def _conflict(
    stay: Stay, kind: Kind, sections: tuple[Section, ...], recorded: Recorded | None, told: Any, lines: Lines
) -> ResponseReturnValue:
    if recorded is None:
        raise NotFound(kind.name)
    now = coordinated_entry.get(read_session(), actor(), stay, kind, recorded.id)
    found = question_conflict.differences(sections, now.answers, told)
    found += ce_presenters.line_differences(now.lines, lines)
    return question_conflict.both(found, [("version", now.version)], stay_pages.address(LIST, stay))
