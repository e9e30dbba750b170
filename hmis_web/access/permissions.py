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
    PHOTO_READ = "photo:read"  # 7
    PHOTO_EDIT = "photo:edit"  # 7
    HOUSEHOLD_READ = "household:read"  # 8
    HOUSEHOLD_READ_LIMITED = "household:read-limited"  # 8
    HOUSEHOLD_EDIT = "household:edit"  # 9
    HOUSEHOLD_DELETE = "household:delete"  # 9
    CONSENT_READ = "consent:read"  # 10
    CONSENT_EDIT = "consent:edit"  # 11
    CONSENT_DELETE_OWN = "consent:delete-own"  # 11
    PRIVACY_EDIT_OWN = "privacy:edit-own"  # 12
    ENROLLMENT_READ = "enrollment:read"  # 13
    ENROLLMENT_READ_LIMITED = "enrollment:read-limited"  # 13
    ENROLLMENT_CREATE = "enrollment:create"  # 14
    ENROLLMENT_EDIT = "enrollment:edit"  # 15
    ENROLLMENT_EXIT = "enrollment:exit"  # 16
    ENROLLMENT_UNDO_EXIT_OWN = "enrollment:undo-exit-own"  # 16, own exit within a day
    ENROLLMENT_REOPEN_OWN = "enrollment:reopen-own"  # 17
    ENROLLMENT_DELETE_OWN = "enrollment:delete-own"  # 18
    ANSWERS_READ = "answers:read"  # 19, what HUD asks at entry, update, annual and exit
    ANSWERS_EDIT = "answers:edit"  # 19
    SERVICE_READ = "service:read"  # 20
    SERVICE_READ_LIMITED = "service:read-limited"  # 20
    SERVICE_CREATE = "service:create"  # 21, in an active enrollment
    SERVICE_CREATE_ALONE = "service:create-alone"  # 22, without an enrollment
    SERVICE_CREATE_PAST = "service:create-past"  # 23, before the exit of an exited enrollment
    SERVICE_EDIT = "service:edit"  # 24
    SERVICE_UNDO_OWN = "service:undo-own"  # 24, own row within minutes
    SERVICE_DELETE_OWN = "service:delete-own"  # 25
    SERVICE_CREATE_MANY = "service:create-many"  # 26
    ASSESSMENT_READ = "assessment:read"  # 27
    ASSESSMENT_READ_LIMITED = "assessment:read-limited"  # 27, that there is one, and when
    ASSESSMENT_CREATE = "assessment:create"  # 28
    ASSESSMENT_EDIT = "assessment:edit"  # 29
    ASSESSMENT_DELETE_OWN = "assessment:delete-own"  # 30
    QUEUE_REFER = "queue:refer"  # 31
    QUEUE_READ = "queue:read"  # 32
    QUEUE_READ_LIMITED = "queue:read-limited"  # 32
    REFERRAL_DECIDE_OWN = "referral:decide-own"  # 33
    QUEUE_MATCH = "queue:match"  # 34
    CONTACT_READ = "contact:read"  # 35
    CONTACT_READ_LIMITED = "contact:read-limited"  # 35, type and name
    CONTACT_EDIT = "contact:edit"  # 36
    CONTACT_DELETE_OWN = "contact:delete-own"  # 37
    LOCATION_READ = "location:read"  # 38
    LOCATION_READ_LIMITED = "location:read-limited"  # 38, the present place's label
    LOCATION_EDIT = "location:edit"  # 39
    LOCATION_DELETE_OWN = "location:delete-own"  # 40
    FILE_READ = "file:read"  # 41
    FILE_READ_LIMITED = "file:read-limited"  # 41, names
    FILE_EDIT = "file:edit"  # 42
    FILE_DELETE_OWN = "file:delete-own"  # 43
    NOTE_READ = "note:read"  # 44
    NOTE_READ_LIMITED = "note:read-limited"  # 44, own agency's
    NOTE_CREATE = "note:create"  # 45
    NOTE_EDIT = "note:edit"  # 46
    NOTE_EDIT_OWN = "note:edit-own"  # 46, own row on the same day
    NOTE_DELETE_OWN = "note:delete-own"  # 47
    ALERT_READ = "alert:read"  # 48
    ALERT_CREATE = "alert:create"  # 49
    ALERT_EDIT = "alert:edit"  # 50
    ALERT_EDIT_OWN = "alert:edit-own"  # 50, own row
    ALERT_DELETE_OWN = "alert:delete-own"  # 51
    HISTORY_READ = "history:read"  # 52
    HISTORY_READ_LIMITED = "history:read-limited"  # 52
    REPORT_RUN = "report:run"  # 53
    REPORT_SCHEDULE = "report:schedule"  # 54
    REPORT_STAFF = "report:staff"  # 55
    ANALYSIS_BUILD = "analysis:build"  # 56
    ANALYSIS_SAVE = "analysis:save"  # 57
    HMIS_CSV_EXPORT = "hmis-csv:export"  # 58
    HMIS_CSV_IMPORT = "hmis-csv:import"  # 59
    WORKLIST_READ = "worklist:read"  # 60
    WORKLIST_READ_OWN = "worklist:read-own"  # 60, own rows
    RECORD_RESTORE_OWN = "record:restore-own"  # 61
    AUDIT_READ_OWN = "audit:read-own"  # 62
    AGENCY_EDIT_OWN = "agency:edit-own"  # 63, service items and contacts
    AGENCY_EDIT = "agency:edit"  # 63
    ACCOUNT_REQUEST = "account:request"  # 64
    ACCOUNT_EDIT = "account:edit"  # 65
    ROLE_EDIT = "role:edit"  # 66
    TRAINING_TAKE = "training:take"  # 67
    TRAINING_READ_AGENCY = "training:read-agency"  # 68
    TRAINING_RECORD = "training:record"  # 69
    MATERIAL_READ = "material:read"  # 70
    MATERIAL_PUBLISH = "material:publish"  # 71
    CLIENT_PRINT = "client:print"  # 73
    CLIENT_PRINT_ASSESSMENT = "client:print-assessment"  # 73, own assessments


P = Permission

PREREQUISITES: dict[Permission, frozenset[Permission]] = {
    P.CLIENT_READ: frozenset({P.CLIENT_READ_LIMITED}),
    P.CLIENT_CREATE: frozenset({P.CLIENT_SEARCH, P.CLIENT_READ, P.CONSENT_EDIT}),
    P.CLIENT_EDIT: frozenset({P.CLIENT_READ}),
    P.CLIENT_MERGE: frozenset({P.CLIENT_EDIT}),
    P.SSN_REVEAL: frozenset({P.CLIENT_READ}),
    P.BIRTH_DATE_READ: frozenset({P.CLIENT_READ}),
    P.PHOTO_EDIT: frozenset({P.PHOTO_READ, P.CLIENT_EDIT}),
    P.HOUSEHOLD_READ: frozenset({P.HOUSEHOLD_READ_LIMITED}),
    P.HOUSEHOLD_EDIT: frozenset({P.HOUSEHOLD_READ}),
    P.HOUSEHOLD_DELETE: frozenset({P.HOUSEHOLD_EDIT}),
    P.CONSENT_EDIT: frozenset({P.CONSENT_READ}),
    P.CONSENT_DELETE_OWN: frozenset({P.CONSENT_EDIT}),
    P.PRIVACY_EDIT_OWN: frozenset({P.CLIENT_EDIT}),
    P.ENROLLMENT_READ: frozenset({P.ENROLLMENT_READ_LIMITED, P.CLIENT_READ_LIMITED}),
    P.ENROLLMENT_CREATE: frozenset({P.ENROLLMENT_READ, P.ANSWERS_EDIT}),
    P.ENROLLMENT_EDIT: frozenset({P.ENROLLMENT_READ}),
    P.ENROLLMENT_EXIT: frozenset({P.ENROLLMENT_EDIT, P.ANSWERS_EDIT}),
    P.ENROLLMENT_UNDO_EXIT_OWN: frozenset({P.ENROLLMENT_EXIT}),
    P.ENROLLMENT_REOPEN_OWN: frozenset({P.ENROLLMENT_EXIT}),
    P.ENROLLMENT_DELETE_OWN: frozenset({P.ENROLLMENT_EDIT}),
    P.ANSWERS_READ: frozenset({P.ENROLLMENT_READ}),
    P.ANSWERS_EDIT: frozenset({P.ANSWERS_READ}),
    P.SERVICE_READ: frozenset({P.SERVICE_READ_LIMITED}),
    P.SERVICE_CREATE: frozenset({P.ENROLLMENT_READ_LIMITED, P.SERVICE_READ_LIMITED}),
    P.SERVICE_CREATE_ALONE: frozenset({P.SERVICE_CREATE}),
    P.SERVICE_CREATE_PAST: frozenset({P.SERVICE_CREATE}),
    P.SERVICE_CREATE_MANY: frozenset({P.SERVICE_CREATE}),
    P.SERVICE_UNDO_OWN: frozenset({P.SERVICE_CREATE}),
    P.SERVICE_EDIT: frozenset({P.SERVICE_READ}),
    P.SERVICE_DELETE_OWN: frozenset({P.SERVICE_EDIT}),
    P.ASSESSMENT_READ: frozenset({P.ASSESSMENT_READ_LIMITED}),
    P.ASSESSMENT_CREATE: frozenset({P.ASSESSMENT_READ}),
    P.ASSESSMENT_EDIT: frozenset({P.ASSESSMENT_READ}),
    P.ASSESSMENT_DELETE_OWN: frozenset({P.ASSESSMENT_EDIT}),
    P.QUEUE_REFER: frozenset({P.ASSESSMENT_READ, P.QUEUE_READ_LIMITED}),
    P.QUEUE_READ: frozenset({P.QUEUE_READ_LIMITED}),
    P.REFERRAL_DECIDE_OWN: frozenset({P.QUEUE_READ}),
    P.QUEUE_MATCH: frozenset({P.QUEUE_READ}),
    P.CONTACT_READ: frozenset({P.CONTACT_READ_LIMITED}),
    P.CONTACT_EDIT: frozenset({P.CONTACT_READ}),
    P.CONTACT_DELETE_OWN: frozenset({P.CONTACT_EDIT}),
    P.LOCATION_READ: frozenset({P.LOCATION_READ_LIMITED}),
    P.LOCATION_EDIT: frozenset({P.LOCATION_READ}),
    P.LOCATION_DELETE_OWN: frozenset({P.LOCATION_EDIT}),
    P.FILE_READ: frozenset({P.FILE_READ_LIMITED}),
    P.FILE_EDIT: frozenset({P.FILE_READ}),
    P.FILE_DELETE_OWN: frozenset({P.FILE_EDIT}),
    P.NOTE_READ: frozenset({P.NOTE_READ_LIMITED}),
    P.NOTE_CREATE: frozenset({P.NOTE_READ_LIMITED}),
    P.NOTE_EDIT: frozenset({P.NOTE_READ}),
    P.NOTE_EDIT_OWN: frozenset({P.NOTE_CREATE}),
    P.NOTE_DELETE_OWN: frozenset({P.NOTE_EDIT}),
    P.ALERT_CREATE: frozenset({P.ALERT_READ}),
    P.ALERT_EDIT: frozenset({P.ALERT_READ}),
    P.ALERT_EDIT_OWN: frozenset({P.ALERT_CREATE}),
    P.ALERT_DELETE_OWN: frozenset({P.ALERT_EDIT}),
    P.HISTORY_READ: frozenset({P.HISTORY_READ_LIMITED}),
    P.REPORT_SCHEDULE: frozenset({P.REPORT_RUN}),
    P.ANALYSIS_SAVE: frozenset({P.ANALYSIS_BUILD}),
    P.WORKLIST_READ: frozenset({P.WORKLIST_READ_OWN}),
    P.AGENCY_EDIT: frozenset({P.AGENCY_EDIT_OWN}),
    P.CLIENT_PRINT: frozenset({P.CLIENT_READ}),
    P.CLIENT_PRINT_ASSESSMENT: frozenset({P.ASSESSMENT_READ}),
    P.MATERIAL_PUBLISH: frozenset({P.MATERIAL_READ}),
}
"""A permission whose prerequisites are missing is dropped when a role's rights are worked out."""

ADMINISTRATORS_ONLY = frozenset({P.ACCOUNT_EDIT, P.ROLE_EDIT})
"""What no role can hold: whoever may change people or roles could give themselves everything."""


def effective(permissions: frozenset[Permission]) -> frozenset[Permission]:
    """The permissions that a role can hold and whose prerequisites are all held too."""
    kept = permissions - ADMINISTRATORS_ONLY
    while True:
        smaller = frozenset(p for p in kept if PREREQUISITES.get(p, frozenset()) <= kept)
        if smaller == kept:
            return kept
        kept = smaller


def missing_prerequisites(permissions: frozenset[Permission]) -> dict[Permission, frozenset[Permission]]:
    """{permission held: those that it needs and that are not held}."""
    return {
        p: PREREQUISITES[p] - permissions
        for p in permissions
        if not PREREQUISITES.get(p, frozenset()) <= permissions
    }
