"""ID cards: a client's, and those of everybody in a program."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, card_presenters, record
from hmis_web.blueprints.intake.card_forms import REPLACE, CardEndForm, CardForm, ProgramCardsForm
from hmis_web.blueprints.intake.printed import hand_over
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import cards, clients, overview, projects
from hmis_web.jobs import card_prints
from hmis_web.web.artifact_files import pdf_response
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.job_progress import enqueue, own_job
from hmis_web.web.state import actor, clock, keyring, note_read, now, read_session, session, today

CARD = "/clients/<int:client_id>/card"


@bp.route(CARD, methods=["GET", "POST"])
@requires(Permission.CLIENT_EDIT)
def card_show(client_id: int) -> ResponseReturnValue:
    """The client's card: print it, giving one when there is none, or another one in its place."""
    form = CardForm()
    if form.validate_on_submit():
        try:
            if form.what.data == REPLACE:
                cards.replace(session(), actor(), client_id, form.card.data or 0, clock())
                say("good", _("The old card no longer works. The new one is being printed."))
            else:
                cards.issue(session(), actor(), client_id, clock())
            enqueue(card_prints.request(session(), actor(), client_id, now()))
        except DomainError as error:
            form.refuse(error)
        else:
            return see_other(url_for("intake.card_show", client_id=client_id))
    return _page(client_id, form, CardEndForm.ask()), 422 if form.is_submitted() else 200


@bp.route(f"{CARD}/<int:card_id>/end", methods=["POST"])
@requires(Permission.CLIENT_EDIT)
def card_revoke(client_id: int, card_id: int) -> ResponseReturnValue:
    """Make a card invalid."""
    form = CardEndForm.ask()
    if form.validate_on_submit():
        try:
            cards.revoke(session(), actor(), client_id, card_id, form.reason.data or "", clock())
        except DomainError as error:
            form.refuse(error)
        else:
            say("good", _("The card no longer works."))
            return see_other(url_for("intake.card_show", client_id=client_id))
    return _page(client_id, CardForm(formdata=None), form), 422


@bp.route(f"{CARD}/<int:job_id>")
@requires(Permission.CLIENT_EDIT)
def card_file(client_id: int, job_id: int) -> ResponseReturnValue:
    """A client's printed card, for who printed it."""
    if own_job(job_id).kind != card_prints.KIND:
        raise NotFound("card")
    return hand_over(client_id, job_id, card_prints.file_of, card_prints.READ)


@bp.route("/cards", methods=["GET", "POST"])
@requires(Permission.CLIENT_EDIT)
def card_list() -> ResponseReturnValue:
    """The cards of everybody active in a program: give those that are missing, and print all."""
    programs = projects.visible(read_session(), actor())
    form = ProgramCardsForm.ask(programs)
    if form.validate_on_submit():
        try:
            project_key = int(form.project.data)
            people, new = cards.issue_missing(session(), actor(), project_key, clock())
            enqueue(card_prints.request_sheet(session(), actor(), project_key, now()))
        except DomainError as error:
            form.refuse(error)
        else:
            say("good", _told(len(people), new))
            return see_other(url_for("intake.card_list"))
    printed = card_prints.latest(read_session(), actor(), None, now())
    context = card_presenters.list_page(printed, {each.id: each.name for each in programs})
    page = render_template("intake/card_list.html", form=form, **context)
    return page, 422 if form.is_submitted() else 200


@bp.route("/cards/<int:job_id>")
@requires(Permission.CLIENT_EDIT)
def card_sheet(job_id: int) -> ResponseReturnValue:
    """The printed cards of a program, for who printed them at the agency acted for."""
    job = own_job(job_id)
    artifact = card_prints.file_of(read_session(), job, now())
    if artifact is None or job.kind != card_prints.SHEET or job.organization_id != actor().organization_id:
        raise NotFound("cards")
    note_read(card_prints.READ, "job", job_id)
    return pdf_response(artifact)


def _page(client_id: int, form: CardForm, end_form: CardEndForm) -> str:
    header = overview.header(read_session(), actor(), keyring(), client_id, today())
    note_read(clients.READ, "client", client_id, client_id=client_id)
    lines = cards.of_client(read_session(), actor(), client_id)
    printed = card_prints.latest(read_session(), actor(), client_id, now())
    context = record.above(actor(), header, "")
    context |= card_presenters.card_page(actor(), client_id, lines, printed)
    return render_template("intake/card_show.html", form=form, end_form=end_form, **context)


def _told(people: int, new: int) -> str:
    told = ngettext("One card is being printed", "%(num)d cards are being printed", people)
    return _("%(told)s, %(new)d of them new.", told=told, new=new)
