"""Records that may be the same person as one that is open, and what people said of them."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import alike_presenters, bp
from hmis_web.domain import clients, duplicates, overview
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, keyring, note_act, note_read, read_session, session, today

PAIR = "/clients/<int:client_id>/alike/<int:other_id>"


@bp.route("/clients/<int:client_id>/alike")
@requires(Permission.CLIENT_EDIT)
def alike_list(client_id: int) -> ResponseReturnValue:
    """Records that look like this one, and those of whom somebody said that they are somebody else."""
    above = overview.header(read_session(), actor(), keyring(), client_id, today())
    found = duplicates.of_client(read_session(), actor(), keyring(), client_id, today())
    said = duplicates.answers(read_session(), actor(), client_id, today())
    note_read(clients.READ, "client", client_id, client_id=client_id)
    if found.act is not None:
        note_act(found.act)
    return render_template("intake/alike_list.html", **alike_presenters.page(actor(), above, found, said))


@bp.route(f"{PAIR}/not-same", methods=["POST"])
@requires(Permission.CLIENT_EDIT)
def alike_refuse(client_id: int, other_id: int) -> ResponseReturnValue:
    """They are two people: nobody is asked again."""
    duplicates.say_not_same(session(), actor(), client_id, [other_id], clock())
    back = url_for("intake.alike_take_back", client_id=client_id, other_id=other_id)
    say("good", _("Kept: they are two people."), undo_url=back)
    return see_other(url_for("intake.alike_list", client_id=client_id))


@bp.route(f"{PAIR}/ask-again", methods=["POST"])
@requires(Permission.CLIENT_EDIT)
def alike_take_back(client_id: int, other_id: int) -> ResponseReturnValue:
    """They may be the same person after all."""
    duplicates.take_back(session(), actor(), client_id, other_id)
    say("info", _("Taken back: they may be the same person."))
    return see_other(url_for("intake.alike_list", client_id=client_id))
