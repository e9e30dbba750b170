"""Releases of information and privacy: who sees a record, and why."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, release_presenters
from hmis_web.blueprints.intake.client_forms import new_key
from hmis_web.blueprints.intake.client_new_forms import ASK
from hmis_web.blueprints.intake.release_forms import DeleteForm, PrivacyForm, ReleaseForm
from hmis_web.db.errors import DomainError
from hmis_web.domain import clients, overview, releases, sharing
from hmis_web.domain.papers import PaperStore
from hmis_web.web import drafts
from hmis_web.web.access_guard import takes_file
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, installation, keyring, note_read, read_session, session, today

RELEASE = "/clients/<int:client_id>/releases/<int:release_id>"


@bp.route("/clients/<int:client_id>/releases")
@requires(Permission.CONSENT_READ)
def release_list(client_id: int) -> ResponseReturnValue:
    """Who sees the record, the releases, and privacy."""
    return _list(client_id, DeleteForm(formdata=None), PrivacyForm(formdata=None))


@bp.route("/clients/<int:client_id>/releases/new", methods=["GET", "POST"])
@requires(Permission.CONSENT_EDIT)
@takes_file
def release_new(client_id: int) -> ResponseReturnValue:
    """Record a release, with its signature."""
    person = clients.get_card(read_session(), actor(), keyring(), client_id, today())
    form = ReleaseForm(formdata=drafts.typed())
    form.idempotency_key.data = form.idempotency_key.data or new_key()
    form.begin_release(_("Choose"), releases.birth_date(read_session(), actor(), client_id), today())
    if form.is_submitted() and ASK not in request.form and form.validate():
        try:
            releases.record(
                session(), actor(), _store(), client_id, form.release(), clock(),
                idempotency_key=form.idempotency_key.data,
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("The release is recorded."))
            return see_other(url_for("intake.release_list", client_id=client_id))
    note_read(clients.READ, "client", client_id, client_id=client_id)
    context = release_presenters.form_page(person)
    page = render_template("intake/release_new.html", form=form, **context)
    return make_response(page, 422 if form.errors else 200)


@bp.route("/clients/<int:client_id>/releases/new/part", methods=["POST"])
@requires(Permission.CONSENT_EDIT)
def release_part(client_id: int) -> ResponseReturnValue:
    """What a release asks besides, by how it was given and signed."""
    person = clients.get_card(read_session(), actor(), keyring(), client_id, today())
    form = ReleaseForm()
    form.begin_release(_("Choose"), releases.birth_date(read_session(), actor(), client_id), today())
    context = release_presenters.form_page(person)
    return render_template("intake/_client_consent.html", form=form, is_part=True, **context)


@bp.route(f"{RELEASE}/paper")
@requires(Permission.CONSENT_READ)
def release_paper(client_id: int, release_id: int) -> ResponseReturnValue:
    """The signed paper of a release, as a file."""
    paper = releases.paper_of(read_session(), actor(), _store(), client_id, release_id)
    note_read(releases.READ_PAPER, "release", release_id, client_id=client_id)
    response = make_response(paper.data)
    response.headers["Content-Type"] = paper.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{paper.file_name}"'
    return response


@bp.route(f"{RELEASE}/revoke", methods=["POST"])
@requires(Permission.CONSENT_EDIT)
def release_revoke(client_id: int, release_id: int) -> ResponseReturnValue:
    """The client takes a release back."""
    sharing.revoke_release(session(), actor(), client_id, release_id, clock())
    say("good", _("Taken back: from now on other agencies see nothing by this release."))
    return see_other(url_for("intake.release_list", client_id=client_id))


@bp.route(f"{RELEASE}/delete", methods=["POST"])
@requires(Permission.CONSENT_DELETE_OWN)
def release_delete(client_id: int, release_id: int) -> ResponseReturnValue:
    """Take away a release that was recorded by mistake."""
    form = DeleteForm()
    try:
        releases.delete(session(), actor(), client_id, release_id, form.reason.data or "", clock())
    except DomainError as error:
        form.refuse(error)
        return _list(client_id, form, PrivacyForm(formdata=None), open_release=release_id)
    undo = url_for("intake.release_restore", client_id=client_id, release_id=release_id)
    say("good", _("The release is deleted."), undo_url=undo)
    return see_other(url_for("intake.release_list", client_id=client_id))


@bp.route(f"{RELEASE}/restore", methods=["POST"])
@requires(Permission.CONSENT_DELETE_OWN)
def release_restore(client_id: int, release_id: int) -> ResponseReturnValue:
    """Bring a deleted release back."""
    releases.restore(session(), actor(), client_id, release_id, clock())
    say("good", _("The release is there again."))
    return see_other(url_for("intake.release_list", client_id=client_id))


@bp.route("/clients/<int:client_id>/privacy", methods=["POST"])
@requires(Permission.PRIVACY_EDIT_OWN)
def privacy_begin(client_id: int) -> ResponseReturnValue:
    """Share the record with nobody."""
    form = PrivacyForm()
    try:
        sharing.make_private(session(), actor(), client_id, form.reason.data or "", clock())
    except DomainError as error:
        form.refuse(error)
        return _list(client_id, DeleteForm(formdata=None), form)
    say("good", _("The record is private now."))
    return see_other(url_for("intake.release_list", client_id=client_id))


@bp.route("/clients/<int:client_id>/privacy/end", methods=["POST"])
@requires(Permission.PRIVACY_EDIT_OWN)
def privacy_end(client_id: int) -> ResponseReturnValue:
    """Let releases share the record again."""
    sharing.end_privacy(session(), actor(), client_id, clock())
    say("good", _("The record is private no longer; what its releases say holds again."))
    return see_other(url_for("intake.release_list", client_id=client_id))


def _list(
    client_id: int, deleting: DeleteForm, hiding: PrivacyForm, open_release: int | None = None
) -> ResponseReturnValue:
    above = overview.header(read_session(), actor(), keyring(), client_id, today())
    lines = releases.of_client(read_session(), actor(), keyring(), client_id)
    note_read(clients.READ, "client", client_id, client_id=client_id)
    own = sharing.made_private_by(read_session(), client_id)
    context = release_presenters.list_page(actor(), above, lines, own, today(), open_release)
    page = render_template("intake/release_list.html", deleting=deleting, hiding=hiding, **context)
    return make_response(page, 422 if deleting.errors or hiding.errors else 200)


def _store() -> PaperStore:
    return PaperStore(installation().settings.var, keyring())
