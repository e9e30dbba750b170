"""Which values stay when two records become one, and which come back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.db.keys import KeyRing
from hmis_web.domain import merge_rows
from hmis_web.domain.client_changes import check_edit, fields_of
from hmis_web.domain.client_fields import RACES, VETERAN
from hmis_web.domain.client_rules import refuse_errors
from hmis_web.models import Client

GROUPS: dict[str, tuple[str, ...]] = {
    "first_name": ("first_name",),
    "middle_name": ("middle_name",),
    "last_name": ("last_name",),
    "name_suffix": ("name_suffix",),
    "name_data_quality": ("name_data_quality",),
    "ssn": ("ssn", "ssn_index", "ssn4_index", "ssn_data_quality"),
    "dob": ("dob", "dob_data_quality"),
    "sex": ("sex",),
    "races": (*RACES, "race_none", "additional_race_ethnicity"),
    "veteran_status": ("veteran_status", *VETERAN),
}
"""What is chosen together, and its columns: a number with its quality, service with the status it needs."""


def choose(
    survivor: Client, merged: Client, chosen: Mapping[str, int]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the survivor the chosen values; (before, after) of the columns that change."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for group, columns in GROUPS.items():
        if chosen.get(group, survivor.id) != merged.id:
            continue
        for name in columns:
            old, new = getattr(survivor, name), getattr(merged, name)
            if old != new:
                before[name], after[name] = old, new
                setattr(survivor, name, new)
    return before, after


def refuse_new_errors(
    session: Session, keyring: KeyRing, survivor: Client, known: set[str], as_of: date
) -> None:
    """Contradictions that neither record had. Raises ClientRefused."""
    told = fields_of(survivor, keyring)
    found = check_edit(session, survivor.id, told, told, as_of)
    refuse_errors(each for each in found if each.rule_id not in known)


def errors_of(session: Session, keyring: KeyRing, *rows: Client, as_of: date) -> set[str]:
    """The rules that records break as they are: a merge is not held against them. One statement each."""
    told = [(row.id, fields_of(row, keyring)) for row in rows]
    return {each.rule_id for key, fields in told for each in check_edit(session, key, fields, fields, as_of)}


def restore(survivor: Client, before: dict[str, Any], after: dict[str, Any]) -> None:
    """The survivor's values from before the merge, where nobody has changed them since."""
    table: Any = Client.__table__
    left, old = merge_rows.from_json(table, after), merge_rows.from_json(table, before)
    for name, value in old.items():
        if getattr(survivor, name) == left[name]:
            setattr(survivor, name, value)
