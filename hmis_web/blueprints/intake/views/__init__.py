"""Pages of the area, a module a noun."""

from hmis_web.blueprints.intake.views import clients, household_pages, households, prints, ssn

__all__ = ["clients", "household_pages", "households", "prints", "ssn"]
from hmis_web.blueprints.intake.views import (
    alerts,
    clients,
    contacts,
    deletions,
    locations,
    note_prints,
    notes,
    ssn,
)

__all__ = ["alerts", "clients", "contacts", "deletions", "locations", "note_prints", "notes", "ssn"]
