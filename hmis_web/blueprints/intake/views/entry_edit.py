"""Changing how somebody entered, and what was answered then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp
from hmis_web.blueprints.intake import entry_edit_presenters as presenters
from hmis_web.blueprints.intake.enrollment_entry import ASKED
from hmis_web.blueprints.intake.enrollment_presenters import answered_part
from hmis_web.blueprints.intake.entry_edit_forms import EntryEditForm
from hmis_web.db.errors import DomainError, StaleVersion
from hmis_web.domain import answers, clients
from hmis_web.domain.answers import Refused
from hmis_web.domain.enrollment_edits import EntryEdit, EntryNow, change_entry, read_entry
from hmis_web.domain.enrollment_rules import HEAD
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.forms import Section, form_for, without
from hmis_web.web import drafts
from hmis_web.web.flash import say
from hmis_web.web.htmx import is_htmx, render_page_or_block, see_other
from hmis_web.web.questions import Posted, messages, read_form
from hmis_web.web.state import actor, clock, note_read, read_session, session, today

SAVE, INCOMPLETE = "save", "incomplete"
Sections = tuple[Section, ...]


@bp.route("/clients/<int:client_id>/enrollments/<int:enrollment_id>/edit", methods=["GET", "POST"])
@requires(Permission.ENROLLMENT_EDIT)
def enrollment_edit(client_id: int, enrollment_id: int) -> ResponseReturnValue:
    """Ask how somebody entered, and what HUD asks at entry; change it."""
    now = read_entry(read_session(), actor(), client_id, enrollment_id, today())
    note_read(clients.READ, "client", client_id, client_id=client_id)
    form = EntryEditForm.ask(now)
    sections = _sections(now, form)
    given, errors = _given(now, form, sections)
    doing = request.form.get("do", "")
    if doing in (SAVE, INCOMPLETE) and form.validate() and not errors:
        try:
            _save(now, form, given, complete=doing == SAVE)
        except StaleVersion:
            return _collision(now, form, sections, given)
        except Refused as error:
            errors = messages(error.findings)
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("The entry is changed."))
            return see_other(_home(now))
    if doing:
        form.refuse_answers(errors)
    context = presenters.edit_page(now, form, sections, given, errors, _home(now))
    return _answer(form, context)


def _answer(form: EntryEditForm, context: dict[str, Any]) -> ResponseReturnValue:
    """The page; for htmx the section whose answers changed, or all of the form."""
    part = request.args.get("part", "") if is_htmx() else ""
    status = 422 if form.errors else 200
    if part == ASKED:
        return render_template("intake/_enrollment_answers.html", form=form, **context | {"is_part": True})
    told = answered_part(context | {"members": []}, part) if part and not form.errors else None
    if told is not None:
        return render_template("intake/_enrollment_answered.html", form=form, **told)
    context["is_part"] = is_htmx()
    answer = render_page_or_block("intake/enrollment_edit.html", "entry", status=status, form=form, **context)
    if part:
        answer.headers["HX-Retarget"] = "#entry"
    return answer


def _sections(now: EntryNow, form: EntryEditForm) -> Sections:
    """The questions of the person as they would enter now: another date or relation asks others."""
    day = form.day or now.stay.entry_date or today()
    relation = form.chosen_relations().get(now.stay.id, now.own.relationship_to_hoh)
    own = now.own
    who = replace(
        answers.person_of(own.relationship_to_hoh, own.birth_date, own.veteran_status, day),
        is_hoh=relation == HEAD,
    )
    place = answers.place_of(read_session(), now.stay.project_key, day)
    return without(form_for(CollectionPoint.ENTRY, place, who), "stay")


def _given(now: EntryNow, form: EntryEditForm, sections: Sections) -> tuple[Posted, dict[str, str]]:
    """What is typed, or stands."""
    if form.fields is not None:
        return read_form(sections, fields=form.fields)
    stands = Posted()
    stands.update(now.answers)
    return stands, {}


def _save(now: EntryNow, form: EntryEditForm, given: Posted, *, complete: bool) -> None:
    edit = EntryEdit(
        entry_date=form.day,
        coc=form.chosen_coc(),
        relations=form.chosen_relations(),
        answers=given,
        versions=form.versions,
        complete=complete,
    )
    change_entry(session(), actor(), now.stay.client_id, now.stay.id, edit, clock())


def _collision(now: EntryNow, form: EntryEditForm, sections: Sections, given: Posted) -> ResponseReturnValue:
    """Somebody else was quicker: what is saved now beside what was typed, field by field."""
    old = {"version", "record_version"}
    posted = [(name, value) for name, value in request.form.items(multi=True) if name not in old]
    record = "" if now.versions.record is None else str(now.versions.record)
    versions = [("version", str(now.versions.enrollment)), ("record_version", record)]
    page = render_template(
        "errors/409.html",
        message="",
        conflicts=presenters.conflicts(now, form, sections, given),
        fields=[*posted, *versions],
        post_url=url_for("intake.enrollment_edit", **_numbers(now)),
        back_url=_home(now),
    )
    return make_response(page, 409)


def _home(now: EntryNow) -> str:
    return url_for("intake.enrollment_show", **_numbers(now))


def _numbers(now: EntryNow) -> dict[str, Any]:
    return {"client_id": now.stay.client_id, "enrollment_id": now.stay.id}
