"""The eight preset roles of the community's access page, as data (decision 7), and the rules that come with
them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hmis_web.access.permissions import Permission, missing_prerequisites

P = Permission


@dataclass(frozen=True)
class Course:
    """A training that roles ask for."""

    code: str
    name: str
    valid_days: int | None = 365
    """None: it does not expire."""


COURSES = (
    Course("hmis-new-user", "HMIS New User"),
    Course("vi-spdat", "VI-SPDAT"),
    Course("services-only", "Services Only Training"),
    Course("report", "Report Training"),
)
NEW_USER, VI_SPDAT, SERVICES_ONLY, REPORT = (course.code for course in COURSES)
EVER = date(2004, 1, 1)
"""The day from which the courses of the presets are required: before any grant."""


@dataclass(frozen=True)
class Preset:
    """A role as shipped: how many people per agency may hold it, where it may be granted, what it asks
    for, and what it allows."""

    code: str
    name: str
    summary: str
    user_limit: str
    """`none`, `one` (per agency) or `per_program` (at most the agency's active programs)."""
    allowed_as: str
    """`primary`, `additional` or `both` kinds of agency."""
    training: tuple[str, ...]
    permissions: frozenset[Permission]
    later: tuple[str, ...] = ()
    """Courses that will be asked for from a day not set yet."""


_EVERYONE = {
    P.CLIENT_SEARCH, P.CLIENT_READ_LIMITED, P.PHOTO_READ, P.HOUSEHOLD_READ_LIMITED, P.CONSENT_READ,
    P.ENROLLMENT_READ_LIMITED, P.SERVICE_READ_LIMITED, P.NOTE_READ_LIMITED, P.ALERT_READ,
    P.HISTORY_READ_LIMITED, P.TRAINING_TAKE, P.MATERIAL_READ,
}  # fmt: skip
_AROUND = {P.CONTACT_READ_LIMITED, P.LOCATION_READ_LIMITED}
_RECORD = _EVERYONE | _AROUND | {
    P.CLIENT_READ, P.HOUSEHOLD_READ, P.ASSESSMENT_READ_LIMITED, P.ASSESSMENT_READ, P.CONTACT_READ,
    P.LOCATION_READ, P.NOTE_READ, P.QUEUE_READ_LIMITED,
}  # fmt: skip
_FULL_VIEW = _RECORD | {
    P.ENROLLMENT_READ, P.ANSWERS_READ, P.SERVICE_READ, P.QUEUE_READ, P.FILE_READ_LIMITED, P.FILE_READ,
    P.HISTORY_READ, P.WORKLIST_READ_OWN, P.WORKLIST_READ,
}  # fmt: skip
_WRITE = {
    P.CLIENT_CREATE, P.CLIENT_EDIT, P.SSN_REVEAL, P.BIRTH_DATE_READ, P.PHOTO_EDIT, P.HOUSEHOLD_EDIT,
    P.CONSENT_EDIT, P.CONTACT_EDIT, P.LOCATION_EDIT, P.NOTE_CREATE, P.NOTE_EDIT, P.ALERT_CREATE, P.ALERT_EDIT,
}  # fmt: skip
_REPORTS = {P.REPORT_RUN, P.REPORT_SCHEDULE, P.ANALYSIS_BUILD}
_DIRECT = _FULL_VIEW | _WRITE | _REPORTS | {
    P.ENROLLMENT_CREATE, P.ENROLLMENT_EDIT, P.ENROLLMENT_EXIT, P.ENROLLMENT_UNDO_EXIT_OWN, P.ANSWERS_EDIT,
    P.SERVICE_CREATE, P.SERVICE_CREATE_ALONE, P.SERVICE_CREATE_MANY, P.SERVICE_EDIT, P.SERVICE_UNDO_OWN,
    P.FILE_EDIT, P.CLIENT_PRINT,
}  # fmt: skip
_ASSESS = {P.ASSESSMENT_CREATE, P.ASSESSMENT_EDIT, P.QUEUE_REFER}
_WITH_ASSESSMENTS = _DIRECT | _ASSESS | {P.PRIVACY_EDIT_OWN, P.REFERRAL_DECIDE_OWN}
_MANAGE = _WITH_ASSESSMENTS | {
    P.ENROLLMENT_REOPEN_OWN, P.ENROLLMENT_DELETE_OWN, P.SERVICE_CREATE_PAST, P.SERVICE_DELETE_OWN,
    P.ASSESSMENT_DELETE_OWN, P.CONTACT_DELETE_OWN, P.LOCATION_DELETE_OWN, P.FILE_DELETE_OWN,
    P.NOTE_DELETE_OWN, P.ALERT_DELETE_OWN, P.REPORT_STAFF, P.HMIS_CSV_EXPORT, P.RECORD_RESTORE_OWN,
    P.AUDIT_READ_OWN, P.TRAINING_READ_AGENCY,
}  # fmt: skip

PRESETS: dict[str, Preset] = {
    preset.code: preset
    for preset in (
        Preset(
            "agency-manager", "Agency Manager",
            "Does all of direct service, may delete what the agency entered, and saves data analysis.",
            "one", "primary", (NEW_USER, VI_SPDAT), later=(REPORT,),
            permissions=frozenset(
                _MANAGE | {P.ANALYSIS_SAVE, P.CONSENT_DELETE_OWN, P.AGENCY_EDIT_OWN, P.ACCOUNT_REQUEST}
            ),
        ),
        Preset(
            "program-manager", "Program Manager",
            "Does all of direct service, and may delete what the agency entered.",
            "per_program", "both", (NEW_USER, VI_SPDAT), later=(REPORT,), permissions=frozenset(_MANAGE),
        ),
        Preset(
            "direct-service-assessments", "Direct Service, with assessments",
            "Sees, adds and changes everything about a client, assessments included; runs reports.",
            "none", "both", (NEW_USER, VI_SPDAT), frozenset(_WITH_ASSESSMENTS),
        ),
        Preset(
            "direct-service", "Direct Service, no assessments",
            "Sees, adds and changes everything about a client; sees assessments without conducting them.",
            "none", "both", (NEW_USER,), frozenset(_DIRECT),
        ),
        Preset(
            "services-only", "Services Only",
            "Logs services in active enrollments, writes notes and public alerts; sees little else.",
            "none", "both", (SERVICES_ONLY,),
            frozenset(
                _EVERYONE | _AROUND - {P.LOCATION_READ_LIMITED}
                | {P.SERVICE_CREATE, P.SERVICE_CREATE_MANY, P.SERVICE_UNDO_OWN, P.NOTE_CREATE,
                   P.NOTE_EDIT_OWN, P.ALERT_CREATE, P.ALERT_EDIT_OWN, P.WORKLIST_READ_OWN}
            ),
        ),
        Preset(
            "assessor-only", "Assessor Only",
            "Conducts assessments and keeps client records, contacts, places and notes; no reports.",
            "none", "additional", (NEW_USER, VI_SPDAT),
            frozenset(_RECORD | _WRITE | _ASSESS | {P.WORKLIST_READ_OWN, P.CLIENT_PRINT_ASSESSMENT}),
        ),
        Preset(
            "read-only", "Read Only", "Limited viewing, nothing else.",
            "none", "both", (NEW_USER,),
            frozenset(_EVERYONE | _AROUND | {P.ASSESSMENT_READ_LIMITED, P.FILE_READ_LIMITED}),
        ),
        Preset(
            "reporting-monitoring", "Reporting and Monitoring",
            "Sees records and runs every report; changes nothing.",
            "none", "both", (NEW_USER,), later=(REPORT,),
            permissions=frozenset(_FULL_VIEW | _REPORTS | {P.REPORT_STAFF, P.HMIS_CSV_EXPORT}),
        ),
    )
}  # fmt: skip

ADMINISTRATOR_ROLE = "system-administrator"
ADMINISTRATOR_NAME = "System administrator"


def check_presets() -> None:
    """Raises ValueError when a preset holds a permission without what that one needs: asked at start-up."""
    for preset in PRESETS.values():
        missing = missing_prerequisites(preset.permissions)
        if missing:
            raise ValueError(f"{preset.code}: {missing}")
