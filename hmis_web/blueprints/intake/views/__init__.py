"""Pages of the area, a module a noun."""

from hmis_web.blueprints.intake.views import (
    alerts,
    bed_nights,
    clients,
    contacts,
    deletions,
    enrollment_entry,
    exits,
    household_pages,
    households,
    living_situations,
    locations,
    note_prints,
    notes,
    occurrences,
    prints,
    ssn,
)

__all__ = [
    "alerts",
    "bed_nights",
    "clients",
    "contacts",
    "deletions",
    "enrollment_entry",
    "exits",
    "household_pages",
    "households",
    "living_situations",
    "locations",
    "note_prints",
    "notes",
    "occurrences",
    "prints",
    "ssn",
]
