"""Adding a person: from the search box, with likely duplicates beside the form."""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, client_presenters, own_part
from hmis_web.blueprints.intake.client_new_forms import ClientNewForm, refuse_strong
from hmis_web.db.errors import DomainError
from hmis_web.domain import acting, client_changes, contact_changes, duplicates, releases
from hmis_web.domain.client_fields import ClientFields, settled
from hmis_web.domain.client_rules import Around, ClientRefused, check_client, refuse_errors
from hmis_web.domain.duplicates import Likely
from hmis_web.domain.papers import PaperStore
from hmis_web.domain.release_signing import ReleaseInput
from hmis_web.domain.search import typed
from hmis_web.web import drafts
from hmis_web.web.access_guard import takes_file
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, installation, keyring, note_act, read_session, session, today
from hmis_web.web.transactions import reads_only

PARTS = '<any("name", "ssn", "dob", "veteran", "consent", "likely"):part>'


@bp.route("/clients/new", methods=["GET", "POST"])
@requires(Permission.CLIENT_CREATE)
@takes_file
def client_new() -> ResponseReturnValue:
    """Ask who somebody is; add them. The same form again leads to the record that the first one made."""
    form = _asked(drafts.typed())
    if not form.is_submitted() or form.only_asks:
        return _page(form)
    made = client_changes.made_before(read_session(), actor(), form.idempotency_key.data or "")
    if made is None:
        made = _save(form)
    if made is None:
        return _page(form, status=422)
    drafts.finished()
    return see_other(url_for("intake.client_show", client_id=made))


@bp.route("/clients/begin", methods=["POST"])
@requires(Permission.CLIENT_CREATE)
@reads_only
def client_begin() -> ResponseReturnValue:
    """Nobody was found: the form, with the words of the search box where they belong."""
    told = typed.answers(request.form.get("q", ""), today())
    form = _asked(None, told)
    return _page(form, waiting=drafts.waiting("intake.client_new"))


@bp.route(f"/clients/new/{PARTS}", methods=["POST"])
@requires(Permission.CLIENT_CREATE, Permission.CLIENT_EDIT)
@reads_only
def client_part(part: str) -> ResponseReturnValue:
    """A part of the form as what is typed demands it: a data quality, service in the forces, the release, and
    who it may be."""
    form = ClientNewForm.ask(request.form, [])
    if part == "likely":
        context = client_presenters.likely_panel(_likely(settled(form.told())), form.answered)
        return render_template("intake/_client_likely.html", **context)
    consent_url = url_for("intake.client_part", part="consent")
    return render_template(f"intake/_client_{part}.html", form=form, consent_url=consent_url, is_part=True)


def _save(form: ClientNewForm) -> int | None:
    """The record's key; None when something is to be put right first, which stands at its field."""
    form.validate()
    form.require_reasons()
    told = settled(form.told())
    release = _check(form, told)
    form.own.check(form)
    found = _likely(told)
    if not form.errors and found.unanswered(form.answered):
        refuse_strong(form)
    if form.errors:
        return None
    others = {each.match.client_id for each in found.candidates} & form.answered
    try:
        return _write(form, told, release, others)
    except DomainError as error:
        form.refuse(error)
        return None


def _check(form: ClientNewForm, told: ClientFields) -> ReleaseInput | None:
    """The release, if there is one; every contradiction is said at its field."""
    try:
        refuse_errors(check_client(told, Around(today())))
    except ClientRefused as refused:
        form.refuse_all(refused)
    try:
        return form.checked_release()
    except DomainError as error:
        form.refuse(error)
        return None


def _write(form: ClientNewForm, told: ClientFields, release: ReleaseInput | None, others: set[int]) -> int:
    key = form.idempotency_key.data
    made = client_changes.create_client(
        session(), actor(), keyring(), told, clock(), idempotency_key=key, organization_id=form.agency
    )
    form.own.save_new(made)
    duplicates.say_not_same(session(), actor(), made, others, clock())
    if release is not None:
        store = PaperStore(installation().settings.var, keyring())
        releases.record(session(), actor(), store, made, release, clock(), idempotency_key=key)
    for contact in form.contacts():
        contact_changes.add_contact(session(), actor(), made, contact, clock())
    client_presenters.say_saved(_("The person is added."), check_client(told, Around(today())))
    return made


def _page(form: ClientNewForm, status: int = 200, *, waiting: bool = False) -> ResponseReturnValue:
    found = _likely(settled(form.told()))
    context = client_presenters.new_page(form, found, form.answered, waiting=waiting)
    return make_response(render_template("intake/client_new.html", form=form, **context), status)


def _asked(fields: Any, told: dict[str, str] | None = None) -> ClientNewForm:
    form = ClientNewForm.ask(fields, _agencies(), told)
    form.own = own_part.of_new(form, fields)
    return form


def _likely(told: ClientFields) -> Likely:
    """Who it may be, as far as in scope; that somebody looked goes into the audit trail."""
    found = duplicates.likely(read_session(), actor(), keyring(), told, today())
    if found.act is not None:
        note_act(found.act)
    return found


def _agencies() -> list[tuple[int, str]]:
    """For who acts for all agencies: whose record it is to be."""
    if actor().organization_id is not None:
        return []
    return [(each.organization_id, each.organization_name) for each in acting.all_agencies(read_session())]
