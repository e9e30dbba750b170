"""What an actor's agency sees: conditions for queries. Another agency's record answers as if it did not
exist (decision 2).

A victim service provider has no place in a shared installation (decision 12): nobody acts for it, and its
programs and clients are in nobody's scope, the system administrator's neither.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from hmis_web.access.actor import Actor
from hmis_web.models import (
    COMPARABLE_DATABASE,
    Client,
    ClientAgency,
    ClientSharing,
    Enrollment,
    Household,
    HouseholdMember,
    Organization,
    PrivateClient,
    Project,
    Setting,
)

VICTIM_SERVICE_PROVIDER = 1
"""HUD 2.01.3: yes."""
_own_installation = (
    select(1).where(Setting.name == COMPARABLE_DATABASE, Setting.value == "true").correlate(None).exists()
)
_barred_agency = aliased(Organization)
_barred_seer = aliased(ClientAgency)


def is_barred(organization: Any) -> ColumnElement[bool]:
    """Whether an agency is a victim service provider in an installation that is not its own. HUD 2.01.3."""
    return and_(
        func.coalesce(organization.victim_service_provider, 0) == VICTIM_SERVICE_PROVIDER, ~_own_installation
    )


def client_visible(actor: Actor) -> ColumnElement[bool]:
    """Clients that the actor's agency sees: those with a `client_agency` row; one by release counts while the
    client is shared (decision 11). A system administrator sees all but those that only a barred agency knows.
    Use it in a query over Client; deleted clients are never visible."""
    live = Client.date_deleted.is_(None)
    if actor.is_system_administrator:
        return live & or_(_seen_by_any(), ~client_known_to_barred())
    return live & (
        select(1)
        .where(
            ClientAgency.client_id == Client.id,
            ClientAgency.organization_id == actor.organization_id,
            or_(~ClientAgency.by_release, _shared_on(actor.as_of, ClientAgency.client_id)),
        )
        .correlate(Client)
        .exists()
    )


def client_mentionable() -> ColumnElement[bool]:
    """Clients of whom another agency may learn that a record exists (decision 20): not those that a victim
    service provider knows, for that alone may tell where they fled to, nor private ones."""
    private = select(1).where(PrivateClient.client_id == Client.id).correlate(Client).exists()
    return Client.date_deleted.is_(None) & ~client_known_to_barred() & ~private


def project_visible(actor: Actor) -> ColumnElement[bool]:
    """Projects of the actor's agency; for a system administrator all but those of barred agencies. Use it
    in a query over Project."""
    live = Project.date_deleted.is_(None)
    if actor.is_system_administrator:
        return live & ~_barred_project()
    return live & (Project.organization_key == actor.organization_id)


def enrollment_visible(actor: Actor) -> ColumnElement[bool]:
    """Enrollments in the projects of the actor's agency. Use it in a query over Enrollment."""
    return Enrollment.date_deleted.is_(None) & (
        select(1)
        .where(Project.id == Enrollment.project_key, project_visible(actor))
        .correlate(Enrollment)
        .exists()
    )


def stay_readable(actor: Actor) -> ColumnElement[bool]:
    """Stays that the actor may read: of its agency's projects, and of a client who is shared on the day those
    of other agencies, too. Writing stays with `project_visible`. Use it in a query over Enrollment and
    Project."""
    if actor.is_system_administrator:
        return project_visible(actor)
    shared = (
        Project.date_deleted.is_(None) & _shared_on(actor.as_of, Enrollment.client_key) & ~_barred_project()
    )
    return or_(project_visible(actor), shared)


def household_visible(actor: Actor) -> ColumnElement[bool]:
    """Households that the actor's agency keeps, to change; all but those of barred agencies for a system
    administrator. Use it in a query over Household."""
    live = Household.deleted_at.is_(None)
    if actor.is_system_administrator:
        barred = select(1).where(_barred_agency.id == Household.organization_id, is_barred(_barred_agency))
        return live & ~barred.correlate(Household).exists()
    return live & (Household.organization_id == actor.organization_id)


def membership_readable(actor: Actor) -> ColumnElement[bool]:
    """Who belongs to which household, as far as the actor may read it: of its agency's households, and of a
    client who is shared on the day other agencies' too. Use it in a query over Household and
    HouseholdMember."""
    if actor.is_system_administrator:
        return household_visible(actor)
    barred = select(1).where(_barred_agency.id == Household.organization_id, is_barred(_barred_agency))
    shared = (
        Household.deleted_at.is_(None)
        & _shared_on(actor.as_of, HouseholdMember.client_id)
        & ~barred.correlate(Household).exists()
    )
    return or_(household_visible(actor), shared)


def own_row_readable(actor: Actor, row: Any) -> ColumnElement[bool]:
    """Contacts, locations and files that the actor may read: its agency's own, and while the client is shared
    those of other agencies, but never what an agency keeps to itself (`confidential`): where somebody fled to
    must not leak. Use it in a query over `row`; writing stays with the agency that wrote it."""
    if actor.is_system_administrator:
        return ~_barred_writer(row)
    shared = ~row.confidential & _shared_on(actor.as_of, row.client_id) & ~_barred_writer(row)
    return or_(row.organization_id == actor.organization_id, shared)


def _barred_writer(row: Any) -> ColumnElement[bool]:
    return (
        select(1)
        .where(_barred_agency.id == row.organization_id, is_barred(_barred_agency))
        .correlate(row)
        .exists()
    )


def _shared_on(day: date | None, client: Any) -> ColumnElement[bool]:
    if day is None:
        return false()
    sharing = select(1).where(ClientSharing.client_id == client, ClientSharing.until >= day)
    return sharing.correlate_except(ClientSharing).exists()


def _barred_project() -> ColumnElement[bool]:
    return (
        select(1)
        .where(_barred_agency.id == Project.organization_key, is_barred(_barred_agency))
        .correlate(Project)
        .exists()
    )


def client_known_to_barred() -> ColumnElement[bool]:
    """Whether a victim service provider knows a client, in an installation that is not its own: nobody else
    ever sees such a record. Use it in a query over Client."""
    return (
        select(1)
        .select_from(_barred_seer)
        .join(_barred_agency, _barred_agency.id == _barred_seer.organization_id)
        .where(_barred_seer.client_id == Client.id, is_barred(_barred_agency))
        .correlate(Client)
        .exists()
    )


def _seen_by_any() -> ColumnElement[bool]:
    return (
        select(1)
        .select_from(_barred_seer)
        .join(_barred_agency, _barred_agency.id == _barred_seer.organization_id)
        .where(_barred_seer.client_id == Client.id, ~is_barred(_barred_agency))
        .correlate(Client)
        .exists()
    )
