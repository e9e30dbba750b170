"""Which parent rows of a source are here already: an update need not carry them again."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from hmis_web import standards
from hmis_web.db.session import Database
from hmis_web.importing.stage import live_table
from hmis_web.models import ClientAlias, DataSource

AT_ONCE = 500


class KnownHere:
    """Looks identifiers up among the live rows of a source."""

    def __init__(self, database: Database, source_name: str) -> None:
        self._database = database
        with database.session() as session:
            self._source_id = session.scalar(select(DataSource.id).where(DataSource.name == source_name))

    @property
    def source_is_new(self) -> bool:
        """Whether nothing came from this source yet."""
        return self._source_id is None

    def find(self, file_name: str, identifiers: list[str]) -> set[str]:
        """Those of the identifiers that earlier rows of the file have; for clients also those of merged
        ones."""
        if self._source_id is None:
            return set()
        file = standards.file(file_name)
        live = live_table(file)
        columns: list[tuple[ColumnElement[str], ColumnElement[int]]] = [
            (live.c[file.key.attribute], live.c.data_source_id)
        ]
        if file_name == "Client":
            columns.append((ClientAlias.__table__.c.personal_id, ClientAlias.__table__.c.data_source_id))
        found: set[str] = set()
        with self._database.session() as session:
            for start in range(0, len(identifiers), AT_ONCE):
                some = identifiers[start : start + AT_ONCE]
                for key, source in columns:
                    found.update(session.scalars(select(key).where(source == self._source_id, key.in_(some))))
        return found
