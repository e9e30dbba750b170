"""What somebody typed: kept for that account alone, encrypted, and not for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hmis_web.db.errors import DomainError, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain import drafts
from hmis_web.domain.drafts import Place
from hmis_web.models import AuditEvent, Draft
from tests.personas import Community

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 11, 3, 18, 42, tzinfo=UTC)
PATH = "/clients/1/enrollments/2/services/new"
TYPED = [("service", "200:200"), ("other_type", "Zzyzx"), ("service", "200:200")]


@pytest.fixture
def place(community: Community) -> Place:
    return Place("service", "1-2", community.home.id)


def test_draft_comes_back_as_typed_and_the_last_one_counts(
    community: Community, session: Session, keyring: KeyRing, place: Place
) -> None:
    actor = community.actor(session, "direct-service")
    drafts.save(session, keyring, actor, place, PATH, [("service", "")], NOW)
    drafts.save(session, keyring, actor, place, PATH, TYPED, NOW + timedelta(seconds=5))

    kept = drafts.find(session, keyring, actor, place, NOW + timedelta(minutes=1))

    assert kept is not None
    assert (kept.fields, kept.saved_at) == (TYPED, NOW + timedelta(seconds=5))
    assert len(session.scalars(select(Draft)).all()) == 1


def test_draft_is_unreadable_in_the_database_and_bound_to_its_place(
    community: Community, session: Session, keyring: KeyRing, place: Place
) -> None:
    actor = community.actor(session, "direct-service")
    drafts.save(session, keyring, actor, place, PATH, TYPED, NOW)
    row = session.scalars(select(Draft)).one()
    assert "Zzyzx" not in str(vars(row))
    assert "200" not in row.body

    session.execute(update(Draft).values(subject="1-3"))
    with pytest.raises(InvalidTag):
        drafts.find(session, keyring, actor, replace(place, subject="1-3"), NOW)


def test_draft_is_found_by_nobody_else_nor_elsewhere(
    community: Community, session: Session, keyring: KeyRing, place: Place
) -> None:
    actor, other = (community.actor(session, name) for name in ("direct-service", "agency-manager"))
    drafts.save(session, keyring, actor, place, PATH, TYPED, NOW)
    places = (
        replace(place, form="report"),
        replace(place, subject="1-3"),
        replace(place, organization_id=community.other.id),
        replace(place, version=2),
    )

    assert [drafts.find(session, keyring, actor, each, NOW) for each in places] == [None] * len(places)
    assert drafts.find(session, keyring, other, place, NOW) is None
    assert drafts.of_account(session, other, NOW) == []
    with pytest.raises(NotFound):
        drafts.discard(session, other, session.scalars(select(Draft.id)).one())


def test_list_of_an_account_names_page_and_agency(
    community: Community, session: Session, keyring: KeyRing, place: Place
) -> None:
    actor = community.actor(session, "direct-service")
    drafts.save(session, keyring, actor, place, PATH, TYPED, NOW)
    drafts.save(session, keyring, actor, Place("report", "apr", 0), "/reports/apr/new", TYPED, NOW)

    lines = drafts.of_account(session, actor, NOW)

    assert [(line.form, line.path, line.agency) for line in lines] == [
        ("report", "/reports/apr/new", ""),
        ("service", PATH, "Open Door"),
    ]


def test_draft_goes_when_the_form_is_saved_or_it_is_discarded(
    community: Community, session: Session, keyring: KeyRing, place: Place
) -> None:
    actor = community.actor(session, "direct-service")
    drafts.save(session, keyring, actor, place, PATH, TYPED, NOW)
    drafts.finish(session, actor, place)
    assert drafts.of_account(session, actor, NOW) == []

    drafts.save(session, keyring, actor, place, PATH, TYPED, NOW)
    drafts.discard(session, actor, session.scalars(select(Draft.id)).one())

    assert session.scalars(select(Draft)).all() == []
    verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.subject_type == "draft")).all()
    assert sorted(verbs) == ["draft:create", "draft:create", "draft:discard"]


def test_draft_is_gone_after_fourteen_days(
    community: Community, session: Session, keyring: KeyRing, place: Place
) -> None:
    actor = community.actor(session, "direct-service")
    drafts.save(session, keyring, actor, place, PATH, TYPED, NOW)
    last, over = NOW + timedelta(days=14, seconds=-1), NOW + timedelta(days=14)

    assert drafts.find(session, keyring, actor, place, last) is not None
    assert drafts.purge(session, last) == 0
    assert drafts.find(session, keyring, actor, place, over) is None
    assert drafts.purge(session, over) == 1
    assert session.scalars(select(Draft)).all() == []


def test_draft_of_more_than_64_kilobytes_is_refused(
    community: Community, session: Session, keyring: KeyRing, place: Place
) -> None:
    actor = community.actor(session, "direct-service")

    with pytest.raises(DomainError, match="too long"):
        drafts.save(session, keyring, actor, place, PATH, [("note", "x" * drafts.MOST_BYTES)], NOW)
