"""Training: one's own, the staff's, recording it, and the page of those who wait for it."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.decorators import at_gate, requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.admin import bp, training_presenters
from hmis_web.blueprints.admin.training_forms import RecordForm, record_form
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import acting, sessions, training, training_records
from hmis_web.domain import sign_in as signing
from hmis_web.web import state
from hmis_web.web.access_guard import GATE_PAGES, safe_next
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, installation, now, read_session, session, today
from hmis_web.web.step_up import recently_authenticated_for

GATE_PAGES[sessions.WAITING] = "admin.training_gate"
A_PERSON = "/training/staff/<int:account_id>"


@bp.route("/training")
@requires(Permission.TRAINING_TAKE)
def training_own() -> ResponseReturnValue:
    """What one's own roles ask for, and how it stands."""
    own = actor().account_id or 0
    context = training_presenters.own_page(
        training.requirements(read_session(), own, today()),
        training.completions(read_session(), own),
        today(),
        installation().settings.contact,
    )
    return render_template("training/own.html", **context)


@bp.route("/training/staff")
@requires(Permission.TRAINING_READ_AGENCY)
def training_staff() -> ResponseReturnValue:
    """The staff's training; several people at once can be recorded by who may."""
    return _staff(None)


@bp.route("/training/staff/record", methods=["POST"])
@requires(Permission.TRAINING_RECORD)
@recently_authenticated_for("admin.training_staff")
def training_record() -> ResponseReturnValue:
    """Record a course for the people who are ticked."""
    form = _form()
    if form.validate() and _recorded(form, form.people.data or []):
        return see_other(url_for("admin.training_staff"))
    return _staff(form)


@bp.route(A_PERSON)
@requires(Permission.TRAINING_READ_AGENCY)
def training_person(account_id: int) -> ResponseReturnValue:
    """One person's training, and all that was recorded."""
    return _person(account_id, _form_for_one() if actor().may(Permission.TRAINING_RECORD) else None)


@bp.route(f"{A_PERSON}/record", methods=["POST"])
@requires(Permission.TRAINING_RECORD)
@recently_authenticated_for("admin.training_person")
def training_record_one(account_id: int) -> ResponseReturnValue:
    """Record a course for one person."""
    training_records.get_staff(read_session(), actor(), account_id, today())
    form = _form_for_one()
    if form.validate() and _recorded(form, [account_id]):
        return see_other(url_for("admin.training_person", account_id=account_id))
    return _person(account_id, form), 422


@bp.route(f"{A_PERSON}/withdraw/<int:completion_id>", methods=["POST"])
@requires(Permission.TRAINING_RECORD)
@recently_authenticated_for("admin.training_person")
def training_withdraw(account_id: int, completion_id: int) -> ResponseReturnValue:
    """Take back what was recorded by mistake."""
    training_records.withdraw_completion(session(), actor(), account_id, completion_id, now(), today())
    say("good", _("Taken back. It stays in the list as withdrawn."))
    return see_other(url_for("admin.training_person", account_id=account_id))


@bp.route("/waiting", methods=["GET", "POST"])
@at_gate
def training_gate() -> ResponseReturnValue:
    """For somebody whose role here is closed: what is missing, and the agencies that are open."""
    here = state.at_gate()
    target = safe_next(request.args.get("next"))
    if here is None or here.gate != sessions.WAITING:
        return see_other(target)
    if request.method == "POST":
        wanted = request.form.get("organization_id", 0, type=int)
        if not signing.switch_agency(session(), here, wanted, today()):
            raise NotFound("agency")
        return see_other(url_for("home.home"))
    own = here.actor.account_id or 0
    context = training_presenters.gate_page(
        here.actor.display_name,
        here.actor.organization_id,
        acting.held(read_session(), own, today()),
        training.requirements(read_session(), own, today()),
        today(),
    )
    return render_template(
        "training/gate.html", **context, contact=installation().settings.contact, again=target
    )


def _form() -> RecordForm:
    people = training_records.staff(read_session(), actor(), today(), actor().organization_id)
    choices = [(person.account_id, person.name) for person in people]
    return record_form(training.courses(read_session()), choices, today())


def _form_for_one() -> RecordForm:
    form = record_form(training.courses(read_session()), [], today())
    del form.people
    return form


def _person(account_id: int, form: RecordForm | None) -> str:
    here, day = read_session(), today()
    person = training_records.get_staff(here, actor(), account_id, day)
    agency = None if actor().is_system_administrator else actor().organization_id
    asked = training.requirements_of(here, [account_id], day, agency).get(account_id, [])
    context = training_presenters.person_page(
        person, asked, training.completions(here, account_id), day, may_record=form is not None
    )
    return render_template("training/person.html", form=form, **context)


def _recorded(form: RecordForm, account_ids: list[int]) -> bool:
    """Whether what was asked is recorded; else the form says why not."""
    try:
        number = training_records.record_for(
            session(), actor(), account_ids, form.to_passed(), now(), today()
        )
    except DomainError as error:
        form.refuse(error)
        return False
    if number:
        say("good", ngettext("Recorded for %(num)s person.", "Recorded for %(num)s people.", number))
    else:
        say("info", _("That was recorded already; nothing is changed."))
    return True


def _staff(form: RecordForm | None) -> ResponseReturnValue:
    here, day = read_session(), today()
    page = max(1, request.args.get("page", 1, type=int))
    staff = training_records.staff(here, actor(), day, actor().organization_id)
    first = (page - 1) * training_presenters.PER_PAGE
    ids = [person.account_id for person in staff[first : first + training_presenters.PER_PAGE]]
    agency = None if actor().is_system_administrator else actor().organization_id
    asked = training.requirements_of(here, ids, day, agency)
    context = training_presenters.staff_page(staff, asked, page, day)
    may_record = actor().may(Permission.TRAINING_RECORD)
    shown = form or (_form() if may_record else None)
    answer = render_template("training/staff.html", form=shown, **context)
    return answer, 422 if form is not None else 200
