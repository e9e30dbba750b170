"""Taking a deletion back."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import requires
from hmis_web.blueprints.intake import bp
from hmis_web.blueprints.intake.deleting import tab_url
from hmis_web.db.errors import DomainError
from hmis_web.domain import deletion
from hmis_web.web.flash import say
from hmis_web.web.htmx import see_other
from hmis_web.web.state import actor, clock, session


@bp.route("/clients/<int:client_id>/deleted/<int:deletion_id>/restore", methods=["POST"])
@requires(*deletion.RESTORING)
def deletion_restore(client_id: int, deletion_id: int) -> ResponseReturnValue:
    """Bring back what was deleted in one act."""
    try:
        back = deletion.restore(session(), actor(), client_id, deletion_id, clock())
    except DomainError as error:
        say("warn", error.message)
        return see_other(tab_url(deletion.kind_of(session(), deletion_id), client_id))
    say("good", _("Restored."))
    return see_other(tab_url(back.kind, client_id))
