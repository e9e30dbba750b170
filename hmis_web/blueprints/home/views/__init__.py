"""Pages of the area, a module a noun."""

from hmis_web.blueprints.home.views import caseload, handover, home, worklist

__all__ = ["caseload", "handover", "home", "worklist"]
