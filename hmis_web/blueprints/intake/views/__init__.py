"""Pages of the area, a module a noun."""

from hmis_web.blueprints.intake.views import clients, ssn

__all__ = ["clients", "ssn"]
