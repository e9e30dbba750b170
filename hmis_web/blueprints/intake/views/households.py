"""Taking in a household: the grid."""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp
from hmis_web.blueprints.intake import household_presenters as presenters
from hmis_web.blueprints.intake.household_forms import HouseholdForm
from hmis_web.blueprints.intake.household_line_form import LineForm
from hmis_web.db.errors import DomainError, StaleVersion
from hmis_web.domain import clients, enrollment_places, household_intake, household_matches, household_records
from hmis_web.domain.client_changes import read_fields
from hmis_web.domain.client_fields import ClientFields
from hmis_web.domain.household_intake import Existing, LinesRefused, TakenIn
from hmis_web.domain.household_matches import Found
from hmis_web.domain.household_records import HouseholdRecord
from hmis_web.web import drafts
from hmis_web.web.flash import say
from hmis_web.web.htmx import is_htmx, render_page_or_block, see_other
from hmis_web.web.state import actor, clock, keyring, note_act, note_read, read_session, session, today

FIND, MORE = "find", "more"


@bp.route("/households/new", methods=["GET", "POST"])
@bp.route("/clients/<int:client_id>/households/new", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_EDIT)
def household_new(client_id: int | None = None) -> ResponseReturnValue:
    """Ask who belongs to a household, a line each: of a client, of their household, or of new people
    alone."""
    record = _household_of(client_id)
    form = _form(client_id, record)
    doing = request.values.get("do", "") if form.is_submitted() else ""
    if doing == FIND and is_htmx():
        return _found_in_line(form, request.args.get("line", 0, int))
    focus = form.add_line() if doing == MORE or not form.is_submitted() else None
    found: dict[int, Found] = {}
    if form.is_submitted() and doing != MORE and not _is_made(form):
        found = {number: _find(form, line) for number, line in form.filled}
    if form.is_submitted() and not doing and form.check() and form.ask_who(found):
        made = _take_in(form, record, found)
        if made is not None:
            drafts.finished()
            return _go_on(form, made, client_id)
    return _page(form, record, found, focus, 422 if form.is_submitted() and not doing else 200)


def _household_of(client_id: int | None) -> HouseholdRecord | None:
    """The household to which the lines are added: the client's, when there is one."""
    if client_id is None:
        return None
    clients.get_card(read_session(), actor(), keyring(), client_id, today())  # not theirs: not found
    note_read(clients.READ, "client", client_id, client_id=client_id)
    found = household_records.current_id(read_session(), actor(), client_id)
    if found is None:
        return None
    return household_records.get_visible(read_session(), actor(), client_id, found, today())


def _form(client_id: int | None, record: HouseholdRecord | None) -> HouseholdForm:
    places = enrollment_places.open_places(read_session(), actor(), today())
    choices = presenters.project_choices(places, name_agency=actor().is_system_administrator)
    known = [client_id] if client_id is not None and record is None else []
    form = HouseholdForm.ask(today(), choices, known, joins=record is not None)
    if record is not None and not form.version.data:
        form.version.data = str(record.version)
    return form


def _find(form: HouseholdForm, line: LineForm) -> Found:
    """Whom a line may mean; those who are in the list already are left out."""
    if not line.readable:
        return Found()
    besides = frozenset(key for _number, other in form.filled if other is not line and (key := other.chosen))
    found = household_matches.find(
        read_session(), actor(), keyring(), line.to_fields(), today(), besides=besides
    )
    if found.act is not None:
        note_act(found.act)
    return found


def _is_made(form: HouseholdForm) -> bool:
    """Sent twice: those who were added by the first are no likely duplicates of themselves."""
    return household_intake.is_made(read_session(), actor(), form.idempotency_key.data or "")


def _found_in_line(form: HouseholdForm, number: int) -> ResponseReturnValue:
    """The people whom one line may mean, while it is typed."""
    if not 0 <= number < len(form.lines):
        return make_response("", 404)
    line = form.lines[number]
    context = presenters.line(number, line, None, _find(form, line), opened=False)
    return make_response(render_template("intake/_household_matches.html", line=context))


def _take_in(form: HouseholdForm, record: HouseholdRecord | None, found: dict[int, Found]) -> TakenIn | None:
    """Save; None when something must be put right, which the form then shows."""
    joins = Existing(record.id, form.read_version()) if record else None
    try:
        plan = form.to_plan(joins, _head_fields(form, record), _agency_of(form), found)
        return household_intake.take_in(session(), actor(), keyring(), plan, clock())
    except LinesRefused as error:
        form.refuse_lines(error.faults)
    except StaleVersion:
        form.form_errors.append(
            _("Somebody else changed this household meanwhile. Look at who belongs to it now, then save.")
        )
        form.version.data = str(record.version if record else 0)
    except DomainError as error:
        form.refuse(error)
    return None


def _head_fields(form: HouseholdForm, record: HouseholdRecord | None) -> ClientFields | None:
    """What is known of the head, for "as the head"."""
    head = form.head
    known = head.chosen if head is not None else (record.head.person.id if record and record.head else None)
    if known is not None:
        return read_fields(read_session(), actor(), keyring(), known)[0]
    return head.to_fields() if head is not None else None


def _agency_of(form: HouseholdForm) -> int | None:
    """For whom somebody saves who acts for all agencies: the agency of the chosen project."""
    if actor().organization_id is not None or not form.project_key:
        return actor().organization_id
    return enrollment_places.get_place(read_session(), actor(), form.project_key).organization_id


def _go_on(form: HouseholdForm, made: TakenIn, client_id: int | None) -> ResponseReturnValue:
    first = client_id or next(iter(made.clients.values()))
    say("good", _("The household is saved."))
    if form.project_key:
        return see_other(url_for("intake.enrollment_new", client_id=first, project=form.project_key))
    return see_other(url_for("intake.household_show", client_id=first, household_id=made.household_id))


def _page(
    form: HouseholdForm,
    record: HouseholdRecord | None,
    found: dict[int, Found],
    focus: int | None,
    status: int,
) -> ResponseReturnValue:
    chosen = [key for _number, line in form.filled if (key := line.chosen)]
    people = clients.by_ids(read_session(), actor(), chosen, today()) if chosen else {}
    context: dict[str, Any] = {
        "form": form,
        "lines": presenters.grid(form, people, found, focus),
        "members": presenters.members(record),
        "cancel_url": url_for("home.home"),
        "may_enroll": bool(form.projects),
    }
    client_id = (request.view_args or {}).get("client_id")
    if client_id is not None:
        context["cancel_url"] = url_for("intake.client_show", client_id=client_id)
    return render_page_or_block("intake/household_new.html", "lines", status=status, **context)
