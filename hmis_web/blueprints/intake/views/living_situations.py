"""Current living situations of a stay. HUD 4.12."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, occurrence_presenters, stay_pages
from hmis_web.blueprints.intake.occurrence_forms import SituationForm, version_of
from hmis_web.blueprints.intake.stay_pages import STAY
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import living_situations, occurrence_forms
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.living_situations import DAY, Recorded
from hmis_web.domain.occurrence_forms import SITUATION
from hmis_web.standards.forms import Section, shown
from hmis_web.web import drafts, question_conflict
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.questions import read_form
from hmis_web.web.state import actor, clock, read_session, session, today

PAGE = f"{STAY}/living-situations"


@bp.route(PAGE)
@requires(Permission.ANSWERS_READ)
def living_situation_list(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """The current living situations of a stay, the latest first."""
    stay = stay_pages.open_stay(client_id, enrollment_id)
    recorded = living_situations.of_stay(read_session(), actor(), stay)
    is_asked = bool(_questions(stay))
    return stay_pages.page(
        "intake/living_situation_list.html",
        stay,
        **occurrence_presenters.situation_list(actor(), stay, recorded, is_asked=is_asked),
    )


@bp.route(f"{PAGE}/new", methods=["GET", "POST"])
@requires(Permission.ANSWERS_EDIT)
def living_situation_new(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """Record where somebody lives now."""
    stay = stay_pages.open_stay(client_id, enrollment_id)
    sections = _questions(stay)
    if not sections:
        raise NotFound("living situation")
    return _form_page(stay, sections, None)


@bp.route(f"{PAGE}/<int:situation_id>", methods=["GET", "POST"])
@requires(Permission.ANSWERS_EDIT)
def living_situation_edit(client_id: int, enrollment_id: int, situation_id: int) -> ResponseReturnValue:
    """Correct a current living situation."""
    stay = stay_pages.open_stay(client_id, enrollment_id)
    recorded = living_situations.get(read_session(), actor(), stay, situation_id)
    return _form_page(stay, _questions(stay, stands=True), recorded)


def _questions(stay: Stay, *, stands: bool = False) -> tuple[Section, ...]:
    member = stay_pages.member_of(stay, stay_pages.household(stay))
    return occurrence_forms.questions_of(read_session(), stay, member, SITUATION, today(), stands=stands)


def _form_page(stay: Stay, sections: tuple[Section, ...], recorded: Recorded | None) -> ResponseReturnValue:
    begins = min(today(), stay.exit_date or today())
    on, version = (recorded.on, recorded.version) if recorded else (begins, 0)
    form, fields = SituationForm.asked(on, version)
    told: Any = dict(recorded.answers) if recorded else {}
    errors: dict[str, str] = {}
    if fields is not None:
        told, errors = read_form(sections, fields=fields)
    errors = errors if stay_pages.is_save() else {}
    if stay_pages.is_save() and form.validate() and not errors:
        try:
            _save(stay, sections, recorded, form, told)
        except DomainError as error:
            errors = _refuse(form, error)
        except StaleVersion:
            return _conflict(stay, sections, recorded, form, told)
        else:
            drafts.finished()
            say("good", _("The current living situation is saved."))
            return see_other(stay_pages.address("intake.living_situation_list", stay))
    form.refuse_answers(errors)
    return stay_pages.page(
        "intake/living_situation_edit.html",
        stay,
        refused=stay_pages.is_save(),
        form=form,
        sections=shown(sections, told),
        answers=told,
        errors=errors,
        is_new=recorded is None,
        cancel_url=stay_pages.address("intake.living_situation_list", stay),
    )


def _save(
    stay: Stay, sections: tuple[Section, ...], recorded: Recorded | None, form: SituationForm, told: Any
) -> None:
    on = form.information_date.data or today()
    if recorded is None:
        key = form.idempotency_key.data or ""
        living_situations.add(session(), actor(), stay, sections, on, told, key, clock())
        return
    read = Recorded(recorded.id, version_of(form), recorded.on, recorded.answers)
    living_situations.change(session(), actor(), stay, sections, read, on, told, clock())


def _refuse(form: SituationForm, error: DomainError) -> dict[str, str]:
    """Show an error at the day, or at the question whose answer stands in the column that it names."""
    if error.field == DAY:
        form.refuse(error)
        return {}
    return {occurrence_forms.key_of(SITUATION, error.field): error.message}


def _conflict(
    stay: Stay, sections: tuple[Section, ...], recorded: Recorded | None, form: SituationForm, told: Any
) -> ResponseReturnValue:
    if recorded is None:
        raise NotFound("living situation")
    now = living_situations.get(read_session(), actor(), stay, recorded.id)
    days = question_conflict.dates(str(form.information_date.label.text), now.on, form.information_date.data)
    return question_conflict.both(
        [*days, *question_conflict.differences(sections, now.answers, told)],
        [("version", now.version)],
        stay_pages.address("intake.living_situation_list", stay),
    )
