"""What every page about one stay begins with: the stay, the client above it, the way back."""

from __future__ import annotations

from typing import Any, cast

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from hmis_web.blueprints.intake import record
from hmis_web.db.errors import NotFound
from hmis_web.domain import clients, enrollments, overview, stay_members
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.overview import Header
from hmis_web.domain.stay_members import StayMember
from hmis_web.web.htmx import is_htmx, render_page_or_block
from hmis_web.web.links import may_open
from hmis_web.web.state import SAFE_METHODS, actor, keyring, note_read, read_session, today

STAY = "/clients/<int:client_id>/enrollments/<int:enrollment_id>"
NEXT = "next"
"""Name of the button that asks for the next questions; htmx asks by itself."""
UNPROCESSABLE = 422


def open_stay(client_id: int, enrollment_id: int) -> Stay:
    """The stay of an address, to write to. Raises NotFound when it is another agency's or out of scope. A
    page that is drawn anyway finds it among the stays of its header."""
    if not is_save() and not (is_htmx() and is_posted()):
        above = header_of(client_id)
        stay = next((each for each in (*above.active, *above.past) if each.id == enrollment_id), None)
        if stay is not None and enrollments.is_own(actor(), stay):
            return stay
    return enrollments.get_visible(read_session(), actor(), client_id, enrollment_id, today())


def header_of(client_id: int) -> Header:
    """The client above the page, read once a request. Raises NotFound out of scope."""
    if "stay_header" not in g:
        g.stay_header = overview.header(read_session(), actor(), keyring(), client_id, today())
    return cast(Header, g.stay_header)


def household(stay: Stay) -> list[StayMember]:
    """Everybody of the stay's household."""
    return stay_members.members_of(read_session(), actor(), stay, today())


def member_of(stay: Stay, members: list[StayMember]) -> StayMember:
    """The client among the household. Raises NotFound when the client is not in scope."""
    for member in members:
        if member.enrollment_id == stay.id:
            return member
    raise NotFound("enrollment")


def home_of(stay: Stay) -> str:
    """Where pages about a stay lead back: its own page, for who may open it, else the client's."""
    return record.stay_url(actor(), stay) or url_for("intake.client_show", client_id=stay.client_id)


def address(endpoint: str, stay: Stay, **more: Any) -> str:
    """The address of a page of a stay."""
    return url_for(endpoint, client_id=stay.client_id, enrollment_id=stay.id, **more)


def opened(endpoint: str, stay: Stay, **more: Any) -> str:
    """The same for who may open it; empty otherwise."""
    return address(endpoint, stay, **more) if may_open(actor(), endpoint) else ""


def is_save() -> bool:
    """Whether the request wants to save: it is posted, and does not only ask which questions follow."""
    return request.method not in SAFE_METHODS and not is_htmx() and NEXT not in request.form


def is_posted() -> bool:
    """Whether a form came along."""
    return request.method not in SAFE_METHODS


def page(template: str, stay: Stay, *, refused: bool = False, **context: Any) -> ResponseReturnValue:
    """A page of layouts/stay.html, or its block `questions` when htmx asks for it: `is_part`, since htmx
    would make a button of what stands in noscript."""
    if is_htmx() and is_posted():
        return render_page_or_block(template, "questions", is_part=True, **context)
    header = header_of(stay.client_id)
    note_read(clients.READ, "client", stay.client_id, client_id=stay.client_id)
    return render_page_or_block(
        template,
        "questions",
        status=UNPROCESSABLE if refused else 200,
        **record.above(actor(), header, "enrollments"),
        stay={
            "project": stay.project_name,
            "agency": stay.agency,
            "entry": stay.entry_date,
            "exit": stay.exit_date,
            "url": home_of(stay),
        },
        is_part=is_htmx(),
        **context,
    )
