"""The role matrix of the access rules, read: 73 capabilities, and what each role may do of them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from hmis_web.access.permissions import Permission
from tests.access.routes import COLUMNS
from tests.personas import ADMINISTRATOR

P = Permission
FOLDER = Path(__file__).parent
TABLE = FOLDER / "matrix.csv"
PENDING = FOLDER / "pending.txt"


@dataclass(frozen=True)
class Row:
    """One capability: {persona: what a role may do of it}, from V view, C create, E edit, D delete, lim
    limited view, own (only of the own agency or person, where others may do more), undo."""

    number: int
    capability: str
    cells: dict[str, frozenset[str]]

    @property
    def name(self) -> str:
        """How failures and the list of pending rows call it."""
        return f"{self.number} {self.capability}"


def rows() -> list[Row]:
    """Every row of the table. "all": the system administrator may do whatever there is of a row."""
    found = []
    with TABLE.open(newline="") as file:
        for line in csv.DictReader(file):
            number = int(line["row"])
            cells = {persona: frozenset(line[code].split()) - {"-"} for code, persona in COLUMNS.items()}
            cells[ADMINISTRATOR] = frozenset() if line["SA"] == "-" else frozenset(RIGHTS[number])
            found.append(Row(number, line["capability"], cells))
    return found


def pending() -> set[str]:
    """Names of the rows whose feature is not built yet."""
    return {line for line in PENDING.read_text().splitlines() if line and not line.startswith("#")}


def rights_of(row: Row, persona: str) -> set[Permission]:
    """The permissions that a cell of the matrix means; who sees all sees the limited view, too."""
    return {permission for token in row.cells[persona] for permission in RIGHTS[row.number][token]}


RIGHTS: dict[int, dict[str, set[Permission]]] = {
    1: {"V": {P.CLIENT_SEARCH}, "lim": {P.CLIENT_SEARCH}},
    2: {"V": {P.CLIENT_READ, P.CLIENT_READ_LIMITED}, "lim": {P.CLIENT_READ_LIMITED}},
    3: {"C": {P.CLIENT_CREATE}},
    4: {"E": {P.CLIENT_EDIT}},
    5: {"D": {P.CLIENT_MERGE}},
    6: {"V": {P.SSN_REVEAL, P.BIRTH_DATE_READ}},
    7: {"V": {P.PHOTO_READ}, "E": {P.PHOTO_EDIT}},
    8: {"V": {P.HOUSEHOLD_READ, P.HOUSEHOLD_READ_LIMITED}, "lim": {P.HOUSEHOLD_READ_LIMITED}},
    9: {"C": {P.HOUSEHOLD_EDIT}, "E": {P.HOUSEHOLD_EDIT}, "D": {P.HOUSEHOLD_DELETE}},
    10: {"V": {P.CONSENT_READ}},
    11: {"C": {P.CONSENT_EDIT}, "E": {P.CONSENT_EDIT}, "D": {P.CONSENT_DELETE_OWN}},
    12: {"E": {P.PRIVACY_EDIT_OWN}},
    13: {"V": {P.ENROLLMENT_READ, P.ENROLLMENT_READ_LIMITED}, "lim": {P.ENROLLMENT_READ_LIMITED}},
    14: {"C": {P.ENROLLMENT_CREATE}},
    15: {"E": {P.ENROLLMENT_EDIT}},
    16: {"E": {P.ENROLLMENT_EXIT, P.ENROLLMENT_UNDO_EXIT_OWN}},
    17: {"E": {P.ENROLLMENT_REOPEN_OWN}},
    18: {"D": {P.ENROLLMENT_DELETE_OWN}},
    19: {"V": {P.ANSWERS_READ}, "C": {P.ANSWERS_READ, P.ANSWERS_EDIT}, "E": {P.ANSWERS_EDIT}},
    20: {"V": {P.SERVICE_READ, P.SERVICE_READ_LIMITED}, "lim": {P.SERVICE_READ_LIMITED}},
    21: {"C": {P.SERVICE_CREATE}},
    22: {"C": {P.SERVICE_CREATE_ALONE}},
    23: {"C": {P.SERVICE_CREATE_PAST}},
    24: {"E": {P.SERVICE_EDIT, P.SERVICE_UNDO_OWN}, "undo": {P.SERVICE_UNDO_OWN}},
    25: {"D": {P.SERVICE_DELETE_OWN}},
    26: {"C": {P.SERVICE_CREATE_MANY}},
    27: {"V": {P.ASSESSMENT_READ, P.ASSESSMENT_READ_LIMITED}, "lim": {P.ASSESSMENT_READ_LIMITED}},
    28: {"C": {P.ASSESSMENT_CREATE}},
    29: {"E": {P.ASSESSMENT_EDIT}},
    30: {"D": {P.ASSESSMENT_DELETE_OWN}},
    31: {"C": {P.QUEUE_REFER}},
    32: {"V": {P.QUEUE_READ, P.QUEUE_READ_LIMITED}, "lim": {P.QUEUE_READ_LIMITED}},
    33: {"E": {P.REFERRAL_DECIDE_OWN}},
    34: {"E": {P.QUEUE_MATCH}},
    35: {"V": {P.CONTACT_READ, P.CONTACT_READ_LIMITED}, "lim": {P.CONTACT_READ_LIMITED}},
    36: {"C": {P.CONTACT_EDIT}, "E": {P.CONTACT_EDIT}},
    37: {"D": {P.CONTACT_DELETE_OWN}},
    38: {"V": {P.LOCATION_READ, P.LOCATION_READ_LIMITED}, "lim": {P.LOCATION_READ_LIMITED}},
    39: {"C": {P.LOCATION_EDIT}, "E": {P.LOCATION_EDIT}},
    40: {"D": {P.LOCATION_DELETE_OWN}},
    41: {"V": {P.FILE_READ, P.FILE_READ_LIMITED}, "lim": {P.FILE_READ_LIMITED}},
    42: {"C": {P.FILE_EDIT}, "E": {P.FILE_EDIT}},
    43: {"D": {P.FILE_DELETE_OWN}},
    44: {"V": {P.NOTE_READ, P.NOTE_READ_LIMITED}, "lim": {P.NOTE_READ_LIMITED}},
    45: {"C": {P.NOTE_CREATE}},
    46: {"E": {P.NOTE_EDIT}, "own": {P.NOTE_EDIT_OWN}},
    47: {"D": {P.NOTE_DELETE_OWN}},
    48: {"V": {P.ALERT_READ}},
    49: {"C": {P.ALERT_CREATE}},
    50: {"E": {P.ALERT_EDIT}, "own": {P.ALERT_EDIT_OWN}},
    51: {"D": {P.ALERT_DELETE_OWN}},
    52: {"V": {P.HISTORY_READ, P.HISTORY_READ_LIMITED}, "lim": {P.HISTORY_READ_LIMITED}},
    53: {"V": {P.REPORT_RUN}},
    54: {"C": {P.REPORT_SCHEDULE}},
    55: {"V": {P.REPORT_STAFF}},
    56: {"C": {P.ANALYSIS_BUILD}},
    57: {"C": {P.ANALYSIS_SAVE}},
    58: {"C": {P.HMIS_CSV_EXPORT}},
    59: {"C": {P.HMIS_CSV_IMPORT}},
    60: {"V": {P.WORKLIST_READ, P.WORKLIST_READ_OWN}, "own": {P.WORKLIST_READ_OWN}},
    61: {"E": {P.RECORD_RESTORE_OWN}},
    62: {"V": {P.AUDIT_READ_OWN}},
    63: {"E": {P.AGENCY_EDIT}, "own": {P.AGENCY_EDIT_OWN}},
    64: {"C": {P.ACCOUNT_REQUEST}},
    65: {"E": {P.ACCOUNT_EDIT}},
    66: {"E": {P.ROLE_EDIT}},
    67: {"V": {P.TRAINING_TAKE}},
    68: {"V": {P.TRAINING_READ_AGENCY}},
    69: {"E": {P.TRAINING_RECORD}},
    70: {"V": {P.MATERIAL_READ}},
    71: {"C": {P.MATERIAL_PUBLISH}},
    72: {"V": set()},
    73: {"V": {P.CLIENT_PRINT}, "own": {P.CLIENT_PRINT_ASSESSMENT}},
}
"""What each word of a cell means. Switching agency (72) asks for a second grant, not for a permission."""
