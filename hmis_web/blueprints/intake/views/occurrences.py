"""What happens once within a stay: engagement (4.13), move-in (3.20), PATH status (P3)."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, occurrence_presenters, stay_pages
from hmis_web.blueprints.intake.occurrence_forms import OnceForm, version_of
from hmis_web.blueprints.intake.stay_pages import STAY
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import occurrence_forms, occurrences, stay_members
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.occurrence_forms import ENGAGEMENT, MOVE_IN, PATH_STATUS
from hmis_web.standards.forms import Section, shown
from hmis_web.web import question_conflict
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.questions import read_form
from hmis_web.web.state import actor, clock, read_session, session, today

ELEMENTS = {"engagement": ENGAGEMENT, "move-in": MOVE_IN, "path-status": PATH_STATUS}
"""{part of the address: element}."""


@bp.route(f'{STAY}/<any("engagement", "move-in", "path-status"):occurrence>', methods=["GET", "POST"])
@requires(Permission.ENROLLMENT_EDIT)
def occurrence_edit(client_id: int, enrollment_id: int, occurrence: str) -> ResponseReturnValue:
    """Set what happens once in a stay. A move-in date stands on the head's record, for all of them."""
    stay, element = stay_pages.open_stay(client_id, enrollment_id), ELEMENTS[occurrence]
    members = stay_pages.household(stay)
    member, head = stay_pages.member_of(stay, members), stay_members.head_of(members)
    if element == MOVE_IN and head is not None and not member.is_head:
        return _at_the_head(head.person.id, head.enrollment_id, occurrence)
    found = occurrences.once(read_session(), actor(), stay, member, element, today())
    told: Any = occurrence_forms.as_answers(element, found.values)
    sections = occurrence_forms.questions_of(
        read_session(), stay, member, element, today(), stands=bool(told)
    )
    form = OnceForm.ask(found.version)
    errors: dict[str, str] = {}
    if stay_pages.is_posted():
        told, errors = read_form(sections)
    if stay_pages.is_save() and not errors and form.validate():
        try:
            doubts = _record(stay, element, sections, told, version_of(form))
        except DomainError as error:
            errors = {occurrence_forms.key_of(element, error.field): error.message}
        except StaleVersion:
            return _conflict(stay, member, element, sections, told)
        else:
            _say(element, doubts)
            return see_other(stay_pages.home_of(stay))
    form.refuse_answers(errors)
    return stay_pages.page(
        "intake/occurrence_edit.html",
        stay,
        refused=bool(errors),
        form=form,
        sections=shown(sections, told),
        answers=told,
        errors=errors,
        **occurrence_presenters.once_page(stay, element, members),
    )


def _at_the_head(client_id: int, enrollment_id: int, occurrence: str) -> ResponseReturnValue:
    if stay_pages.is_posted():
        raise NotFound("occurrence")  # no page sends it here
    say("info", _("The move-in date stands once, on the record of the head of household: here."))
    return see_other(
        url_for(
            "intake.occurrence_edit", client_id=client_id, enrollment_id=enrollment_id, occurrence=occurrence
        )
    )


def _record(stay: Stay, element: str, sections: tuple[Section, ...], told: Any, version: int) -> list[str]:
    values = occurrence_forms.as_columns(sections, told)
    if element == ENGAGEMENT:
        day = values["date_of_engagement"]
        return occurrences.record_engagement(session(), actor(), stay, day, version, clock())
    if element == PATH_STATUS:
        return occurrences.record_path_status(session(), actor(), stay, values, version, clock())
    return occurrences.record_move_in(session(), actor(), stay, values["move_in_date"], version, clock())


def _conflict(
    stay: Stay, member: Any, element: str, sections: tuple[Section, ...], told: Any
) -> ResponseReturnValue:
    now = occurrences.once(read_session(), actor(), stay, member, element, today())
    saved = occurrence_forms.as_answers(element, now.values)
    return question_conflict.both(
        question_conflict.differences(sections, saved, told),
        [("version", now.version)],
        stay_pages.home_of(stay),
    )


def _say(element: str, doubts: list[str]) -> None:
    words = {
        ENGAGEMENT: _("The date of engagement is saved."),
        MOVE_IN: _("The move-in date is saved, for the whole household."),
        PATH_STATUS: _("The PATH status is saved."),
    }
    say("good", words[element])
    for doubt in doubts:
        say("warn", doubt)
