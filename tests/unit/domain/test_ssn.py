"""The whole SSN: a right, a reason, a line in the audit trail, and not too many of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import ssn
from hmis_web.models import AuditEvent, AuditValue
from tests.factories import hud
from tests.personas import OUTSIDER, Community

pytestmark = pytest.mark.both_databases


@pytest.fixture
def client(community: Community, session: Session, keyring: KeyRing) -> int:
    return hud.client(session, keyring, community.home, ssn="900124471").id


def show(
    community: Community,
    session: Session,
    keyring: KeyRing,
    client: int,
    persona: str = "direct-service",
    *,
    reason: str = "benefits",
    words: str = "",
    authenticated_at: datetime | None = None,
) -> str:
    actor, now = community.actor(session, persona), datetime.now(UTC)
    return ssn.reveal(session, actor, keyring, client, reason, words, now, authenticated_at)


def test_number_is_shown_and_the_reason_recorded_without_it(
    community: Community, session: Session, keyring: KeyRing, client: int
) -> None:
    assert show(community, session, keyring, client, words="SSI form") == "900-12-4471"

    event = session.scalars(select(AuditEvent).where(AuditEvent.verb == ssn.REVEAL)).one()
    assert event.client_id == client
    assert json.loads(event.details or "") == {"reason": "benefits"}
    assert "SSI form" in (session.get_one(AuditValue, event.id).content or "")


@pytest.mark.parametrize(
    ("reason", "words", "field"),
    [
        ("", "", "reason"),
        ("curiosity", "", "reason"),
        ("other", " ", "words"),
        ("other", "it is 900-12-4471", "words"),
        ("other", "x" * 201, "words"),
    ],
)
def test_number_without_a_good_reason_is_refused(
    community: Community, session: Session, keyring: KeyRing, client: int, reason: str, words: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        show(community, session, keyring, client, reason=reason, words=words)

    assert refused.value.field == field
    assert session.scalars(select(AuditEvent).where(AuditEvent.verb == ssn.REVEAL)).all() == []


def test_number_needs_the_right_and_the_scope(
    community: Community, session: Session, keyring: KeyRing, client: int
) -> None:
    with pytest.raises(Forbidden):
        show(community, session, keyring, client, "reporting-monitoring")
    with pytest.raises(NotFound):
        show(community, session, keyring, client, OUTSIDER)


def test_eleventh_number_within_an_hour_wants_the_password(
    community: Community, session: Session, keyring: KeyRing, client: int
) -> None:
    signed_in = datetime.now(UTC) - timedelta(hours=3)
    for _time in range(ssn.MOST_AN_HOUR):
        show(community, session, keyring, client, authenticated_at=signed_in)

    with pytest.raises(ssn.PasswordWanted):
        show(community, session, keyring, client, authenticated_at=signed_in)
    assert show(community, session, keyring, client, authenticated_at=datetime.now(UTC)) == "900-12-4471"
    assert show(community, session, keyring, client, "agency-manager", authenticated_at=signed_in)
