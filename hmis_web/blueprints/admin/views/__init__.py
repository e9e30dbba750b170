"""Pages of the area, a module a noun."""

from hmis_web.blueprints.admin.views import audit, exports, grants, help, imports, people, roles, training  # noqa: A004 - the page

__all__ = ["audit", "exports", "grants", "help", "imports", "people", "roles", "training"]
