"""Likely pairs, comparing two records, merging them, and taking a merge back. The system administrator's."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.intake import bp, merge_presenters
from hmis_web.blueprints.intake.merge_forms import MergeForm, OtherForm
from hmis_web.db.errors import Conflict, DomainError, StaleVersion
from hmis_web.domain import clients, duplicate_pairs, duplicates, merge_lists, merging
from hmis_web.domain.client_rules import ClientRefused
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, keyring, note_read, read_session, session, today
from hmis_web.web.step_up import recently_authenticated

PER_PAGE = 25


@bp.route("/clients/duplicates")
@requires(Permission.CLIENT_MERGE)
@recently_authenticated
def duplicate_list() -> ResponseReturnValue:
    """Pairs of records that are likely one person, the newest first."""
    before = request.args.get("before", type=int)
    found = duplicate_pairs.window(read_session(), actor(), today(), before)
    for pair in found.pairs:
        note_read("client:compare", "client", pair.newer.id, client_id=pair.newer.id)
    return render_template("intake/duplicate_list.html", **merge_presenters.pairs_page(found, before))


@bp.route("/clients/<int:client_id>/merge", methods=["GET", "POST"])
@requires(Permission.CLIENT_MERGE)
@recently_authenticated
def client_merge(client_id: int) -> ResponseReturnValue:
    """Choose the other record; compare the two field by field; make one of them."""
    form = MergeForm()
    number = form.other.data if form.is_submitted() else request.args.get("other")
    other_id = merge_presenters.number_of(number)
    if other_id is None or other_id == client_id:
        mine = merging.side(read_session(), actor(), keyring(), client_id, today())
        return _ask_other(mine, number, submitted=form.is_submitted())
    if form.is_submitted() and form.validate() and form.keep.data:
        made = _merge(form, client_id, other_id)
        if made is not None:
            return made
    mine = merging.side(read_session(), actor(), keyring(), client_id, today())
    theirs = merging.side(read_session(), actor(), keyring(), other_id, today())
    return _compare(form, mine, theirs)


@bp.route("/clients/merges")
@requires(Permission.CLIENT_MERGE)
@recently_authenticated
def merge_list() -> ResponseReturnValue:
    """Merges, the latest first, each with its way back."""
    page = max(1, request.args.get("page", 1, type=int))
    lines = merge_lists.latest(read_session(), actor(), today(), PER_PAGE + 1, (page - 1) * PER_PAGE)
    context = merge_presenters.merges_page(lines[:PER_PAGE], page, more=len(lines) > PER_PAGE)
    return render_template("intake/merge_list.html", **context)


@bp.route("/clients/merges/<int:merge_id>/undo", methods=["POST"])
@requires(Permission.CLIENT_MERGE)
@recently_authenticated
def merge_undo(merge_id: int) -> ResponseReturnValue:
    """Make two records of one again."""
    try:
        again = merging.undo(session(), actor(), keyring(), merge_id, clock())
    except Conflict as error:
        say("warn", str(error))
        return see_other(url_for("intake.merge_list"))
    say("good", _("Undone: R-%(number)s is a record of its own again.", number=again))
    return see_other(url_for("intake.merge_list"))


def _merge(form: MergeForm, client_id: int, other_id: int) -> ResponseReturnValue | None:
    """The next page; None when the form is to be shown again, with what is wrong."""
    survivor = form.survivor(client_id, other_id)
    merged = other_id if survivor == client_id else client_id
    try:
        made = merging.merge(
            session(),
            actor(),
            keyring(),
            survivor,
            merged,
            form.chosen(),
            form.versions(survivor, merged),
            clock(),
        )
    except ClientRefused as refused:
        for found in refused.findings:
            form.refuse(DomainError("", found.message))
    except StaleVersion:
        form.refuse(
            DomainError("", _("One of the two was changed meanwhile. Compare them again, then merge."))
        )
    else:
        undo = url_for("intake.merge_undo", merge_id=made)
        say("good", _("The two records are one now. It can be undone at any time."), undo_url=undo)
        return see_other(url_for("intake.client_show", client_id=survivor))
    return None


def _ask_other(mine: merging.Side, typed: str | None, *, submitted: bool) -> ResponseReturnValue:
    form = OtherForm(formdata=None)
    form.other.data = typed or ""
    if submitted or typed:
        form.refuse(DomainError("other", _("Enter the other record's number, such as R-123")))
    found = duplicates.of_client(read_session(), actor(), keyring(), mine.card.id, today())
    note_read(clients.READ, "client", mine.card.id, client_id=mine.card.id)
    context = merge_presenters.choose_page(mine.card, found)
    page = render_template("intake/merge_choose.html", form=form, **context)
    return make_response(page, 422 if form.errors else 200)


def _compare(form: MergeForm, mine: merging.Side, theirs: merging.Side) -> ResponseReturnValue:
    overlaps = merge_lists.overlaps(read_session(), actor(), mine.card.id, theirs.card.id, today())
    for side in (mine, theirs):
        note_read(clients.READ, "client", side.card.id, client_id=side.card.id)
    context = merge_presenters.compare_page(form, mine, theirs, overlaps)
    page = render_template("intake/client_merge.html", form=form, **context)
    return make_response(page, 422 if form.errors else 200)
