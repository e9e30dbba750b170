"""The one row of Export.csv, and what an export must know about where its rows came from."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from sqlalchemy import Connection, and_, func, insert, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError
from hmis_web.exporting.hmis_csv_params import ExportOutcome, ExportParams
from hmis_web.exporting.hmis_csv_select import Selection, table_of
from hmis_web.models import Client, DataSource, Export, ProjectCoC, Setting
from hmis_web.standards import HudFile, files
from hmis_web.standards import file as hud_file
from hmis_web.standards.codes import HashStatus, SourceType

SOFTWARE_NAME = "hmis-web"
CSV_VERSION = "2026 v1.0"
IMPLEMENTATION_ID = "implementation_id"
"""Setting, JSON text: names this installation in every export, never changes (HMIS CSV Format Specifications
FY2026, Export 11)."""
OWN_FILES = ("Export",)


@dataclass(frozen=True)
class Hashing:
    """How readable the clients are: what Export.csv says, and the sources whose names came hashed and are not
    hashed twice."""

    status: HashStatus
    hashed_sources: frozenset[int]

    def hides(self, source: int) -> bool:
        """Whether this export hashes the names and SSNs of a source."""
        return self.status is HashStatus.SHA_256 and source not in self.hashed_sources


def implementation_id(session: Session) -> str:
    """The installation's ImplementationID; made at the first call. Flushes."""
    found = session.scalar(select(Setting.value).where(Setting.name == IMPLEMENTATION_ID))
    if found is None:
        found = json.dumps(uuid.uuid4().hex)
        session.execute(insert(Setting).values(name=IMPLEMENTATION_ID, value=found))
    return str(json.loads(found))


def hashing(connection: Connection, params: ExportParams) -> Hashing:
    """HashStatus of an export. Names that a source already sent hashed stay as they are; when all clients are
    of that kind, the export says so even if no hashing was asked for."""
    sent = select(Export.data_source_id, func.min(Export.hash_status), func.max(Export.hash_status)).group_by(
        Export.data_source_id
    )
    hashed = {
        source: high
        for source, low, high in connection.execute(sent)
        if low is not None and low == high and high in set(HashStatus) - {HashStatus.UNHASHED}
    }
    if params.hash:
        return Hashing(HashStatus.SHA_256, frozenset(hashed))
    if params.data_source_id is not None:
        sources = {params.data_source_id}
    else:
        sources = {
            source
            for source in connection.scalars(select(DataSource.id))
            if connection.scalar(select(Client.id).where(Client.data_source_id == source).limit(1))
            is not None
        }
    kinds = {hashed.get(source) for source in sources}
    (kind,) = kinds if len(kinds) == 1 else (None,)
    return Hashing(HashStatus(kind or HashStatus.UNHASHED), frozenset(hashed))


def refuse_shared_identifiers(connection: Connection, params: ExportParams) -> None:
    """Raises DomainError when two sources use the same identifier for different rows: in one export they
    could not be told apart."""
    if params.data_source_id is not None:
        return
    sources = list(connection.execute(select(DataSource.id, DataSource.name).order_by(DataSource.id)))
    for position, (one, one_name) in enumerate(sources):
        for other, other_name in sources[position + 1 :]:
            for file in files():
                shared = None if file.name in OWN_FILES else _shared(connection, file, one, other)
                if shared is not None:
                    both = f"{one_name} and {other_name} both have {file.key.name} {shared}"
                    raise DomainError("source", f"{both}; export one source at a time")


def _shared(connection: Connection, file: HudFile, one: int, other: int) -> str | None:
    table = table_of(file)
    left, right = table.alias("one"), table.alias("other")
    key = file.key.attribute
    query = (
        select(left.c[key])
        .join(right, and_(right.c[key] == left.c[key], right.c.data_source_id == other))
        .where(left.c.data_source_id == one)
        .limit(1)
    )
    found = connection.scalar(query)
    return None if found is None else str(found)


def coc_codes(connection: Connection, params: ExportParams, selection: Selection) -> list[str]:
    """The CoCs of an export: those asked for, else those of its projects."""
    if params.coc_codes:
        return sorted(set(params.coc_codes))
    query = select(ProjectCoC.coc_code).distinct().where(ProjectCoC.coc_code.is_not(None))
    for condition in selection.conditions(hud_file("ProjectCoC")):
        query = query.where(condition)
    return sorted(code for code in connection.scalars(query) if code)


def export_row(
    outcome: ExportOutcome,
    params: ExportParams,
    actor: Actor,
    moment: datetime,
    *,
    implementation: str,
    cocs: Sequence[str],
) -> dict[str, str]:
    """The values of Export.csv by HUD's names. `moment` is in the installation's zone."""
    source_id = ";".join(cocs)
    limit = hud_file("Export").column("SourceID").max_length or len(source_id)
    if len(source_id) > limit:
        source_id = source_id[:limit].rpartition(";")[0]
    first, _, last = ("", "", "") if actor.account_id is None else actor.display_name.rpartition(" ")
    return {
        "ExportID": outcome.export_id,
        "SourceType": str(int(SourceType.COC_HMIS if source_id else SourceType.OTHER)),
        "SourceID": source_id,
        "SourceName": params.source_name or SOFTWARE_NAME,
        "SourceContactFirst": first,
        "SourceContactLast": last,
        "ExportDate": moment.strftime("%Y-%m-%d %H:%M:%S"),
        "ExportStartDate": outcome.start.isoformat(),
        "ExportEndDate": outcome.end.isoformat(),
        "SoftwareName": SOFTWARE_NAME,
        "SoftwareVersion": _version(),
        "CSVVersion": CSV_VERSION,
        "ExportPeriodType": str(int(params.period_type)),
        "ExportDirective": str(int(params.directive)),
        "HashStatus": str(int(outcome.hash_status)),
        "ImplementationID": implementation,
    }


def _version() -> str:
    try:
        return version(SOFTWARE_NAME)
    except PackageNotFoundError:
        return ""
