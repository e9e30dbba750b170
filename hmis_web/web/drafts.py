"""Drafts of forms: which forms have one, filling them in again, and keeping what a locked or ended session
sends.

A form with a draft is one line in FORMS. Its view asks `typed()` for what to fill in, calls `finished()` when
it has saved, and its template marks the form with `data-draft` (components/draft.html).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, g, request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DatabaseBusy, DomainError
from hmis_web.domain import acting, drafts
from hmis_web.domain.drafts import ALL_AGENCIES, Kept, Place
from hmis_web.extensions import csrf
from hmis_web.web.state import SAFE_METHODS, actor, installation, keyring, now, read_session, session, today

AGENCY_FIELD = "acting_for"
"""Hidden field of a form: the agency that it was opened for."""
PATH_FIELD = "draft_path"
SAVING = "auth.draft_save"
PIECES = {SAVING, "services.desk_log"}
"""What is sent for a page by its script; `draft_path` says which page."""
NEVER_KEPT = {
    *("csrf_token", AGENCY_FIELD, PATH_FIELD),
    *("password", "new_password", "repeat_password", "code", "recovery_code"),
}
PATIENCE_SECONDS = 10
"""What somebody typed is worth waiting for a writer."""


@dataclass(frozen=True)
class DraftForm:
    """A form that keeps drafts. `version` goes up when its fields change their meaning: older drafts are
    then left alone."""

    key: str
    title: Any
    version: int = 1
    holds: str = ""
    """The field without which there is nothing to keep; empty where every form is worth it."""


FORMS = {
    "services.desk_show": DraftForm("desk", _l("Services not sent yet"), holds="row"),
    "services.service_new": DraftForm("service", _l("Log a service")),
    "intake.household_new": DraftForm("household", _l("New household")),
    "intake.enrollment_new": DraftForm("enrollment", _l("Enroll")),
    "intake.enrollment_exit": DraftForm("exit", _l("Exit from a program")),
    "intake.record_new": DraftForm("record", _l("Update, annual assessment or follow-up")),
    "intake.record_edit": DraftForm("record-change", _l("Change an update, assessment or follow-up")),
    "intake.record_adopt": DraftForm("record-brought", _l("Change an update, assessment or exit")),
    "intake.enrollment_edit": DraftForm("entry", _l("Change the entry")),
    "intake.household_edit": DraftForm("household-change", _l("Change a household")),
    "services.service_edit": DraftForm("service-edit", _l("Change a service")),
    "intake.note_new": DraftForm("note", _l("Write a note")),
    "intake.note_edit": DraftForm("note-edit", _l("Change a note")),
    "intake.alert_new": DraftForm("alert", _l("Post a public alert")),
    "intake.alert_edit": DraftForm("alert-edit", _l("Change a public alert")),
    "intake.contact_new": DraftForm("contact", _l("Add a contact")),
    "intake.contact_edit": DraftForm("contact-edit", _l("Change a contact")),
    "intake.location_new": DraftForm("location", _l("Add a location")),
    "intake.location_edit": DraftForm("location-edit", _l("Change a location")),
    "intake.living_situation_new": DraftForm("living-situation", _l("Record a current living situation")),
    "intake.living_situation_edit": DraftForm(
        "living-situation-edit", _l("Change a current living situation")
    ),
    "intake.ce_assessment_new": DraftForm("assessment", _l("Record a coordinated entry assessment")),
    "intake.ce_assessment_edit": DraftForm("assessment-edit", _l("Change a coordinated entry assessment")),
    "intake.ce_event_new": DraftForm("event", _l("Record a coordinated entry event")),
    "intake.ce_event_edit": DraftForm("event-edit", _l("Change a coordinated entry event")),
    "intake.client_new": DraftForm("client", _l("Add a person")),
    "intake.client_edit": DraftForm("client-edit", _l("Edit a person")),
    "intake.release_new": DraftForm("release", _l("Record a release")),
    "reports.report_new": DraftForm("report", _l("Run a report")),
    "home.handover_new": DraftForm("handover", _l("Hand clients over")),
    "intake.own_answer_edit": DraftForm("own-answers", _l("Your community's questions")),
    "admin.field_new": DraftForm("field", _l("Add a question")),
    "admin.field_edit": DraftForm("field-edit", _l("Change a question")),
    "admin.export_new": DraftForm("export", _l("Export HMIS CSV")),
}
"""{endpoint: form}; the endpoint answers GET and POST."""
TITLES = {form.key: form.title for form in FORMS.values()}


@dataclass(frozen=True)
class Restored:
    """What the page says of a draft that fills its form."""

    id: int
    saved_at: datetime


def typed() -> Any:
    """What the form of this page is filled with: what was posted; else the draft, over which the address goes
    (`?service=`); None for neither."""
    if request.method not in SAFE_METHODS:
        return request.form
    found = _place(request.endpoint, request.view_args, _agency_of(actor()))
    if found is None:
        return None
    kept = drafts.find(read_session(), keyring(), actor(), found, now())
    if kept is None:
        return None
    g.draft = Restored(kept.id, kept.saved_at)
    fields = MultiDict(kept.fields)
    for name in request.args:
        fields.setlist(name, request.args.getlist(name))
    return fields


def waiting(endpoint: str) -> bool:
    """Whether the person left another form of this kind unfinished. Of a form that is about nobody yet."""
    return kept_at(endpoint) is not None


def kept_at(endpoint: str) -> Kept | None:
    """What the person left unfinished in a form that is about nobody yet, on another page than this one."""
    place = _place(endpoint, {}, _agency_of(actor()))
    return drafts.find(read_session(), keyring(), actor(), place, now()) if place is not None else None


def restored() -> Restored | None:
    """The draft that fills this page's form."""
    found: Restored | None = g.get("draft")
    return found


def finished() -> None:
    """The form of this page was saved: its draft goes with the same transaction."""
    place = _place(request.endpoint, request.view_args, _agency_of(actor()))
    if place is not None:
        drafts.finish(session(), actor(), place)


def keep(person: Actor) -> bool:
    """Keep a form that is sent while it can't be saved: the session is locked or was ended, or the person
    acts for another agency by now. Has a transaction of its own. Answers whether it was kept."""
    if request.method in SAFE_METHODS or request.endpoint not in {*FORMS, *PIECES}:
        return False
    try:
        csrf.protect()
        with installation().database.session(write=True, wait=PATIENCE_SECONDS) as writing:
            kept = keep_posted(writing, person)
            writing.commit()
    except (CSRFError, DatabaseBusy, DomainError):
        return False
    return kept


def keep_posted(writing: Any, person: Actor) -> bool:
    """Keep the posted fields as the draft of their form; False when that form keeps none. Raises DomainError
    when they are too long. Flushes."""
    path = page_sent()
    place = _place(*_matched(path), _agency_sent(person))
    if place is None:
        return False
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]
    wanted = FORMS[_matched(path)[0] or ""].holds
    if wanted and not any(name == wanted for name, _value in fields):
        if request.endpoint == SAVING:  # all of it was sent in the meantime
            drafts.finish(writing, person, place)
        return request.endpoint == SAVING
    drafts.save(writing, keyring(), person, place, path, fields, now())
    return True


def page_sent() -> str:
    """The page that the posted form stands on, without its query."""
    path = request.form.get(PATH_FIELD, "") if request.endpoint in PIECES else request.path
    return path.partition("?")[0]


def numbers_of(path: str) -> dict[str, Any]:
    """The numbers in the address of a page: `{"client_id": 12}`."""
    return _matched(path)[1]


def _matched(path: str) -> tuple[str | None, dict[str, Any]]:
    """The endpoint of a page and its numbers."""
    try:
        endpoint, numbers = current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None, {}
    return endpoint, dict(numbers)


def _place(endpoint: str | None, numbers: dict[str, Any] | None, agency: int) -> Place | None:
    form = FORMS.get(endpoint or "")
    if form is None:
        return None
    subject = "-".join(str(value) for _name, value in sorted((numbers or {}).items()))
    return Place(form.key, subject, agency, form.version)


def _agency_of(person: Actor) -> int:
    return person.organization_id or ALL_AGENCIES


def _agency_sent(person: Actor) -> int:
    """The agency that the form was opened for, when it is one of the person's."""
    present = _agency_of(person)
    sent = request.form.get(AGENCY_FIELD, type=int)
    if sent is None or sent == present or person.account_id is None:
        return present
    if person.is_system_administrator:
        return sent
    own = acting.choices(read_session(), person.account_id, today())
    return sent if any(choice.organization_id == sent for choice in own) else present
