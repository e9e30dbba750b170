"""Keeping the findings of the daily check: new ones are added, those that no longer hold are gone."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from hmis_web.domain.data_quality import contacts, households, people, programs, projects, stays
from hmis_web.domain.data_quality.common import Found, Limits, limits_of, once
from hmis_web.models import QualityFinding, Setting
from hmis_web.standards.validation import validation_rule

Rule = Callable[[Session, date, Limits], Sequence[Found]]
RULES: dict[str, Rule] = {
    "P001": stays.p001_annual_missing,
    "P002": stays.p002_annual_due,
    "P003": contacts.p003_no_contact,
    "P004": contacts.p004_no_bed_night,
    "P005": contacts.p005_few_bed_nights,
    "P006": contacts.p006_open_referral,
    "P007": stays.p007_long_stay,
    "P008": projects.p008_without_stays,
    "B001": people.b001_same_ssn,
    "B002": people.b002_unknown_ssn,
    "B003": households.b003_nobody_over_eleven,
    "B004": people.b004_unsure_birth_date,
    "B005": people.b005_missing_service,
    "B006": people.b006_unknown_service,
    "B007": people.b007_same_personal_id,
    "B008": stays.b008_outside_operation,
    "B009": stays.b009_outside_participation,
    "B010": stays.b010_crosses_participation,
    "B011": stays.b011_long_without_home,
    "B012": programs.b012_path_status,
    "B013": programs.b013_ssvf_answers,
    "B014": projects.b014_without_inventory,
    "B015": projects.b015_unused_beds,
}
"""{rule of validation.csv: what finds where it is broken}."""
BATCH = 500
CHECKED_ON = "data_quality_checked_on"
"""Setting, JSON: the day of the last check."""


def refresh(session: Session, as_of: date) -> int:
    """Check everything and write what is found; a finding that was there keeps the day on which it was found
    first. As often as one likes. Answers how many stand. Flushes."""
    limits = limits_of(session)
    return sum(_refresh(session, name, rule(session, as_of, limits), as_of) for name, rule in RULES.items())


def refresh_daily(session: Session, as_of: date) -> None:
    """As `refresh`, once a day. Flushes."""
    row = session.get(Setting, CHECKED_ON)
    today = json.dumps(as_of.isoformat())
    if row is not None and row.value == today:
        return
    if row is None:
        session.add(Setting(name=CHECKED_ON, value=today))
    else:
        row.value = today
    refresh(session, as_of)
    session.flush()


def _refresh(session: Session, rule_id: str, found: Sequence[Found], as_of: date) -> int:
    now = {(each.project_key, each.enrollment_key): each for each in once(found)}
    kept = select(
        QualityFinding.id, QualityFinding.project_key, QualityFinding.enrollment_key, QualityFinding.day
    ).where(QualityFinding.rule_id == rule_id)
    gone = []
    for key, project, stay, day in session.execute(kept).all():
        each = now.get((project, stay))
        if each is not None and each.day == day:
            del now[project, stay]
        else:
            gone.append(key)
    for start in range(0, len(gone), BATCH):
        session.execute(delete(QualityFinding).where(QualityFinding.id.in_(gone[start : start + BATCH])))
    severity = validation_rule(rule_id).severity.value
    rows = [
        {"rule_id": rule_id, "severity": severity, "found_on": as_of, **vars(each)} for each in now.values()
    ]
    if rows:
        session.execute(insert(QualityFinding), rows)
    return len(once(found))
