"""What some services want to know besides type and date. HUD P2.A, V2.A to V2.D, V3.2 to V3.5, V8.A, W2.3,
C2.A."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hmis_web import standards
from hmis_web.db.errors import DomainError
from hmis_web.domain.service_lists import OUTCOMES, sub_types
from hmis_web.standards.codes import RecordType

OTHER_TEXT: dict[tuple[int, int], str] = {
    (RecordType.SSVF_SERVICE, 6): "other_type_provided",
    (RecordType.VOUCHER_TRACKING, 12): "other_type_provided",
    (RecordType.MOVING_ON_ASSISTANCE, 5): "moving_on_other_type",
}
"""Services that are "other": (record type, type) and the column that says what."""
TEXT_LENGTH = 50
NOTE_LENGTH = 500
LARGEST_AMOUNT = Decimal(1_000_000)
AMOUNT = "Enter the amount in dollars, above zero"
OUTCOME = "Choose what came of the referral"


@dataclass(frozen=True)
class ServiceInput:
    """What a person says about a service. Amounts are US dollars; None means not told."""

    idempotency_key: str
    date_provided: date
    record_type: int
    type_provided: int
    sub_type_provided: int | None = None
    other_type: str | None = None
    fa_amount: Decimal | None = None
    fa_start_date: date | None = None
    fa_end_date: date | None = None
    referral_outcome: int | None = None
    note: str = ""
    """Ours, beside HUD's columns."""


def checked_note(note: str) -> str | None:
    """The note of a service as it is kept; None for none. Raises DomainError("note") for a long one."""
    kept = " ".join(note.split())
    if len(kept) > NOTE_LENGTH:
        raise DomainError("note", f"Write at most {NOTE_LENGTH} characters; a case note has room for more")
    return kept or None


def wanted_details(record_type: int | None, type_provided: int | None) -> frozenset[str]:
    """The names of the details that a service has: `sub_type_provided`, `other_type`, `fa_amount`,
    `fa_start_date`, `fa_end_date`, `referral_outcome`. HUD P2, V2, V3, V8, W2, C2."""
    wanted: set[str] = set()
    if sub_types(record_type, type_provided):
        wanted.add("sub_type_provided")
    if (record_type, type_provided) in OTHER_TEXT:
        wanted.add("other_type")
    if record_type == RecordType.SSVF_FINANCIAL_ASSISTANCE:
        wanted |= {"fa_amount", "fa_start_date", "fa_end_date"}
    if record_type == RecordType.HOPWA_FINANCIAL_ASSISTANCE:
        wanted.add("fa_amount")
    if record_type == RecordType.PATH_REFERRAL:
        wanted.add("referral_outcome")
    return frozenset(wanted)


def check_details(entry: ServiceInput) -> dict[str, Any]:
    """The columns of Services.csv that the details fill. Details that the service does not have are left out,
    as HUD's format wants them blank. Raises DomainError naming a detail that is missing or can't be; what
    contradicts another detail `service_rules` finds."""
    wanted = wanted_details(entry.record_type, entry.type_provided)
    columns: dict[str, Any] = {}
    if "sub_type_provided" in wanted:
        columns["sub_type_provided"] = _sub_type(entry)
    if "other_type" in wanted:
        columns[OTHER_TEXT[entry.record_type, entry.type_provided]] = _other(entry)
    if "fa_amount" in wanted:
        columns["fa_amount"] = _amount(entry)
    for name in ("fa_start_date", "fa_end_date"):
        if name in wanted:
            columns[name] = getattr(entry, name)
    if "referral_outcome" in wanted:
        columns["referral_outcome"] = _outcome(entry)
    return columns


def _sub_type(entry: ServiceInput) -> int:
    codes = {int(code.value) for code in sub_types(entry.record_type, entry.type_provided)}
    if entry.sub_type_provided not in codes:
        raise DomainError("sub_type_provided", "Choose which kind it was")
    return entry.sub_type_provided


def _other(entry: ServiceInput) -> str:
    text = (entry.other_type or "").strip()
    if not text:
        raise DomainError("other_type", "Say what it was")
    if len(text) > TEXT_LENGTH:
        raise DomainError("other_type", f"Say it in at most {TEXT_LENGTH} characters")
    return text


def _amount(entry: ServiceInput) -> Decimal:
    """HUD V3.3, W2.3."""
    if entry.fa_amount is None or not 0 < entry.fa_amount < LARGEST_AMOUNT:
        raise DomainError("fa_amount", AMOUNT)
    return entry.fa_amount


def _outcome(entry: ServiceInput) -> int:
    if entry.referral_outcome not in standards.code_list(OUTCOMES).numbers:
        raise DomainError("referral_outcome", OUTCOME)
    return entry.referral_outcome
