"""Pages of the area, a module a noun."""

from hmis_web.blueprints.admin.views import exports, imports

__all__ = ["exports", "imports"]
