"""Every permission there is: "area:verb". Rows of the role matrix that they come from stand beside them."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One thing that a role may allow. The value is what the database keeps."""

    CLIENT_SEARCH = "client:search"  # 1
    CLIENT_READ = "client:read"  # 2, full profile
    CLIENT_READ_LIMITED = "client:read-limited"  # 2, the fields of limited viewing
    CLIENT_CREATE = "client:create"  # 3
    CLIENT_EDIT = "client:edit"  # 4
    CLIENT_MERGE = "client:merge"  # 5
    SSN_REVEAL = "client:reveal-ssn"  # 6
    BIRTH_DATE_READ = "client:read-birth-date"  # 6
    HOUSEHOLD_READ = "household:read"  # 8
    HOUSEHOLD_EDIT = "household:edit"  # 9
    CONSENT_READ = "consent:read"  # 10
    CONSENT_EDIT = "consent:edit"  # 11
    ENROLLMENT_READ = "enrollment:read"  # 13
    ENROLLMENT_READ_LIMITED = "enrollment:read-limited"  # 13
    ENROLLMENT_CREATE = "enrollment:create"  # 14
    ENROLLMENT_EDIT = "enrollment:edit"  # 15, 16
    ENROLLMENT_DELETE_OWN = "enrollment:delete-own"  # 18
    SERVICE_READ = "service:read"  # 20
    SERVICE_READ_LIMITED = "service:read-limited"  # 20
    SERVICE_CREATE = "service:create"  # 21, in an active enrollment
    SERVICE_CREATE_PAST = "service:create-past"  # 23, before the exit of an exited enrollment
    SERVICE_UNDO_OWN = "service:undo-own"  # 24, own row within minutes
    SERVICE_EDIT = "service:edit"  # 24
    SERVICE_DELETE_OWN = "service:delete-own"  # 25
    ASSESSMENT_READ = "assessment:read"  # 27
    ASSESSMENT_READ_LIMITED = "assessment:read-limited"  # 27
    ASSESSMENT_CREATE = "assessment:create"  # 28
    ASSESSMENT_EDIT = "assessment:edit"  # 29
    NOTE_READ = "note:read"  # 44
    NOTE_CREATE = "note:create"  # 45
    ALERT_READ = "alert:read"  # 48
    ALERT_CREATE = "alert:create"  # 49
    REPORT_RUN = "report:run"  # 53
    ANALYSIS_BUILD = "analysis:build"  # 56
    ANALYSIS_SAVE = "analysis:save"  # 57
    HMIS_CSV_EXPORT = "hmis-csv:export"  # 58
    HMIS_CSV_IMPORT = "hmis-csv:import"  # 59
    AUDIT_READ_OWN = "audit:read-own"  # 62
    ACCOUNT_EDIT = "account:edit"  # 65


PREREQUISITES: dict[Permission, frozenset[Permission]] = {
    Permission.CLIENT_EDIT: frozenset({Permission.CLIENT_READ}),
    Permission.CLIENT_MERGE: frozenset({Permission.CLIENT_EDIT}),
    Permission.HOUSEHOLD_EDIT: frozenset({Permission.HOUSEHOLD_READ}),
    Permission.ENROLLMENT_CREATE: frozenset({Permission.ENROLLMENT_READ}),
    Permission.ENROLLMENT_EDIT: frozenset({Permission.ENROLLMENT_READ}),
    Permission.ENROLLMENT_DELETE_OWN: frozenset({Permission.ENROLLMENT_EDIT}),
    Permission.SERVICE_EDIT: frozenset({Permission.SERVICE_READ}),
    Permission.SERVICE_DELETE_OWN: frozenset({Permission.SERVICE_EDIT}),
    Permission.SERVICE_CREATE_PAST: frozenset({Permission.SERVICE_CREATE}),
    Permission.ASSESSMENT_CREATE: frozenset({Permission.ASSESSMENT_READ}),
    Permission.ANALYSIS_SAVE: frozenset({Permission.ANALYSIS_BUILD}),
}
"""A permission whose prerequisites are missing is dropped when a role's rights are worked out."""

WORDS: dict[Permission, str] = {
    Permission.CLIENT_SEARCH: "find clients",
    Permission.CLIENT_READ: "see a client's record",
    Permission.CLIENT_READ_LIMITED: "see a client's name, age and identifier",
    Permission.SERVICE_CREATE: "log services",
    Permission.REPORT_RUN: "run reports",
    Permission.HMIS_CSV_EXPORT: "export HMIS CSV files",
    Permission.HMIS_CSV_IMPORT: "import HMIS CSV files",
    Permission.SSN_REVEAL: "see a full Social Security number",
}
"""What a refused person is told; the permission's own name where no words stand here."""


def in_words(permission: Permission) -> str:
    """A permission as a person would say it."""
    return WORDS.get(permission, permission.value.replace(":", " ").replace("-", " "))
