"""What the columns of the universe are called when a number is opened, and where their codes are
explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hmis_web import standards


@dataclass(frozen=True, slots=True)
class Evidence:
    """One column as people read it. `coded`: HUD's file and column that explain its codes, None when it has
    none."""

    label: str
    coded: tuple[str, str] | None = None

    def text(self, value: Any) -> Any:
        """The value in words: codes by their label, yes and no; dates and numbers as they are, for the page
        to format."""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if self.coded is None or value is None:
            return value
        file, column = self.coded
        return standards.label(standards.file(file).column(column).code_list, value)


EVIDENCE: dict[str, Evidence] = {
    "entry_date": Evidence("Project start"),
    "exit_date": Evidence("Project exit"),
    "age": Evidence("Age"),
    "age_on": Evidence("Age taken on"),
    "dob_data_quality": Evidence("Birth date quality", ("Client", "DOBDataQuality")),
    "veteran_status": Evidence("Veteran status", ("Client", "VeteranStatus")),
    "relationship_to_hoh": Evidence("Relationship to head of household", ("Enrollment", "RelationshipToHoH")),
    "date_of_engagement": Evidence("Date of engagement"),
    "project_type": Evidence("Project type", ("Project", "ProjectType")),
    "project_key": Evidence("Project"),
    "chronic": Evidence("Chronically homeless at start"),
    "is_youth_household": Evidence("Youth household"),
    "has_child_of_head": Evidence("With a child of the head of household"),
    "days": Evidence("Length of participation, days"),
    "head_stays_a_year": Evidence("Head of household 365 days or more"),
    "reported_household_type": Evidence("Household type"),
    "move_in": Evidence("Moved in"),
    "head_move_in": Evidence("Household moved in"),
}
"""By column of the universe; a test holds it against what the predicates show."""
