"""Notes and alerts of a client: the tab, writing a note, changing and deleting it."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, deleting, note_presenters, note_printing, person
from hmis_web.blueprints.intake.note_forms import NoteForm
from hmis_web.db.errors import DomainError, Forbidden, StaleVersion
from hmis_web.domain import alerts, note_changes, notes
from hmis_web.domain.notes import NoteItem
from hmis_web.web import drafts, stale
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, keyring, read_session, session, today
from hmis_web.web.transactions import reads_only

NOTES = "/clients/<int:client_id>/notes"
LONGEST_SEARCH = 200


@bp.route(NOTES, methods=["GET", "POST"])
@requires(Permission.NOTE_READ, Permission.NOTE_READ_LIMITED, Permission.ALERT_READ)
@reads_only
def note_list(client_id: int) -> ResponseReturnValue:
    """Notes of the own agency and public alerts. Words to look for are sent, so that none stand in an
    address."""
    header = person.header(client_id)
    words = request.form.get("q", "").strip()[:LONGEST_SEARCH]
    page = max(1, request.args.get("page", 1, type=int))
    limit = note_presenters.MOST_FOUND if words else notes.PER_PAGE
    skip = 0 if words else min((page - 1) * notes.PER_PAGE, 2**31 - 1)
    found = notes.of_client(read_session(), actor(), client_id, words, limit=limit, skip=skip)
    posted = alerts.of_client(read_session(), actor(), client_id, today())
    return render_template(
        "intake/note_list.html",
        **note_presenters.list_page(actor(), header, found, words, page, clock()),
        **note_presenters.alert_rows(actor(), client_id, posted, today()),
        printing=note_printing.printing(client_id, found[1]),
        deleted=deleting.lately(client_id, ("note", "alert")),
    )


@bp.route(f"{NOTES}/new", methods=["GET", "POST"])
@requires(Permission.NOTE_CREATE)
def note_new(client_id: int) -> ResponseReturnValue:
    """Write a note."""
    form = NoteForm.ask(today())
    if form.validate_on_submit():
        try:
            note_changes.write_note(session(), actor(), keyring(), client_id, form.to_input(), clock())
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("Note saved."))
            return see_other(_list_url(client_id))
    return _form_page(client_id, form, _list_url(client_id), is_new=True)


@bp.route(f"{NOTES}/<int:note_id>")
@requires(Permission.NOTE_READ, Permission.NOTE_READ_LIMITED)
def note_show(client_id: int, note_id: int) -> ResponseReturnValue:
    """A note, and what it said before it was changed."""
    header = person.header(client_id)
    note = notes.get_visible(read_session(), actor(), client_id, note_id)
    earlier = notes.earlier_versions(read_session(), note)
    context = note_presenters.note_page(actor(), header, note, earlier, clock())
    return render_template("intake/note_show.html", **context)


@bp.route(f"{NOTES}/<int:note_id>/edit", methods=["GET", "POST"])
@requires(Permission.NOTE_EDIT, Permission.NOTE_EDIT_OWN)
def note_edit(client_id: int, note_id: int) -> ResponseReturnValue:
    """Change a note; what it said stays in its history."""
    note = _to_edit(client_id, note_id)
    form = NoteForm.ask(today(), note)
    back = url_for("intake.note_show", client_id=client_id, note_id=note_id)
    if form.validate_on_submit():
        try:
            note_changes.edit_note(
                *(session(), actor(), keyring(), client_id, note_id),
                *(form.to_input(), form.seen_version, clock()),
            )
        except StaleVersion:
            saved = {"written_on": note.written_on, "text": note.text}
            return stale.both(form, saved, note.version, back) or see_other(back)
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("Note changed. What it said before is kept in its history."))
            return see_other(back)
    return _form_page(client_id, form, back, is_new=False)


@bp.route(f"{NOTES}/<int:note_id>/delete", methods=["GET", "POST"])
@requires(Permission.NOTE_DELETE_OWN)
def note_delete(client_id: int, note_id: int) -> ResponseReturnValue:
    """Delete a note of the own agency."""
    return deleting.delete_page("note", client_id, note_id)


def _to_edit(client_id: int, note_id: int) -> NoteItem:
    person.require(client_id)
    note = notes.get_visible(session(), actor(), client_id, note_id)
    if not notes.may_edit(actor(), note, clock()):
        raise Forbidden(Permission.NOTE_EDIT)
    return note


def _list_url(client_id: int) -> str:
    return url_for("intake.note_list", client_id=client_id)


def _form_page(client_id: int, form: NoteForm, back_url: str, *, is_new: bool) -> ResponseReturnValue:
    page = render_template(
        "intake/note_edit.html", form=form, back_url=back_url, is_new=is_new, **person.above_form(client_id)
    )
    return page, 422 if form.is_submitted() else 200
