"""Who sees the clients of an import (decision 20)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, Table, exists, insert, or_, select, update

from hmis_web.models import (
    Client,
    ClientAgency,
    ClientSearchName,
    ClientSearchPerson,
    DataSource,
    Enrollment,
    Organization,
    Project,
    SearchNameKey,
)
from hmis_web.models.source import ALL, ENROLLING

__all__ = ["ALL", "ENROLLING", "INDEX_TABLES", "changed_clients", "share"]

VICTIM_SERVICE_PROVIDER = 1
COLUMNS = ["organization_id", "client_id"]


INDEX_TABLES: tuple[Table, ...] = tuple(
    model.__table__  # type: ignore[misc]
    for model in (ClientAgency, ClientSearchPerson, ClientSearchName, SearchNameKey)
)
"""What is written besides HUD's rows."""


def share(connection: Connection, run_id: int, source_id: int) -> None:
    """Let agencies see the clients that a run brought: each with an enrollment of the client, or, where the
    source's clients are shared by all, each agency of the source. Who saw a client by a release alone then
    sees it of its own right."""
    connection.execute(
        update(ClientAgency).where(ClientAgency.by_release, _enrolled(run_id)).values(by_release=False)
    )
    connection.execute(insert(ClientAgency).from_select(COLUMNS, _enrolling(run_id)))
    if _how(connection, source_id) == ALL:
        connection.execute(insert(ClientAgency).from_select(COLUMNS, _all(source_id)))


def changed_clients(connection: Connection, run_id: int, source_id: int) -> Select[int]:
    """Clients whose names or agencies a run may have changed."""
    if _how(connection, source_id) == ALL:  # a new agency sees those of earlier runs too
        return select(Client.id).where(Client.data_source_id == source_id)
    stays = select(Enrollment.client_key).where(Enrollment.import_run_id == run_id)
    return select(Client.id).where(or_(Client.import_run_id == run_id, Client.id.in_(stays)))


def _how(connection: Connection, source_id: int) -> str:
    how: str = connection.execute(
        select(DataSource.client_sharing).where(DataSource.id == source_id)
    ).scalar_one()
    return how


def _enrolled(run_id: int) -> ColumnElement[bool]:
    return exists().where(
        Enrollment.import_run_id == run_id,
        Enrollment.client_key == ClientAgency.client_id,
        Project.id == Enrollment.project_key,
        Project.organization_key == ClientAgency.organization_id,
    )


def _enrolling(run_id: int) -> Select[int, int]:
    known = exists().where(
        ClientAgency.organization_id == Project.organization_key,
        ClientAgency.client_id == Enrollment.client_key,
    )
    return (
        select(Project.organization_key, Enrollment.client_key)
        .join(Project, Project.id == Enrollment.project_key)
        .where(Enrollment.import_run_id == run_id, ~known)
        .distinct()
    )


def _all(source_id: int) -> Select[int, int]:
    """Every agency with every client of the source. A victim service provider neither sees others' clients
    nor shows its own: that somebody is known there may give away where they fled to."""
    known = exists().where(
        ClientAgency.organization_id == Organization.id, ClientAgency.client_id == Client.id
    )
    kept_secret = (
        select(1)
        .select_from(Enrollment)
        .join(Project, Project.id == Enrollment.project_key)
        .join(Organization, Organization.id == Project.organization_key)
        .where(
            Enrollment.client_key == Client.id,
            Organization.victim_service_provider == VICTIM_SERVICE_PROVIDER,
        )
        .correlate(Client)
        .exists()
    )
    every = select(Organization.id, Client.id).join(
        Client, Client.data_source_id == Organization.data_source_id
    )
    return every.where(
        Organization.data_source_id == source_id,
        Organization.victim_service_provider.is_distinct_from(VICTIM_SERVICE_PROVIDER),
        Organization.date_deleted.is_(None),
        ~kept_secret,
        ~known,
    )
