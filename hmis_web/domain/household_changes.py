"""Making and changing households outside enrollments (decision 25): who joins, who leaves, who heads it, from
which day on. A household has exactly one head as long as somebody belongs to it; a unique index keeps it, too
(3.15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import standards
from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible, household_visible
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import audit, household_rows
from hmis_web.domain.clock import Clock
from hmis_web.domain.household_records import HEAD
from hmis_web.domain.household_rows import Relations
from hmis_web.models import Client, ClientAgency, Household


def create_household(
    session: Session,
    actor: Actor,
    relations: Relations,
    on: date,
    clock: Clock,
    *,
    idempotency_key: str,
    organization_id: int | None = None,
) -> int:
    """Make a household of clients who live together from a day on, and answer its key. It belongs to the
    agency acted for; whoever acts for all agencies names one, else it is the head's. The same idempotency key
    again answers the household that the first one made. Raises DomainError naming the field: "relations"
    unless exactly one is the head, "members" when somebody belongs to another household of the agency, "on"
    for a day to come; NotFound for a client out of scope. Flushes. HUD 3.15."""
    actor.require(Permission.HOUSEHOLD_EDIT)
    key = f"{actor.account_id}:{idempotency_key}"
    made = session.scalar(select(Household.id).where(Household.idempotency_key == key))
    if made is not None:
        return made
    _check_day(on, clock.as_of)
    _check_relations(relations)
    _require_visible(session, actor, relations)
    agency = actor.organization_id or organization_id or _agency_of(session, relations)
    household = Household(
        organization_id=agency, account_id=actor.account_id, created_at=clock.now, idempotency_key=key
    )
    session.add(household)
    session.flush()
    household_rows.add(session, actor, household, relations, on)
    audit.record(
        session, actor, "household:create", "household", household.id, client_id=head_of(relations),
        after={"joined_on": on, "members": sorted(relations)},
    )  # fmt: skip
    return household.id


def change_members(
    session: Session,
    actor: Actor,
    household_id: int,
    relations: Relations,
    on: date,
    clock: Clock,
    *,
    version: int,
) -> None:
    """Say who belongs to a household from a day on, and as what: who is left out leaves on that day, who is
    new joins, who becomes something else does so. Empty: everybody leaves. Raises NotFound out of scope,
    StaleVersion when somebody else changed it since `version`, DomainError as `create_household`, and "on"
    for a day before the last change. Flushes. HUD 3.15."""
    actor.require(Permission.HOUSEHOLD_EDIT)
    household = _own(session, actor, household_id)
    if household.version != version:
        raise StaleVersion("household")
    present = household_rows.present(session, household_id)
    relations = _headed(relations)
    if relations:
        _check_relations(relations)
    _require_visible(session, actor, set(relations) - set(present))
    _check_day(on, clock.as_of, household_rows.last_change(session, household_id))
    household_rows.leave(
        session, actor, household, [row for key, row in present.items() if key not in relations], on
    )
    joining = {key: code for key, code in relations.items() if key not in present}
    changed = {
        key: code
        for key, code in relations.items()
        if key in present and present[key].relationship_to_hoh != code
    }
    household_rows.become(session, actor, household, present, changed, on)
    household_rows.add(session, actor, household, joining, on)
    household.version += 1
    session.flush()


def correct_joining(
    session: Session,
    actor: Actor,
    household_id: int,
    joined: Mapping[int, date],
    clock: Clock,
    *,
    version: int,
) -> None:
    """Correct since when members are what they are: {client: day}; who is no member now is left out. Raises
    NotFound out of scope, StaleVersion, DomainError("joined_on") for a day to come or one on which the client
    was something else in this household, or in another. Flushes."""
    actor.require(Permission.HOUSEHOLD_EDIT)
    household = _own(session, actor, household_id)
    present = household_rows.present(session, household_id)
    wrong = {key: on for key, on in joined.items() if key in present and present[key].joined_on != on}
    if not wrong:
        return
    if household.version != version:
        raise StaleVersion("household")
    for key, on in wrong.items():
        if on > clock.as_of:
            raise DomainError("joined_on", "Enter a day that is not in the future")
        before = household_rows.left_before(session, present[key])
        if before is not None and on < before:
            words = f"Until {before:%d %b %Y} it was otherwise; enter that day or a later one"
            raise DomainError("joined_on", words)
        household_rows.correct(session, actor, household, present[key], on)


def split_household(  # noqa: PLR0913 - two households, their day, and what makes it safe to send twice
    session: Session,
    actor: Actor,
    household_id: int,
    staying: Relations,
    going: Relations,
    on: date,
    clock: Clock,
    *,
    version: int,
    idempotency_key: str,
) -> int:
    """Let some of a household live on their own from a day on; the key of their household. Both have their
    head. Raises as `change_members` and `create_household`; DomainError("going") for who is no member.
    Flushes."""
    made = session.scalar(
        select(Household.id).where(Household.idempotency_key == f"{actor.account_id}:{idempotency_key}")
    )
    if made is not None:
        return made
    strangers = set(going) - set(household_rows.present(session, household_id))
    if strangers:
        raise DomainError("going", "Only members of this household can move out of it together")
    agency = _own(session, actor, household_id).organization_id
    change_members(session, actor, household_id, staying, on, clock, version=version)
    return create_household(
        session, actor, _headed(going), on, clock, idempotency_key=idempotency_key, organization_id=agency
    )


def head_of(relations: Relations) -> int | None:
    """Who is the head of household; None when nobody is."""
    return next((key for key, code in relations.items() if code == HEAD), None)


def _headed(relations: Relations) -> dict[int, int]:
    """Who is left alone heads the household. Rule S030."""
    return dict.fromkeys(relations, int(HEAD)) if len(relations) == 1 else dict(relations)


def _check_relations(relations: Relations) -> None:
    """Rules S027 to S030."""
    codes = {int(code.value) for code in standards.offered("3.15.1")}
    if not set(relations.values()) <= codes:
        raise DomainError("relations", "Choose what each person is to the head of household")
    heads = sum(code == HEAD for code in relations.values())
    if heads == 0:
        raise DomainError("relations", "Choose who is the head of household: a household needs one")
    if heads > 1:
        raise DomainError("relations", "Choose one head of household: there can't be more than one")


def _check_day(on: date, as_of: date, last_change: date | None = None) -> None:
    if on > as_of:
        raise DomainError("on", "Enter a day that is not in the future")
    if last_change is not None and on < last_change:
        raise DomainError(
            "on", f"This household last changed on {last_change:%d %b %Y}; enter that day or a later one"
        )


def _require_visible(session: Session, actor: Actor, clients: Iterable[int]) -> None:
    wanted = set(clients)
    seen = set(session.scalars(select(Client.id).where(Client.id.in_(wanted), client_visible(actor))))
    if wanted - seen:
        raise NotFound("client")


def _own(session: Session, actor: Actor, household_id: int) -> Household:
    row = session.scalar(
        select(Household)
        .where(Household.id == household_id, household_visible(actor))
        .with_for_update(of=Household)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("household")
    return row


def _agency_of(session: Session, relations: Relations) -> int:
    """The agency that entered the head, for who acts for all of them."""
    found = session.scalar(
        select(ClientAgency.organization_id)
        .where(ClientAgency.client_id == head_of(relations), ~ClientAgency.by_release)
        .order_by(ClientAgency.organization_id)
        .limit(1)
    )
    if found is None:
        raise DomainError("", "Switch to the agency for which you make the household")
    return found
