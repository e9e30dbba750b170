"""How a release of information is told and signed: drawn on the screen, the name typed, or on paper; by a
guardian for somebody under 18."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from hmis_web.db.errors import DomainError
from hmis_web.domain import sharing
from hmis_web.domain.client_rules import adult_on
from hmis_web.domain.papers import Paper, PaperStore
from hmis_web.models import ReleaseSignature
from hmis_web.models.sharing import RELEASE_KINDS, SIGNATURES

DRAWING = "release-drawing"
MOST_DRAWN = 20_000
NAME_LENGTH = 100
_DRAWN = re.compile(r"\d{1,3},\d{1,3}( \d{1,3},\d{1,3})*(;\d{1,3},\d{1,3}( \d{1,3},\d{1,3})*)*")
"""Lines of a drawn signature: points within 1000 x 1000, lines parted by semicolons."""


@dataclass(frozen=True)
class ReleaseInput:
    """A release as told. `how` is how it was signed: drawn, typed or on paper."""

    kind: str
    signed_on: date | None
    ends_on: date | None
    how: str = ""
    signer: str = ""
    guardian_relation: str = ""
    own_consent: bool = False
    """Somebody under 18 who may consent without a guardian."""
    drawing: str = ""
    paper: Paper | None = None


def check(told: ReleaseInput, born: date | None, as_of: date) -> tuple[date, date]:
    """First and last day of a release that may be recorded. Raises DomainError naming the field: a date that
    is missing, a signature that is, somebody under 18 without a guardian."""
    if told.kind not in RELEASE_KINDS:
        raise DomainError("kind", "Choose how the release was given")
    if told.signed_on is None:
        raise DomainError("signed_on", "Enter the day of the signature")
    if told.ends_on is None:
        raise DomainError("ends_on", "Enter the last day of the release")
    sharing.check_days(told.signed_on, told.ends_on, as_of)
    is_minor = adult_on(born, told.signed_on) is False
    if is_minor and told.kind in {"signed", "verbal"} and not told.own_consent:
        raise DomainError(
            "kind",
            "For somebody under 18 a parent or guardian signs; choose that, or tick that they may consent"
            " for themselves",
        )
    if told.kind != "verbal":
        _check_signature(told)
    return told.signed_on, told.ends_on


def _check_signature(told: ReleaseInput) -> None:
    how = "paper" if told.kind == "attached" else told.how
    if told.kind == "guardian" and not told.guardian_relation.strip():
        raise DomainError("guardian_relation", "Enter what the guardian is to the client, such as mother")
    if told.kind == "guardian" and not told.signer.strip():
        raise DomainError("signer", "Enter the guardian's name")
    if how not in SIGNATURES:
        raise DomainError("how", "Choose how it was signed")
    if how == "typed" and not told.signer.strip():
        raise DomainError("signer", "Type the name of who signs")
    if how == "drawn" and not (_DRAWN.fullmatch(told.drawing) and len(told.drawing) <= MOST_DRAWN):
        raise DomainError("drawing", "Let the client sign in the box, or type the name instead")
    if how == "paper" and told.paper is None:
        raise DomainError("paper", "Choose the scan or photo of the signed paper")
    for field, text in (("signer", told.signer), ("guardian_relation", told.guardian_relation)):
        if len(text) > NAME_LENGTH:
            raise DomainError(field, f"Use {NAME_LENGTH} letters or fewer")


def signature_row(store: PaperStore, release_id: int, told: ReleaseInput) -> ReleaseSignature:
    """The row that keeps how a checked release was signed; a paper is kept with it."""
    how = "paper" if told.kind == "attached" else told.how
    kept: dict[str, Any] = store.put(told.paper) if how == "paper" and told.paper is not None else {}
    return ReleaseSignature(
        release_id=release_id,
        how=how,
        signer=" ".join(told.signer.split()) or None,
        guardian_relation=" ".join(told.guardian_relation.split()) or None
        if told.kind == "guardian"
        else None,
        drawing=store.keyring.encrypt(DRAWING, told.drawing) if how == "drawn" else None,
        **kept,
    )
