"""Who did what: to a client, and in the installation."""

from __future__ import annotations

from datetime import timedelta

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.admin import audit_presenters, bp
from hmis_web.blueprints.admin.audit_forms import AuditForm, ClientAuditForm
from hmis_web.db.errors import DomainError
from hmis_web.domain import audit_chain, audit_heads, audit_log, clients
from hmis_web.web.presenters import name_of
from hmis_web.web.state import actor, installation, keyring, note_read, read_session, today

SHOWN = timedelta(days=30)
"""Of the whole installation so much is shown, unless other days are asked for."""


@bp.route("/clients/<int:client_id>/audit")
@requires(Permission.AUDIT_READ_OWN)
def client_audit(client_id: int) -> ResponseReturnValue:
    """Who did what to a client, newest first."""
    person = clients.get_card(read_session(), actor(), keyring(), client_id, today())
    form = ClientAuditForm.ask(request.args)
    fits = form.validate()
    wanted = form.to_wanted(installation().settings.timezone)
    older, here = request.args.get("older", ""), url_for("admin.client_audit", client_id=client_id)
    lines = audit_log.of_client(read_session(), actor(), client_id, wanted, older) if fits else []
    note_read("audit:read", "client", client_id, client_id=client_id)
    page = render_template(
        "admin/client_audit.html",
        form=form,
        client={
            "name": name_of(person),
            "identifier": person.record_number,
            "url": url_for("intake.client_show", client_id=client_id),
        },
        own_agency="" if actor().is_system_administrator else actor().organization_name,
        acts=audit_presenters.items(lines),
        older_url=audit_presenters.older_url(lines, here, form.asked),
        newest_url=audit_presenters.with_answers(here, form.asked) if older else "",
        page_url=here,
    )
    return page, 200 if fits else 422


@bp.route("/admin/audit")
@requires(Permission.ROLE_EDIT)
def audit_list() -> ResponseReturnValue:
    """Who did what in the installation, and the state of the chain."""
    form = _form()
    return _listing(form, fits=form.validate())


@bp.route("/admin/audit/file")
@requires(Permission.ROLE_EDIT)
def audit_download() -> ResponseReturnValue:
    """The same acts as CSV."""
    form = _form()
    if not form.validate():
        return _listing(form, fits=False)
    try:
        wanted = form.to_wanted(installation().settings.timezone)
        lines = audit_log.for_file(read_session(), actor(), wanted)
    except DomainError as error:
        form.refuse(error)
        return _listing(form, fits=False)
    note_read("audit:download", "audit_event")
    response = make_response(audit_presenters.to_csv(lines))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{today():%Y-%m-%d}.csv"'
    return response


def _form() -> AuditForm:
    people = audit_log.people(read_session())
    return AuditForm.of_people(request.args or None, people, first=today() - SHOWN, last=today())


def _listing(form: AuditForm, *, fits: bool) -> ResponseReturnValue:
    settings, older, here = (
        installation().settings,
        request.args.get("older", ""),
        url_for("admin.audit_list"),
    )
    wanted = form.to_wanted(settings.timezone)
    lines = audit_log.everywhere(read_session(), actor(), wanted, older) if fits else []
    note_read("audit:read", "audit_event")
    head, waiting = audit_chain.head(read_session()), audit_chain.waiting(read_session())
    exported = audit_heads.latest(settings.var / audit_heads.FILE)
    page = render_template(
        "admin/audit_list.html",
        form=form,
        acts=audit_presenters.items(lines),
        chain=audit_presenters.chain_facts(head, waiting, exported),
        older_url=audit_presenters.older_url(lines, here, form.asked),
        newest_url=audit_presenters.with_answers(here, form.asked) if older else "",
        page_url=here,
        file_url=audit_presenters.with_answers(url_for("admin.audit_download"), form.asked),
    )
    return page, 200 if fits else 422
