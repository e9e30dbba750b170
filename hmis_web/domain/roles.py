"""Roles as data: the presets and roles of one's own, what each allows and asks for (decision 7)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.permissions import Permission
from hmis_web.access.roles import EVER, PRESETS
from hmis_web.db.errors import NotFound
from hmis_web.models import AccountGrant, Course, Role, RoleCourse, RolePermission

KNOWN = {permission.value: permission for permission in Permission}
LIMITS = ("none", "one", "per_program")
PLACES = ("both", "primary", "additional")


@dataclass(frozen=True)
class Asked:
    """A course that a role asks for."""

    course_id: int
    code: str
    name: str
    required_from: date | None
    """None: announced, not required yet."""


@dataclass(frozen=True)
class RoleLine:
    """A role with all that belongs to it."""

    id: int
    code: str
    name: str
    summary: str
    is_preset: bool
    allowed_as: str
    user_limit: str
    permissions: frozenset[Permission]
    courses: tuple[Asked, ...]
    version: int
    changed_at: datetime | None
    """When it was changed last; None for a preset that never was, or was restored."""

    @property
    def is_as_shipped(self) -> bool:
        """Whether a preset allows and asks for exactly what it was shipped with."""
        preset = PRESETS.get(self.code) if self.is_preset else None
        return preset is not None and (
            self.permissions == preset.permissions
            and (self.allowed_as, self.user_limit) == (preset.allowed_as, preset.user_limit)
            and {asked.code: asked.required_from for asked in self.courses} == shipped_courses(self.code)
        )


def shipped_courses(code: str) -> dict[str, date | None]:
    """{course: from when} that a preset was shipped with."""
    preset = PRESETS[code]
    return dict.fromkeys(preset.training, EVER) | dict.fromkeys(preset.later)


def all_roles(session: Session) -> list[RoleLine]:
    """Every role, the presets first in the order of the access page. Three statements."""
    order = {code: place for place, code in enumerate(PRESETS)}
    roles = session.scalars(select(Role)).all()
    held: dict[int, set[Permission]] = {}
    for role_id, name in session.execute(select(RolePermission.role_id, RolePermission.permission)):
        if name in KNOWN:
            held.setdefault(role_id, set()).add(KNOWN[name])
    asked: dict[int, list[Asked]] = {}
    rows = session.execute(
        select(RoleCourse.role_id, Course.id, Course.code, Course.name, RoleCourse.required_from)
        .join(Course, Course.id == RoleCourse.course_id)
        .order_by(Course.id)
    )
    for role_id, course_id, code, name, required_from in rows:
        asked.setdefault(role_id, []).append(Asked(course_id, code, name, required_from))
    lines = [_line(role, held.get(role.id, set()), asked.get(role.id, [])) for role in roles]
    return sorted(lines, key=lambda line: (order.get(line.code, len(order)), line.name))


def get_role(session: Session, role_id: int) -> RoleLine:
    """One role. Raises NotFound."""
    for line in all_roles(session):
        if line.id == role_id:
            return line
    raise NotFound("role")


def granted(session: Session) -> frozenset[int]:
    """The roles that somebody has, had or will have."""
    return frozenset(session.scalars(select(AccountGrant.role_id).distinct()))


def fingerprint(lines: Iterable[RoleLine]) -> str:
    """Changes when any role does: what a printed list of roles was made from."""
    text = ";".join(
        f"{line.name}|{line.summary}|{line.allowed_as}|{line.user_limit}|{sorted(line.permissions)}|"
        f"{line.courses}|{line.changed_at}"
        for line in lines
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _line(role: Role, held: set[Permission], asked: list[Asked]) -> RoleLine:
    return RoleLine(
        role.id,
        role.code,
        role.name,
        role.summary,
        role.is_preset,
        role.allowed_as,
        role.user_limit,
        frozenset(held),
        tuple(asked),
        role.version,
        role.changed_at,
    )
