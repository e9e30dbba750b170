"""The worklist."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.home import bp
from hmis_web.blueprints.home.worklist_presenters import worklist_page
from hmis_web.domain import projects
from hmis_web.domain import worklist as worklists
from hmis_web.domain.worklist import SEVERITIES, Wanted
from hmis_web.web.state import actor, note_read, read_session, today

HIGHEST = 100_000
"""A page further than this is nobody's."""


@bp.route("/worklist")
@requires(Permission.WORKLIST_READ, Permission.WORKLIST_READ_OWN)
def worklist() -> ResponseReturnValue:
    """What is still to look at, by program, by who entered it, by how bad it is."""
    session, person = read_session(), actor()
    severity = request.args.get("severity")
    wanted = Wanted(
        project_key=request.args.get("project", type=int),
        account_id=request.args.get("writer", type=int),
        severity=severity if severity in SEVERITIES else None,
        page=min(HIGHEST, max(1, request.args.get("page", 1, type=int))),
    )
    found = worklists.items(session, person, wanted, today())
    if any(each.person for each in found):
        note_read("worklist:read", "worklist")
    context = worklist_page(
        person,
        found,
        worklists.counts(session, person, wanted),
        wanted,
        projects.visible(session, person),
        worklists.writers(session, person),
    )
    return render_template("home/worklist.html", **context)
