"""What every table of the HMIS CSV format shares: HUD's columns as they were received, and ours beside them.

Decision 1: HUD's files are the tables, column for column. Decision 25: what later features need (version,
idempotency key, who entered the row) stands beside them from the start.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, MappedColumn, declared_attr, mapped_column

from hmis_web import standards
from hmis_web.db.types import Money, UtcDateTime

TYPES: dict[str, Any] = {"S": Text, "I": Integer, "D": Date, "M": Money, "T": Text}
"""HUD's type to ours. Stamps (T) stay the local text they are: some fall in the hour that daylight saving
skips."""


def hud(file: str, column: str) -> MappedColumn[Any]:
    """The column of the standard, typed, commented with its data element. Only identifiers are NOT NULL:
    real files leave out what HUD requires, and must come out as they went in."""
    found = standards.file(file).column(column)
    comment = f"{found.name} {found.element}".strip()
    return mapped_column(found.attribute, TYPES[found.kind], nullable=not found.is_key, comment=comment)


class HudRow:
    """Our columns on every table of the format."""

    __tablename__: str
    hud_key: str
    """Attribute of HUD's identifier, unique per data source."""
    own_indexes: tuple[Index, ...] = ()

    id: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-2)
    data_source_id: Mapped[int] = mapped_column(ForeignKey("data_source.id"), sort_order=-1)
    import_run_id: Mapped[int | None] = mapped_column(
        ForeignKey("import_run.id"),
        sort_order=100,
        comment="run that last wrote the row; null = entered here",
    )
    entered_organization_id: Mapped[int | None] = mapped_column(
        ForeignKey("organization.id"),
        sort_order=101,
        comment="agency that entered the row here",
    )
    content_hash: Mapped[int | None] = mapped_column(
        BigInteger, sort_order=102, comment="of the row as imported; null once edited here"
    )
    edited_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, sort_order=103, comment="last change made here"
    )
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1, sort_order=104)
    idempotency_key: Mapped[str | None] = mapped_column(Text, sort_order=105)
    as_received: Mapped[str | None] = mapped_column(
        Text, sort_order=106, comment="JSON: original text of values that our types write in another form"
    )

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        table = cls.__tablename__
        return (
            UniqueConstraint("data_source_id", cls.hud_key, name=f"uq_{table}_{cls.hud_key}"),
            Index(
                f"uq_{table}_idempotency_key",
                "idempotency_key",
                unique=True,
                sqlite_where=text("idempotency_key IS NOT NULL"),
                postgresql_where=text("idempotency_key IS NOT NULL"),
            ),
            *(Index(f"ix_{table}_{'_'.join(columns)}", *columns) for columns in cls.indexed()),
        )

    @classmethod
    def indexed(cls) -> tuple[tuple[str, ...], ...]:
        """Column groups that the table's queries look up by."""
        return ()


class EnrollmentRow(HudRow):
    """A row about one enrollment: income, disability, service, exit."""

    enrollment_key: Mapped[int] = mapped_column(ForeignKey("enrollment.id"), sort_order=98)
    client_key: Mapped[int] = mapped_column(ForeignKey("client.id"), sort_order=99)

    @classmethod
    def indexed(cls) -> tuple[tuple[str, ...], ...]:
        """Looked up from the enrollment and from the client."""
        return (("enrollment_key",), ("client_key",))


class ProjectRow(HudRow):
    """A row about one project: funder, inventory, CoC."""

    project_key: Mapped[int] = mapped_column(ForeignKey("project.id"), sort_order=99)

    @classmethod
    def indexed(cls) -> tuple[tuple[str, ...], ...]:
        """Looked up from the project."""
        return (("project_key",),)
