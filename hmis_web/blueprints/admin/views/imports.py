"""Importing HMIS CSV."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.admin import bp


@bp.route("/imports")
@requires(Permission.HMIS_CSV_IMPORT)
def import_list() -> ResponseReturnValue:
    """Imports, newest first."""
    return ""
