"""Which rows an export has. HMIS CSV Format Specifications FY2026, Export Period Types.

The enrollments and clients of an export are decided once and kept as numbers (8 bytes each); every other file
follows from them in chunks, so memory stays small and all files agree. An export of everything by a system
administrator reads whole tables instead.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
)

from hmis_web.access.actor import Actor
from hmis_web.access.scope import client_visible, project_visible
from hmis_web.db.base import Base
from hmis_web.db.errors import NotFound
from hmis_web.exporting.hmis_csv_params import ExportParams
from hmis_web.exporting.hmis_csv_served import barred_organizations, row_belongs, served
from hmis_web.models import Affiliation, Client, ClientAlias, Enrollment, Organization, Project, ProjectCoC
from hmis_web.standards import HudFile

CHUNK = 4_000


def table_of(file: HudFile) -> Table:
    """The table that holds a file's rows."""
    return Base.metadata.tables[file.table]


@dataclass
class Selection:
    """The rows of one export, as conditions on each table."""

    params: ExportParams
    dialect: str
    whole: bool
    """Whole tables, only the source decides."""
    projects: list[int] = field(default_factory=list)
    described: list[int] = field(default_factory=list)
    """`projects` and the residential projects that they are affiliated with."""
    enrollments: array[int] = field(default_factory=lambda: array("q"))
    clients: array[int] = field(default_factory=lambda: array("q"))
    users: set[str] = field(default_factory=set)
    """UserIDs met while the rows were written; User.csv comes last."""

    def conditions(self, file: HudFile) -> Iterator[ColumnElement[bool]]:
        """One condition per chunk of a file's rows."""
        table = table_of(file)
        if self.whole:
            yield self._of_source(table)
        elif file.name == "User":
            mine = self._of_source(table)
            yield from (and_(chunk, mine) for chunk in self._among(table.c.user_id, sorted(self.users)))
        elif file.name == "Client":
            yield from self._among(table.c.id, self.clients)
        elif file.name == "Enrollment":
            yield from self._among(table.c.id, self.enrollments)
        elif "enrollment_key" in table.c:
            belongs = row_belongs(table, self.params)
            stays = self._among(table.c.enrollment_key, self.enrollments)
            yield from (and_(chunk, belongs) for chunk in stays)
        else:
            yield self._descriptor(table)

    def order(self, file: HudFile) -> tuple[ColumnElement[Any], ...]:
        """The order of a file's rows: as the database reads them anyway, so that SQLite sorts no chunk in
        memory."""
        table = table_of(file)
        by_stay = not self.whole and "enrollment_key" in table.c
        return (table.c.enrollment_key, table.c.id) if by_stay else (table.c.id,)

    def _among(self, column: ColumnElement[Any], keys: Sequence[Any]) -> Iterator[ColumnElement[bool]]:
        """Conditions "is one of these keys", a chunk at a time. A chunk is one parameter: sending thousands
        would cost more than their rows."""
        for offset in range(0, len(keys), CHUNK):
            chunk = list(keys[offset : offset + CHUNK])
            if self.dialect == "postgresql":
                yield column == func.any(bindparam(None, chunk, type_=ARRAY(column.type)))
            else:
                yield column.in_(select(func.json_each(json.dumps(chunk)).table_valued("value").c.value))

    def _descriptor(self, table: Table) -> ColumnElement[bool]:
        if "project_key" in table.c:
            return table.c.project_key.in_(self.projects) & row_belongs(table, self.params)
        if table is Organization.__table__:
            return table.c.id.in_(select(Project.organization_key).where(Project.id.in_(self.described)))
        return table.c.id.in_(self.described)

    def _of_source(self, table: Table) -> ColumnElement[bool]:
        source = self.params.data_source_id
        if source is None:
            return true()
        # "+ 0" keeps SQLite from walking the index on the source and sorting the whole table afterwards
        mine = (table.c.data_source_id + 0) == source
        if table is Client.__table__:
            survivors = select(ClientAlias.client_id).where(ClientAlias.data_source_id == source)
            return or_(mine, table.c.id.in_(survivors))
        return mine


def choose(connection: Connection, params: ExportParams, actor: Actor) -> Selection:
    """Decide the rows of an export. Raises NotFound when a project asked for is not one that the actor
    sees."""
    barred = select(Organization.id).where(barred_organizations(connection))
    if params.everything and actor.is_system_administrator and not _has_clients(connection, barred):
        return Selection(params, connection.dialect.name, whole=True)
    projects = _projects(connection, params, actor)
    selection = Selection(params, connection.dialect.name, whole=False, projects=projects)
    selection.described = sorted({*projects, *_residential(connection, params, projects)})
    stays = (
        select(Enrollment.id, Enrollment.client_key)
        .join(Client, Client.id == Enrollment.client_key)
        .join(Project, Project.id == Enrollment.project_key)
        .where(Enrollment.project_key.in_(projects), Project.organization_key.not_in(barred), served(params))
    )
    enrollments, clients = array("q"), set()
    for enrollment, client in connection.execution_options(yield_per=CHUNK).execute(stays):
        enrollments.append(enrollment)
        clients.add(client)
    if params.everything:
        clients.update(_never_enrolled(connection, params, actor))
    selection.enrollments = array("q", sorted(enrollments))
    selection.clients = array("q", sorted(clients))
    return selection


def is_empty(connection: Connection, file: HudFile) -> bool:
    """Whether a file's table has no row at all, so that its chunks need not be asked for."""
    return connection.scalar(select(table_of(file).c.id).limit(1)) is None


def _has_clients(connection: Connection, organizations: object) -> bool:
    stays = exists().where(
        Enrollment.project_key == Project.id,
        Project.organization_key.in_(organizations),  # type: ignore[arg-type]
    )
    return bool(connection.scalar(select(stays)))


def _projects(connection: Connection, params: ExportParams, actor: Actor) -> list[int]:
    query = select(Project.id).where(_describable(params, actor)).order_by(Project.id)
    if params.data_source_id is not None:
        query = query.where(Project.data_source_id == params.data_source_id)
    chosen = list(connection.scalars(query))
    if params.project_keys is not None:
        if not set(params.project_keys) <= set(chosen):
            raise NotFound("project")
        chosen = sorted(set(params.project_keys))
    if params.coc_codes:
        here = select(ProjectCoC.project_key).where(
            ProjectCoC.coc_code.in_(params.coc_codes), ProjectCoC.date_deleted.is_(None)
        )
        inside = set(connection.scalars(here))
        chosen = [key for key in chosen if key in inside]
    return chosen


def _describable(params: ExportParams, actor: Actor) -> ColumnElement[bool]:
    """Projects whose rows may go along. A victim service provider's are in nobody's scope for the sake of its
    clients, but HUD counts its beds (HIC): a system administrator's export describes them, without stays."""
    if not actor.is_system_administrator:
        return project_visible(actor)
    return true() if params.everything else Project.date_deleted.is_(None)


def _residential(connection: Connection, params: ExportParams, projects: Sequence[int]) -> list[int]:
    """Residential projects that the chosen ones are affiliated with: their Project rows go along."""
    query = select(Affiliation.res_project_key).where(
        Affiliation.project_key.in_(projects),
        Affiliation.res_project_key.is_not(None),
        row_belongs(Base.metadata.tables[Affiliation.__tablename__], params),
    )
    return [key for key in connection.scalars(query) if key is not None]


def _never_enrolled(connection: Connection, params: ExportParams, actor: Actor) -> list[int]:
    """Clients without any stay, who belong in an export of everything all the same."""
    seen = true() if actor.is_system_administrator else client_visible(actor)
    query = select(Client.id).where(seen, ~exists().where(Enrollment.client_key == Client.id))
    if params.data_source_id is not None:
        query = query.where(Client.data_source_id == params.data_source_id)
    return list(connection.scalars(query))
