"""A household's page: who belongs to it, joining, leaving, moving out, another head."""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, record
from hmis_web.blueprints.intake import household_presenters as presenters
from hmis_web.blueprints.intake.deleting import tab_url
from hmis_web.blueprints.intake.household_edit_forms import DELETING, HouseholdDeleteForm, HouseholdEditForm
from hmis_web.blueprints.intake.household_line_form import number
from hmis_web.db.errors import DomainError, StaleVersion
from hmis_web.domain import clients, household_changes, household_deletion, household_records, overview
from hmis_web.domain.household_records import HouseholdRecord
from hmis_web.web import drafts
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, keyring, note_read, read_session, session, today

HOUSEHOLD = "/clients/<int:client_id>/households/<int:household_id>"


@bp.route(HOUSEHOLD)
@requires(Permission.HOUSEHOLD_READ)
def household_show(client_id: int, household_id: int) -> ResponseReturnValue:
    """Who belongs to a household, since when, and who did before."""
    return _show(
        client_id,
        _household(client_id, household_id),
        HouseholdDeleteForm(formdata=None, prefix=DELETING),
        200,
    )


@bp.route(f"{HOUSEHOLD}/edit", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_EDIT)
def household_edit(client_id: int, household_id: int) -> ResponseReturnValue:
    """Ask what becomes of each member from a day on; change the household."""
    found = _household(client_id, household_id)
    form = HouseholdEditForm.ask(found.members, found.version, today())
    if form.validate_on_submit():
        try:
            _change(form, found)
        except StaleVersion:
            return _collision(form, found, client_id)
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("The household is changed."))
            return see_other(url_for("intake.household_show", client_id=client_id, household_id=household_id))
    note_read(clients.READ, "client", client_id, client_id=client_id)
    page = render_template(
        "intake/household_edit.html",
        form=form,
        members=[presenters.member(each) | {"form": form.members[each.person.id]} for each in found.members],
        cancel_url=url_for("intake.household_show", client_id=client_id, household_id=household_id),
    )
    return make_response(page, 422 if form.is_submitted() else 200)


@bp.route(f"{HOUSEHOLD}/delete", methods=["POST"])
@requires(Permission.HOUSEHOLD_DELETE)
def household_delete(client_id: int, household_id: int) -> ResponseReturnValue:
    """Delete a household that was a mistake; the people stay."""
    found, form = _household(client_id, household_id), HouseholdDeleteForm(prefix=DELETING)
    try:
        made = household_deletion.delete_household(
            session(), actor(), client_id, household_id, form.reason.data or "", clock(),
            version=number(form.version.data) or 0,
        )  # fmt: skip
    except DomainError as error:
        form.refuse(error)
        return _show(client_id, found, form, 422)
    undo = url_for("intake.deletion_restore", client_id=client_id, deletion_id=made)
    words = _("The household is deleted; its people stay. It can be restored for 90 days.")
    say("good", words, undo_url=undo)
    return see_other(tab_url(household_deletion.KIND, client_id))


def _household(client_id: int, household_id: int) -> HouseholdRecord:
    return household_records.get_visible(read_session(), actor(), client_id, household_id, today())


def _show(
    client_id: int, found: HouseholdRecord, form: HouseholdDeleteForm, status: int
) -> ResponseReturnValue:
    header = overview.header(read_session(), actor(), keyring(), client_id, today())
    note_read(clients.READ, "client", client_id, client_id=client_id)
    page = render_template(
        "intake/household_show.html",
        form=form,
        household=presenters.household(actor(), client_id, found),
        **record.above(actor(), header, "enrollments"),
    )
    return make_response(page, status)


def _change(form: HouseholdEditForm, found: HouseholdRecord) -> None:
    change = form.to_change()
    day = form.on.data or today()
    household_changes.correct_joining(
        session(), actor(), found.id, form.joined(), clock(), version=form.read_version()
    )
    if change.going:
        household_changes.split_household(
            session(), actor(), found.id, change.staying, change.going, day, clock(),
            version=form.read_version(), idempotency_key=form.idempotency_key.data or "",
        )  # fmt: skip
    else:
        household_changes.change_members(
            session(), actor(), found.id, change.staying, day, clock(), version=form.read_version()
        )


def _collision(form: HouseholdEditForm, found: HouseholdRecord, client_id: int) -> ResponseReturnValue:
    """Somebody else was quicker: what is saved now beside what was typed, member by member."""
    here: dict[str, Any] = {"client_id": client_id, "household_id": found.id}
    posted = [(name, value) for name, value in request.form.items(multi=True) if name != "version"]
    page = render_template(
        "errors/409.html",
        message="",
        conflicts=presenters.conflicts(form, found),
        fields=[*posted, ("version", str(found.version))],
        post_url=url_for("intake.household_edit", **here),
        back_url=url_for("intake.household_show", **here),
    )
    return make_response(page, 409)
