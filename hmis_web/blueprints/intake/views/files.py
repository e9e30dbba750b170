"""A client's files: the tab, adding one, taking one, changing and deleting it."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, deleting, file_presenters, person
from hmis_web.blueprints.intake.file_forms import FileEditForm, FileForm
from hmis_web.db.errors import DomainError, StaleVersion
from hmis_web.domain import files
from hmis_web.domain.audit import Act
from hmis_web.domain.file_content import in_words
from hmis_web.domain.files import NewFile
from hmis_web.web import stale, uploads
from hmis_web.web.access_guard import takes_file
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, note_act, read_session, session, today

FILES = "/clients/<int:client_id>/files"
A_FILE = f"{FILES}/<int:file_id>"
FURTHEST = 10_000


@bp.route(FILES)
@requires(Permission.FILE_READ, Permission.FILE_READ_LIMITED)
def file_list(client_id: int) -> ResponseReturnValue:
    """Files of a client; names alone for limited viewing."""
    header = person.header(client_id)
    page = min(max(1, request.args.get("page", 1, type=int)), FURTHEST)
    per_page = file_presenters.PER_PAGE
    lines = files.of_client(read_session(), actor(), client_id, per_page, (page - 1) * per_page)
    totals = files.totals(read_session(), actor(), client_id)
    return render_template(
        "intake/file_list.html",
        **file_presenters.list_page(actor(), header, lines, totals, page, uploads.limits(), today()),
        scans=uploads.scans(),
        deleted=deleting.lately(client_id, ("file",)),
    )


@bp.route(f"{FILES}/new", methods=["GET", "POST"])
@requires(Permission.FILE_EDIT)
@takes_file
def file_new(client_id: int) -> ResponseReturnValue:
    """Add a file. It is checked before the database is asked to wait for it."""
    context = person.above_form(client_id)
    form, back = FileForm.ask(), url_for("intake.file_list", client_id=client_id)
    if form.validate_on_submit():
        try:
            content = uploads.received(form.file.data, client_id)
            new = NewFile(content, form.to_facts(), form.idempotency_key.data or "")
            files.keep(session(), actor(), uploads.store(), client_id, new, clock())
        except DomainError as error:
            form.refuse(error)
        else:
            say("good", _("File added."))
            return see_other(back)
    page = render_template(
        "intake/file_new.html",
        form=form,
        back_url=back,
        kinds=file_presenters.kinds_in_words(),
        limit=in_words(uploads.limits().file_bytes),
        scans=uploads.scans(),
        **context,
    )
    return page, 422 if form.is_submitted() else 200


@bp.route(A_FILE)
@requires(Permission.FILE_READ)
def file_download(client_id: int, file_id: int) -> ResponseReturnValue:
    """Take a file."""
    line, content = files.open_file(read_session(), actor(), uploads.store(), client_id, file_id)
    note_act(Act("file:download", "file", file_id, client_id))
    return uploads.attachment(content, line.name, line.kind)


@bp.route(f"{A_FILE}/edit", methods=["GET", "POST"])
@requires(Permission.FILE_EDIT)
def file_edit(client_id: int, file_id: int) -> ResponseReturnValue:
    """Change what is said of a file."""
    line = files.get_own(session(), actor(), client_id, file_id)
    form, back = FileEditForm.of(line), url_for("intake.file_list", client_id=client_id)
    if form.validate_on_submit():
        try:
            files.edit(
                *(session(), actor(), client_id, file_id, form.to_facts(), clock()), version=form.seen_version
            )
        except StaleVersion:
            saved = file_presenters.saved_of(line)
            return stale.both(form, saved, line.version, back) or see_other(back)
        except DomainError as error:
            form.refuse(error)
        else:
            say("good", _("Saved."))
            return see_other(back)
    page = render_template(
        "intake/file_edit.html",
        form=form,
        about=file_presenters.about(line),
        back_url=back,
        **person.above_form(client_id),
    )
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{A_FILE}/delete", methods=["GET", "POST"])
@requires(Permission.FILE_DELETE_OWN)
def file_delete(client_id: int, file_id: int) -> ResponseReturnValue:
    """Delete a file of the own agency."""
    return deleting.delete_page("file", client_id, file_id)
