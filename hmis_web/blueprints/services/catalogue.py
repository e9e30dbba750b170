"""The agency's own catalogue of services: its pages."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.services import bp, catalogue_presenters
from hmis_web.blueprints.services.catalogue_forms import ItemForm, said_of
from hmis_web.db.errors import DomainError, StaleVersion
from hmis_web.domain import service_items
from hmis_web.domain.service_items import CatalogItem
from hmis_web.web import stale
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, read_session, session, today


@bp.route("/services/catalogue")
@requires(Permission.AGENCY_EDIT_OWN)
def item_list() -> ResponseReturnValue:
    """What the agency gives besides what HUD asks for."""
    found = service_items.items(read_session(), actor())
    return render_template(
        "services/item_list.html", **catalogue_presenters.list_page(actor(), found, today())
    )


@bp.route("/services/catalogue/new", methods=["GET", "POST"])
@requires(Permission.AGENCY_EDIT_OWN)
def item_new() -> ResponseReturnValue:
    """Add an item."""
    form = ItemForm.ask()
    if form.validate_on_submit():
        try:
            service_items.add_item(session(), actor(), form.to_input())
        except DomainError as error:
            form.refuse(error)
        else:
            say("good", _("%(name)s added.", name=form.to_input().name))
            return see_other(url_for("services.item_list"))
    return _form_page(form)


@bp.route("/services/catalogue/<int:item_id>/edit", methods=["GET", "POST"])
@requires(Permission.AGENCY_EDIT_OWN)
def item_edit(item_id: int) -> ResponseReturnValue:
    """Change an item, retire it, or offer it again."""
    item = service_items.get_item(session(), actor(), item_id)
    form = ItemForm.change(item)
    if form.validate_on_submit():
        retired = {"retire": True, "offer": False}.get(request.form.get("then", ""))
        try:
            service_items.edit_item(
                session(), actor(), item_id, form.to_input(), form.seen_version, clock(), retired=retired
            )
        except StaleVersion:
            back = url_for("services.item_list")
            return stale.both(form, said_of(item), item.version, back) or see_other(back)
        except DomainError as error:
            form.refuse(error)
        else:
            say("good", _("%(name)s changed.", name=form.to_input().name))
            return see_other(url_for("services.item_list"))
    return _form_page(form, item)


def _form_page(form: ItemForm, item: CatalogItem | None = None) -> ResponseReturnValue:
    page = render_template(
        "services/item_edit.html",
        form=form,
        item=item,
        headings=service_items.categories(read_session(), actor()),
        list_url=url_for("services.item_list"),
        acting_for_all=actor().organization_id is None and item is None,
    )
    return page, 422 if form.is_submitted() else 200
