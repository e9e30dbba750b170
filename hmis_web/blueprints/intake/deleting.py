"""Deleting a row about a client: a page asks why, then the tab says that it went, with Undo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired

from hmis_web.blueprints.intake import person
from hmis_web.db.errors import DomainError
from hmis_web.domain import deleted, deletion
from hmis_web.web.filters import hud_date
from hmis_web.web.flash import say
from hmis_web.web.forms import BaseForm
from hmis_web.web.htmx import see_other
from hmis_web.web.links import may_open
from hmis_web.web.state import actor, clock, now, read_session, session

TABS = {
    "note": "intake.note_list",
    "alert": "intake.note_list",
    "contact": "intake.contact_list",
    "location": "intake.contact_list",
    "service": "services.service_list",
    "enrollment": "intake.enrollment_list",
    "file": "intake.file_list",
    "household": "intake.enrollment_list",
}
"""The tab on which rows of a kind stand."""
QUESTIONS = {
    "note": _l("Delete this note?"),
    "alert": _l("Delete this public alert?"),
    "contact": _l("Delete this contact?"),
    "location": _l("Delete this location?"),
    "service": _l("Delete this service?"),
    "enrollment": _l("Delete this enrollment?"),
    "file": _l("Delete this file?"),
}


class ReasonForm(BaseForm):
    """Why something is deleted."""

    reason = StringField(
        _l("Why is it deleted?"),
        [InputRequired(_l("Say why it is deleted"))],
        description=_l("Such as “entered for the wrong person”. It is kept with what is deleted."),
    )


def delete_page(kind: str, client_id: int, row_id: int, refusal: str = "") -> ResponseReturnValue:
    """Ask why, and delete; then back to the tab. `refusal`: why it can't go at present. Raises NotFound for
    what is not the agency's."""
    form, back = ReasonForm(), tab_url(kind, client_id)
    if form.is_submitted() and refusal:
        form.refuse(DomainError("reason", refusal))
    elif form.validate_on_submit():
        try:
            made = deletion.delete(
                session(), actor(), kind, client_id, row_id, form.reason.data or "", clock()
            )
        except DomainError as error:
            form.refuse(error)
        else:
            undo = url_for("intake.deletion_restore", client_id=client_id, deletion_id=made)
            say("good", _("Deleted. It can be restored for 90 days."), undo_url=undo)
            return see_other(back)
    words = deletion.words_of(read_session(), actor(), kind, client_id, row_id)
    page = render_template(
        "intake/deletion_new.html",
        form=form,
        question=QUESTIONS[kind],
        words=words,
        goes_with=kind == "enrollment",
        back_url=back,
        **person.above_form(client_id),
    )
    return page, 422 if form.is_submitted() else 200


def tab_url(kind: str, client_id: int) -> str:
    """The tab of a kind; the client's page when there is none for the role."""
    endpoint = TABS[kind]
    return url_for(endpoint if may_open(actor(), endpoint) else "intake.client_show", client_id=client_id)


def lately(client_id: int, kinds: Iterable[str]) -> list[dict[str, Any]]:
    """What can be restored, for components/deleted.html. The caller has fetched the client through scope."""
    return [
        {
            "words": line.words,
            "reason": line.reason,
            "by": line.deleted_by,
            "on": hud_date(line.deleted_at.date()),
            "until": hud_date(line.until.date()),
            "url": url_for("intake.deletion_restore", client_id=client_id, deletion_id=line.id),
        }
        for line in deleted.deleted_lately(read_session(), actor(), client_id, kinds, now())
    ]
