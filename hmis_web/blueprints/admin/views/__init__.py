"""Pages of the area, a module a noun."""

from hmis_web.blueprints.admin.views import (
    accounts,
    audit,
    exports,
    grants,
    help,  # noqa: A004 - the page
    imports,
    people,
    roles,
    training,
)

__all__ = ["accounts", "audit", "exports", "grants", "help", "imports", "people", "roles", "training"]
