"""The access roles as a table: what each may do, how many may hold it, where, after which training.

It is made from the roles as they are, for the page and for paper alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hmis_web.access.permissions import Permission, effective
from hmis_web.access.roles import ADMINISTRATOR_NAME
from hmis_web.access.words import AREAS, LIMIT_WORDS, PLACE_WORDS
from hmis_web.domain.roles import RoleLine

ADMINISTRATOR_SUMMARY = (
    "Runs the system for the community: people, roles, agencies, imports. Sees everything."
)


@dataclass(frozen=True)
class Column:
    """One role. `changed_at`: when a preset was made to differ from what was shipped, None otherwise."""

    id: int
    """0: the system administrator."""
    name: str
    summary: str
    limit: str
    place: str
    courses: tuple[tuple[str, str], ...]
    """(course, from when, in words; empty when it is required now)."""
    is_custom: bool
    changed_at: datetime | None
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class Row:
    """One thing one can be allowed to do, and which of the columns allow it."""

    words: str
    allowed: tuple[bool, ...]


@dataclass(frozen=True)
class Part:
    """The rows of an area."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class RoleSheet:
    """All roles, and all that they allow."""

    columns: tuple[Column, ...]
    """The system administrator last."""
    parts: tuple[Part, ...]

    @property
    def matrix_columns(self) -> tuple[Column, ...]:
        """The columns of `parts`: without the system administrator, who may do everything."""
        return self.columns[:-1]

    def column(self, role_name: str) -> Column | None:
        """A role by its name."""
        return next((column for column in self.columns if column.name == role_name), None)

    def allowed(self, column: Column) -> list[tuple[str, list[str]]]:
        """What a role allows, as (area, list of words)."""
        listed = [
            (
                area.name,
                [words for permission, words in area.words.items() if permission in column.permissions],
            )
            for area in AREAS
        ]
        return [(name, words) for name, words in listed if words]


def role_sheet(roles: Sequence[RoleLine], as_of: date) -> RoleSheet:
    """The table of these roles on a day, the system administrator last."""
    columns = tuple(_column(role, as_of) for role in roles)
    parts = tuple(
        Part(
            area.name,
            tuple(
                Row(words, tuple(permission in column.permissions for column in columns))
                for permission, words in area.words.items()
            ),
        )
        for area in AREAS
    )
    return RoleSheet((*columns, ADMINISTRATOR), parts)


def _column(role: RoleLine, as_of: date) -> Column:
    return Column(
        id=role.id,
        name=role.name,
        summary=role.summary,
        limit=LIMIT_WORDS[role.user_limit],
        place=PLACE_WORDS[role.allowed_as],
        courses=tuple((asked.name, _when(asked.required_from, as_of)) for asked in role.courses),
        is_custom=not role.is_preset,
        changed_at=role.changed_at if role.is_preset and not role.is_as_shipped else None,
        permissions=effective(role.permissions),
    )


def _when(required_from: date | None, as_of: date) -> str:
    if required_from is None:
        return "announced, not required yet"
    return f"from {required_from:%d %b %Y}" if required_from > as_of else ""


ADMINISTRATOR = Column(
    id=0,
    name=ADMINISTRATOR_NAME,
    summary=ADMINISTRATOR_SUMMARY,
    limit=LIMIT_WORDS["none"],
    place="all agencies",
    courses=(),
    is_custom=False,
    changed_at=None,
    permissions=frozenset(Permission),
)
