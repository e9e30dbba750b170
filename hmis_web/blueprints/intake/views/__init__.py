"""Pages of the area, a module a noun."""

from hmis_web.blueprints.intake.views import clients, household_pages, households, prints, ssn

__all__ = ["clients", "household_pages", "households", "prints", "ssn"]
