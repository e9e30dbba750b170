"""The community's own questions about a client: what was answered, and answering them."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, person, record
from hmis_web.blueprints.intake.own_answer_forms import OwnAnswersForm
from hmis_web.db.errors import StaleVersion
from hmis_web.domain.custom_fields import clients as own
from hmis_web.standards.own_questions import OWN
from hmis_web.web import drafts, question_conflict
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.links import may_open
from hmis_web.web.question_parts import in_words
from hmis_web.web.questions import Posted, read_form
from hmis_web.web.state import actor, clock, read_session, session

OWN_ANSWERS = "/clients/<int:client_id>/own-questions"


@bp.route(OWN_ANSWERS)
@requires(Permission.CLIENT_READ)
def own_answer_list(client_id: int) -> ResponseReturnValue:
    """What was answered, retired questions too."""
    header = person.header(client_id)
    now = own.answers_about(read_session(), actor(), client_id, clock())
    asked = [question for section in now.sections for question in section.questions]
    edit_url = url_for("intake.own_answer_edit", client_id=client_id)
    return render_template(
        "intake/own_answer_list.html",
        **record.above(actor(), header, "own"),
        answers=[
            (each.label, in_words(each, now.answers.get(each.key)) or _("not answered yet")) for each in asked
        ],
        retired=[
            (each.label, in_words(each.question, now.answers.get(f"{OWN}.{each.id}"))) for each in now.retired
        ],
        edit_url=edit_url if asked and may_open(actor(), "intake.own_answer_edit") else None,
    )


@bp.route(f"{OWN_ANSWERS}/edit", methods=["GET", "POST"])
@requires(Permission.CLIENT_EDIT)
def own_answer_edit(client_id: int) -> ResponseReturnValue:
    """Answer them."""
    now = own.answers_about(read_session(), actor(), client_id, clock())
    back_url = url_for("intake.own_answer_list", client_id=client_id)
    form = OwnAnswersForm.ask(now.version)
    told: Any = dict(now.answers)
    errors: dict[str, str] = {}
    if form.fields is not None:
        told, errors = read_form(now.sections, fields=form.fields)
    if form.is_submitted() and not errors and form.validate():
        try:
            own.answer_about(session(), actor(), client_id, told, form.version.data or 0, clock())
        except own.Unanswered as error:
            errors = {error.field or "": error.message}
        except StaleVersion:
            return _both(client_id, now, told, back_url)
        else:
            drafts.finished()
            say("good", _("The answers are saved."))
            return see_other(back_url)
    form.refuse_answers(errors)
    page = render_template(
        "intake/own_answer_edit.html",
        **record.above(actor(), person.header(client_id), "own"),
        form=form,
        sections=now.sections,
        answers=told,
        errors=errors,
        cancel_url=back_url,
    )
    return page, 422 if form.errors else 200


def _both(client_id: int, now: own.ClientAnswers, told: Posted, back_url: str) -> ResponseReturnValue:
    saved = own.answers_about(session(), actor(), client_id, clock())
    found = question_conflict.differences(now.sections, saved.answers, told)
    return question_conflict.both(found, [("version", saved.version)], back_url)
