"""The eight preset roles of the community's access page, as data (decision 7)."""

from __future__ import annotations

from dataclasses import dataclass

from hmis_web.access.permissions import PREREQUISITES, Permission

P = Permission


@dataclass(frozen=True)
class Preset:
    """A role as shipped: how many people per agency may hold it, where it may be granted, and what it
    allows."""

    code: str
    name: str
    user_limit: str
    """`none`, `one` (per agency) or `per_program` (at most the agency's active programs)."""
    allowed_as: str
    """`primary`, `additional` or `both` kinds of agency."""
    permissions: frozenset[Permission]


_EVERYONE = {
    P.CLIENT_SEARCH,
    P.HOUSEHOLD_READ,
    P.CONSENT_READ,
    P.NOTE_READ,
    P.ALERT_READ,
}
_LIMITED = _EVERYONE | {
    P.CLIENT_READ_LIMITED,
    P.ENROLLMENT_READ_LIMITED,
    P.SERVICE_READ_LIMITED,
}
_RECORD = _EVERYONE | {P.CLIENT_READ, P.CLIENT_READ_LIMITED}
_FULL_VIEW = _RECORD | {P.ENROLLMENT_READ, P.SERVICE_READ, P.ASSESSMENT_READ}
_NOTES = {P.NOTE_CREATE, P.ALERT_CREATE}
_CLIENT_EDIT = {
    P.CLIENT_CREATE, P.CLIENT_EDIT, P.SSN_REVEAL, P.BIRTH_DATE_READ, P.HOUSEHOLD_EDIT, P.CONSENT_EDIT,
}  # fmt: skip
_ANALYSIS = {P.REPORT_RUN, P.ANALYSIS_BUILD}
_DIRECT = (
    _FULL_VIEW
    | _NOTES
    | _CLIENT_EDIT
    | _ANALYSIS
    | {
        P.ENROLLMENT_CREATE,
        P.ENROLLMENT_EDIT,
        P.SERVICE_CREATE,
        P.SERVICE_EDIT,
        P.SERVICE_UNDO_OWN,
    }
)
_ASSESS = {P.ASSESSMENT_CREATE, P.ASSESSMENT_EDIT}
_MANAGE = {
    P.ENROLLMENT_DELETE_OWN, P.SERVICE_DELETE_OWN, P.SERVICE_CREATE_PAST, P.HMIS_CSV_EXPORT, P.AUDIT_READ_OWN,
}  # fmt: skip

PRESETS: dict[str, Preset] = {
    preset.code: preset
    for preset in (
        Preset(
            "agency-manager", "Agency Manager", "one", "primary",
            frozenset(_DIRECT | _ASSESS | _MANAGE | {P.ANALYSIS_SAVE}),
        ),
        Preset(
            "program-manager",
            "Program Manager",
            "per_program",
            "both",
            frozenset(_DIRECT | _ASSESS | _MANAGE),
        ),
        Preset("direct-service-assessments", "Direct Service, with assessments", "none", "both",
               frozenset(_DIRECT | _ASSESS)),
        Preset("direct-service", "Direct Service, no assessments", "none", "both", frozenset(_DIRECT)),
        Preset("services-only", "Services Only", "none", "both",
               frozenset(_LIMITED | _NOTES | {P.SERVICE_CREATE, P.SERVICE_UNDO_OWN})),
        Preset(
            "assessor-only", "Assessor Only", "none", "additional",
            frozenset(
                _RECORD | _NOTES | _CLIENT_EDIT | _ASSESS
                | {P.ASSESSMENT_READ, P.ENROLLMENT_READ_LIMITED, P.SERVICE_READ_LIMITED}
            ),
        ),
        Preset("read-only", "Read Only", "none", "both", frozenset(_LIMITED | {P.ASSESSMENT_READ_LIMITED})),
        Preset("reporting-monitoring", "Reporting and Monitoring", "none", "both",
               frozenset(_FULL_VIEW | _ANALYSIS | {P.HMIS_CSV_EXPORT})),
    )
}  # fmt: skip

ADMINISTRATOR_ROLE = "system-administrator"
ADMINISTRATOR_NAME = "System administrator"


def effective(permissions: frozenset[Permission]) -> frozenset[Permission]:
    """The permissions whose prerequisites are all held too."""
    kept = permissions
    while True:
        smaller = frozenset(p for p in kept if PREREQUISITES.get(p, frozenset()) <= kept)
        if smaller == kept:
            return kept
        kept = smaller
