"""What several views of people answer with: a person's page, and a one-time link."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from hmis_web.blueprints.admin import people_presenters
from hmis_web.blueprints.admin.people_forms import WhyForm
from hmis_web.domain import accounts, holders, people, training
from hmis_web.web.state import actor, installation, now, read_session, session, today

A_PERSON = "/admin/people/<int:account_id>"


def person_page(account_id: int, problems: list[str] | None = None) -> ResponseReturnValue:
    """A person's page; `problems`: why something was refused, in words."""
    here, day = read_session(), today()
    person = people.get(here, actor(), account_id, now(), day)
    account = people.get_account(here, actor(), account_id)
    live = people.live_sessions(here, actor(), account_id, now() - installation().limits.absolute)
    context = people_presenters.show_page(
        person,
        account,
        holders.of_account(here, account_id),
        training.requirements(here, account_id, day),
        live,
        day,
    )
    page = render_template(
        "admin/person_show.html", **context, why_form=WhyForm(formdata=None), problems=problems or []
    )
    return page, 422 if problems else 200


def link_page(account_id: int, name: str) -> str:
    """A page with a new one-time link, which stands in this answer alone."""
    token = accounts.issue_set_up_link(session(), actor(), account_id, now())
    return show_link(token, account_id, name)


def show_link(token: str, account_id: int, name: str) -> str:
    """As `link_page`, for a link that is made already."""
    return render_template(
        "admin/person_link.html",
        name=name,
        link=url_for("auth.set_up", token=token, _external=True),
        hours=accounts.LINK_HOURS,
        back_url=page_of(account_id),
    )


def page_of(account_id: int) -> str:
    """The address of a person's page."""
    return url_for("admin.person_show", account_id=account_id)
