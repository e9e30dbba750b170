"""The only place where reports touch SQL: one wide query per kind of rows, whatever the number of projects or
people.

Rows travel as plain driver tuples (SQLite) or as one CSV stream (PostgreSQL's COPY), never as objects: an
object per row would cost thirty times the query.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.scope import project_visible
from hmis_web.db.errors import NotFound
from hmis_web.domain.progress import Progress
from hmis_web.models import Client, Enrollment, Organization, Project, hud_model
from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.universe.frames import FRAMES, FrameSpec, from_text

CHUNK = 100_000
"""Rows fetched at a time: bounds the memory of Python objects."""
LOADING_SHARE = 0.6
"""Part of a run's progress that loading takes."""


def check_projects(session: Session, actor: Actor, params: ReportParams) -> None:
    """Raises NotFound unless every project asked for is in the actor's scope."""
    wanted = set(params.project_keys)
    seen = set(session.scalars(select(Project.id).where(project_visible(actor), Project.id.in_(wanted))))
    if seen != wanted or not wanted:
        raise NotFound


def load_frames(
    session: Session, params: ReportParams, names: Iterable[str], progress: Progress
) -> dict[str, pl.DataFrame]:
    """The frames that a report asked for, a query each, deleted rows left out."""
    ordered = [name for name in FRAMES if name in set(names)]
    frames: dict[str, pl.DataFrame] = {}
    for index, name in enumerate(ordered):
        progress.check_cancelled()
        progress.update(LOADING_SHARE * index / len(ordered), f"Reading {name.replace('_', ' ')} rows")
        frames[name] = _fetch(session, _query(name, params), FRAMES[name].schema())
    return frames


def begin_snapshot(session: Session) -> None:
    """All that the session reads from here on is of one moment. SQLite's transaction is a snapshot already;
    PostgreSQL has to be told before it begins, so call this before the first query."""
    if session.get_bind().dialect.name == "postgresql" and not session.in_transaction():
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _query(name: str, params: ReportParams) -> Select[Any]:
    spec = FRAMES[name]
    model: Any = hud_model(spec.file)
    columns = _columns(spec, model)
    live = and_(
        model.date_deleted.is_(None), *(getattr(model, key) == code for key, code in spec.only.items())
    )
    return _SCOPES.get(name, _by_enrollment)(select(*columns).where(live), model, params)


def _columns(spec: FrameSpec, model: Any) -> list[ColumnElement[Any]]:
    return [getattr(model, "id" if name == spec.own_key else name) for name in spec.schema()]


def _stays(params: ReportParams) -> ColumnElement[bool]:
    """Enrollments that can matter: live, of a live client, in the projects, begun by the end of the report.
    Those that ended before its start stay in, since a household's chronic homelessness looks back at them."""
    return and_(
        Enrollment.project_key.in_(params.project_keys),
        Enrollment.entry_date <= params.end,
        Enrollment.date_deleted.is_(None),
    )


def _by_enrollment(query: Select[Any], model: Any, params: ReportParams) -> Select[Any]:
    return query.join(Enrollment, Enrollment.id == model.enrollment_key).where(_stays(params))


def _by_project(query: Select[Any], model: Any, params: ReportParams) -> Select[Any]:
    return query.where(model.project_key.in_(params.project_keys))


def _projects(query: Select[Any], _model: Any, params: ReportParams) -> Select[Any]:
    return query.where(Project.id.in_(params.project_keys))


def _organizations(query: Select[Any], _model: Any, params: ReportParams) -> Select[Any]:
    mine = select(Project.organization_key).where(Project.id.in_(params.project_keys))
    return query.where(Organization.id.in_(mine))


def _clients(query: Select[Any], _model: Any, params: ReportParams) -> Select[Any]:
    return query.where(Client.id.in_(select(Enrollment.client_key).where(_stays(params))))


def _enrollments(query: Select[Any], _model: Any, params: ReportParams) -> Select[Any]:
    return query.where(_stays(params))


def _bed_nights(query: Select[Any], model: Any, params: ReportParams) -> Select[Any]:
    in_shelter = select(Project.id).where(Project.id.in_(params.project_keys), Project.project_type == 1)
    return _by_enrollment(query, model, params).where(
        Enrollment.project_key.in_(in_shelter), model.date_provided <= params.end
    )


_SCOPES: dict[str, Callable[[Select[Any], Any, ReportParams], Select[Any]]] = {
    "organization": _organizations,
    "project": _projects,
    "funder": _by_project,
    "project_coc": _by_project,
    "affiliation": _by_project,
    "ce_participation": _by_project,
    "client": _clients,
    "enrollment": _enrollments,
    "bed_night": _bed_nights,
}


def _fetch(session: Session, query: Select[Any], schema: dict[str, Any]) -> pl.DataFrame:
    if session.get_bind().dialect.name == "postgresql":
        return _copy_out(session, query, schema)
    as_stored = {name: pl.String if kind == pl.Date else kind for name, kind in schema.items()}
    cursor = session.connection().execute(query).cursor  # the driver's own: SQLAlchemy's rows cost more
    chunks = [pl.DataFrame(schema=as_stored)]
    while rows := cursor.fetchmany(CHUNK):
        chunks.append(pl.DataFrame(rows, schema=as_stored, orient="row"))
    dates = [name for name, kind in schema.items() if kind == pl.Date]
    return pl.concat(chunks).with_columns(from_text(pl.col(name), pl.Date) for name in dates)


def _copy_out(session: Session, query: Select[Any], schema: dict[str, Any]) -> pl.DataFrame:
    compiled = query.compile(dialect=session.get_bind().dialect, compile_kwargs={"render_postcompile": True})
    body = io.BytesIO()
    cursor = session.connection().connection.cursor()
    try:
        with cursor.copy(f"COPY ({compiled}) TO STDOUT WITH (FORMAT csv)", compiled.params) as stream:
            for part in stream:
                body.write(part)
    finally:
        cursor.close()
    if not body.tell():
        return pl.DataFrame(schema=schema)
    body.seek(0)
    return pl.read_csv(body, has_header=False, schema=schema)
