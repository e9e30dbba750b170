"""Public alerts: posting, changing, ending and deleting one."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, deleting, person
from hmis_web.blueprints.intake.note_forms import AlertForm
from hmis_web.db.errors import DomainError, Forbidden, StaleVersion
from hmis_web.domain import alert_changes, alerts
from hmis_web.domain.alerts import AlertItem
from hmis_web.web import drafts, stale
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.presenters import phone_text
from hmis_web.web.state import actor, clock, keyring, read_session, session, today

ALERTS = "/clients/<int:client_id>/alerts"


@bp.route(f"{ALERTS}/new", methods=["GET", "POST"])
@requires(Permission.ALERT_CREATE)
def alert_new(client_id: int) -> ResponseReturnValue:
    """Post a public alert."""
    form = AlertForm.ask(today(), phone_text(alerts.last_phone(read_session(), actor())) or "")
    if form.validate_on_submit():
        try:
            alert_changes.post_alert(session(), actor(), keyring(), client_id, form.to_input(), clock())
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("Alert posted. Every agency that sees this record sees it."))
            return see_other(_list_url(client_id))
    return _form_page(client_id, form, is_new=True)


@bp.route(f"{ALERTS}/<int:alert_id>/edit", methods=["GET", "POST"])
@requires(Permission.ALERT_EDIT, Permission.ALERT_EDIT_OWN)
def alert_edit(client_id: int, alert_id: int) -> ResponseReturnValue:
    """Change a public alert, or let it run on."""
    alert = _to_edit(client_id, alert_id)
    form = AlertForm.ask(today(), phone_text(alert.phone) or "", alert)
    if form.validate_on_submit():
        try:
            alert_changes.edit_alert(
                *(session(), actor(), keyring(), client_id, alert_id),
                *(form.to_input(), form.seen_version, clock()),
            )
        except StaleVersion:
            answer = stale.both(form, _saved(alert), alert.version, _list_url(client_id))
            return answer or see_other(_list_url(client_id))
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            say("good", _("Alert changed."))
            return see_other(_list_url(client_id))
    return _form_page(client_id, form, is_new=False)


@bp.route(f"{ALERTS}/<int:alert_id>/end", methods=["POST"])
@requires(Permission.ALERT_EDIT, Permission.ALERT_EDIT_OWN)
def alert_end(client_id: int, alert_id: int) -> ResponseReturnValue:
    """Take a public alert down before its last day."""
    alert_changes.end_alert(session(), actor(), keyring(), client_id, alert_id, clock())
    say("good", _("Alert ended."))
    return see_other(_list_url(client_id))


@bp.route(f"{ALERTS}/<int:alert_id>/delete", methods=["GET", "POST"])
@requires(Permission.ALERT_DELETE_OWN)
def alert_delete(client_id: int, alert_id: int) -> ResponseReturnValue:
    """Delete a public alert of the own agency."""
    return deleting.delete_page("alert", client_id, alert_id)


def _to_edit(client_id: int, alert_id: int) -> AlertItem:
    person.require(client_id)
    alert = alerts.get_own(session(), actor(), client_id, alert_id)
    if not alerts.may_edit(actor(), alert):
        raise Forbidden(Permission.ALERT_EDIT)
    return alert


def _saved(alert: AlertItem) -> dict[str, object]:
    return {
        "title": alert.title,
        "text": alert.text,
        "priority": alert.priority,
        "phone": phone_text(alert.phone),
        "ends_on": alert.ends_on,
    }


def _list_url(client_id: int) -> str:
    return url_for("intake.note_list", client_id=client_id)


def _form_page(client_id: int, form: AlertForm, *, is_new: bool) -> ResponseReturnValue:
    page = render_template(
        "intake/alert_edit.html",
        form=form,
        back_url=_list_url(client_id),
        is_new=is_new,
        **person.above_form(client_id),
    )
    return page, 422 if form.is_submitted() else 200
