"""Permissions in plain words, by area: for the Access Roles page, the role editor, and who is refused."""

from __future__ import annotations

from dataclasses import dataclass

from hmis_web.access.permissions import Permission

P = Permission


@dataclass(frozen=True)
class Area:
    """Permissions that belong together, each with what it lets a person do."""

    name: str
    words: dict[Permission, str]


AREAS = (
    Area("Clients", {
        P.CLIENT_SEARCH: "find clients",
        P.CLIENT_READ_LIMITED: "see a client's name, age and identifier",
        P.CLIENT_READ: "see a client's whole record",
        P.CLIENT_CREATE: "add a client",
        P.CLIENT_EDIT: "change a client's record",
        P.CLIENT_MERGE: "merge, unmerge and delete clients",
        P.BIRTH_DATE_READ: "see a full birth date",
        P.SSN_REVEAL: "see a full Social Security number",
        P.PHOTO_READ: "see a client's photo",
        P.PHOTO_EDIT: "set a client's photo",
        P.CLIENT_PRINT: "print a client's summary and forms",
        P.CLIENT_PRINT_ASSESSMENT: "print assessments of one's own",
    }),
    Area("Households", {
        P.HOUSEHOLD_READ_LIMITED: "see the names of household members",
        P.HOUSEHOLD_READ: "see households",
        P.HOUSEHOLD_EDIT: "make households and change who belongs to them",
        P.HOUSEHOLD_DELETE: "delete households",
    }),
    Area("Consent and privacy", {
        P.CONSENT_READ: "see whether there is a release of information",
        P.CONSENT_EDIT: "record a release of information",
        P.CONSENT_DELETE_OWN: "delete a release that the own agency recorded",
        P.PRIVACY_EDIT_OWN: "make a record of the own agency private",
    }),
    Area("Enrollments", {
        P.ENROLLMENT_READ_LIMITED: "see active enrollments of the own agency",
        P.ENROLLMENT_READ: "see enrollments",
        P.ENROLLMENT_CREATE: "enroll a client",
        P.ENROLLMENT_EDIT: "change an enrollment",
        P.ENROLLMENT_EXIT: "exit a client",
        P.ENROLLMENT_UNDO_EXIT_OWN: "take back one's own exit within 24 hours",
        P.ENROLLMENT_REOPEN_OWN: "open an exited enrollment of the own agency again",
        P.ENROLLMENT_DELETE_OWN: "delete an enrollment of the own agency",
        P.ANSWERS_READ: "see what was answered at entry, update, annual assessment and exit",
        P.ANSWERS_EDIT: "record answers at entry, update, annual assessment and exit",
    }),
    Area("Services", {
        P.SERVICE_READ_LIMITED: "see services of the own agency",
        P.SERVICE_READ: "see services with their amounts",
        P.SERVICE_CREATE: "log services in active enrollments",
        P.SERVICE_CREATE_MANY: "log services for many clients at once",
        P.SERVICE_CREATE_ALONE: "log services without an enrollment",
        P.SERVICE_CREATE_PAST: "log services in enrollments that are over",
        P.SERVICE_UNDO_OWN: "take back one's own service within ten minutes",
        P.SERVICE_EDIT: "change services",
        P.SERVICE_DELETE_OWN: "delete a service of the own agency",
    }),
    Area("Assessments and coordinated entry", {
        P.ASSESSMENT_READ_LIMITED: "see that there is an assessment, and when",
        P.ASSESSMENT_READ: "see assessments with answers and score",
        P.ASSESSMENT_CREATE: "conduct assessments",
        P.ASSESSMENT_EDIT: "change assessments",
        P.ASSESSMENT_DELETE_OWN: "delete an assessment of the own agency",
        P.QUEUE_REFER: "refer a client to the queue",
        P.QUEUE_READ_LIMITED: "see the referrals that one has made",
        P.QUEUE_READ: "see the queue and referrals to own programs",
        P.REFERRAL_DECIDE_OWN: "accept or deny referrals to own programs",
        P.QUEUE_MATCH: "assign clients from the whole queue",
    }),
    Area("Contacts, places and files", {
        P.CONTACT_READ_LIMITED: "see the kind and name of contacts",
        P.CONTACT_READ: "see contacts",
        P.CONTACT_EDIT: "add and change contacts",
        P.CONTACT_DELETE_OWN: "delete a contact of the own agency",
        P.LOCATION_READ_LIMITED: "see the label of the present place",
        P.LOCATION_READ: "see places",
        P.LOCATION_EDIT: "add and change places",
        P.LOCATION_DELETE_OWN: "delete a place of the own agency",
        P.FILE_READ_LIMITED: "see the names of files",
        P.FILE_READ: "open files",
        P.FILE_EDIT: "add and change files",
        P.FILE_DELETE_OWN: "delete a file of the own agency",
    }),
    Area("Notes, alerts and history", {
        P.NOTE_READ_LIMITED: "see notes of the own agency",
        P.NOTE_READ: "see notes",
        P.NOTE_CREATE: "write notes",
        P.NOTE_EDIT_OWN: "change one's own note on the same day",
        P.NOTE_EDIT: "change notes",
        P.NOTE_DELETE_OWN: "delete a note of the own agency",
        P.ALERT_READ: "see public alerts",
        P.ALERT_CREATE: "post public alerts",
        P.ALERT_EDIT_OWN: "change or end one's own public alert",
        P.ALERT_EDIT: "change or end public alerts",
        P.ALERT_DELETE_OWN: "delete a public alert of the own agency",
        P.HISTORY_READ_LIMITED: "see the history as far as limited viewing goes",
        P.HISTORY_READ: "see a client's history",
        P.WORKLIST_READ_OWN: "see the data-quality worklist of one's own records",
        P.WORKLIST_READ: "see the data-quality worklist of the agency",
        P.RECORD_RESTORE_OWN: "restore what the own agency deleted",
        P.AUDIT_READ_OWN: "see who at the own agency did what to a client",
    }),
    Area("Reports and data", {
        P.REPORT_RUN: "run reports",
        P.REPORT_SCHEDULE: "schedule reports and keep favorites",
        P.REPORT_STAFF: "run reports about staff activity",
        P.ANALYSIS_BUILD: "build questions in data analysis",
        P.ANALYSIS_SAVE: "save and share questions in data analysis",
        P.HMIS_CSV_EXPORT: "export HMIS CSV files",
        P.HMIS_CSV_IMPORT: "import HMIS CSV files",
    }),
    Area("Agency, people and training", {
        P.AGENCY_EDIT_OWN: "change the agency's service items and contacts",
        P.AGENCY_EDIT: "manage agencies and programs",
        P.ACCOUNT_REQUEST: "ask for users of the own agency",
        P.ACCOUNT_EDIT: "manage users",
        P.ROLE_EDIT: "manage roles and settings",
        P.TRAINING_TAKE: "take training and see one's own",
        P.TRAINING_READ_AGENCY: "see the training of the agency's staff",
        P.TRAINING_RECORD: "record training",
        P.MATERIAL_READ: "read the helpful materials",
        P.MATERIAL_PUBLISH: "publish helpful materials",
    }),
)  # fmt: skip

_WORDS = {permission: words for area in AREAS for permission, words in area.words.items()}


def in_words(permission: Permission) -> str:
    """A permission as a person would say it: "run reports"."""
    return _WORDS[permission]


LIMIT_WORDS = {
    "none": "no limit",
    "one": "1 per agency",
    "per_program": "as many as the agency has active programs",
}
"""How many people of an agency may hold a role at a time."""
PLACE_WORDS = {
    "both": "at a primary or an additional agency",
    "primary": "at one's primary agency only",
    "additional": "at an additional agency only",
}
"""Where a role may be held."""
