"""Roles as data: the presets, what each allows and asks for, and roles of one's own (decision 7)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission, missing_prerequisites
from hmis_web.access.roles import PRESETS
from hmis_web.access.words import in_words
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import audit
from hmis_web.domain.presets import set_permissions
from hmis_web.models import AccountGrant, Course, Role, RoleCourse, RolePermission

KNOWN = {permission.value: permission for permission in Permission}
LIMITS = ("none", "one", "per_program")
PLACES = ("both", "primary", "additional")


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
    courses: tuple[tuple[str, date | None], ...]
    """(name, from when it is required; None: announced)."""
    version: int

    @property
    def is_as_shipped(self) -> bool:
        """Whether a preset allows exactly what it was shipped with."""
        preset = PRESETS.get(self.code)
        return preset is not None and self.permissions == preset.permissions


def all_roles(session: Session) -> list[RoleLine]:
    """Every role, the presets first in the order of the access page. Three statements."""
    order = {code: place for place, code in enumerate(PRESETS)}
    roles = session.scalars(select(Role)).all()
    held: dict[int, set[Permission]] = {}
    for role_id, name in session.execute(select(RolePermission.role_id, RolePermission.permission)):
        if name in KNOWN:
            held.setdefault(role_id, set()).add(KNOWN[name])
    asked: dict[int, list[tuple[str, date | None]]] = {}
    rows = session.execute(
        select(RoleCourse.role_id, Course.name, RoleCourse.required_from)
        .join(Course, Course.id == RoleCourse.course_id)
        .order_by(Course.id)
    )
    for role_id, course, required_from in rows:
        asked.setdefault(role_id, []).append((course, required_from))
    lines = [_line(role, held.get(role.id, set()), asked.get(role.id, [])) for role in roles]
    return sorted(lines, key=lambda line: (order.get(line.code, len(order)), line.name))


def get_role(session: Session, role_id: int) -> RoleLine:
    """One role. Raises NotFound."""
    for line in all_roles(session):
        if line.id == role_id:
            return line
    raise NotFound("role")


def save_permissions(
    session: Session, actor: Actor, role_id: int, permissions: Iterable[Permission], version: int
) -> None:
    """Change what a role allows, from everybody's next request on. Raises NotFound, StaleVersion when
    somebody else changed it first, DomainError("permissions") naming what a permission needs besides.
    Flushes."""
    actor.require(Permission.ROLE_EDIT)
    role = _locked(session, role_id, version)
    wanted = frozenset(permissions)
    missing = missing_prerequisites(wanted)
    if missing:
        held, needed = min((p, min(needs)) for p, needs in missing.items())
        raise DomainError(
            "permissions", f"Who may {in_words(held)} must also be allowed to {in_words(needed)}"
        )
    before = _permissions(session, role_id)
    set_permissions(session, role.id, wanted)
    _told(session, actor, "role:change", role, before, wanted)


def make_custom(session: Session, actor: Actor, preset_code: str, name: str) -> int:
    """A role of the community's own that begins as a copy of another; answers its id. Raises NotFound,
    DomainError("name") when the name is empty or taken. Flushes."""
    actor.require(Permission.ROLE_EDIT)
    pattern = session.scalar(select(Role).where(Role.code == preset_code))
    if pattern is None:
        raise NotFound("role")
    name = " ".join(name.split())
    code = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    if not code:
        raise DomainError("name", "Enter a name for the role")
    if session.scalar(select(Role.id).where((Role.code == code) | (Role.name == name))):
        raise DomainError("name", f"There is a role called {name} already")
    role = Role(
        code=code,
        name=name,
        is_preset=False,
        allowed_as=pattern.allowed_as,
        user_limit=pattern.user_limit,
        summary=f"Made from {pattern.name}.",
    )
    session.add(role)
    session.flush()
    wanted = _permissions(session, pattern.id)
    set_permissions(session, role.id, wanted)
    for asked in session.scalars(select(RoleCourse).where(RoleCourse.role_id == pattern.id)).all():
        session.add(RoleCourse(role_id=role.id, course_id=asked.course_id, required_from=asked.required_from))
    _told(session, actor, "role:create", role, frozenset(), wanted)
    return role.id


def restore_preset(session: Session, actor: Actor, role_id: int, version: int) -> None:
    """Give a preset back what it was shipped with. Raises NotFound for another role, StaleVersion.
    Flushes."""
    actor.require(Permission.ROLE_EDIT)
    role = _locked(session, role_id, version)
    preset = PRESETS.get(role.code)
    if preset is None:
        raise NotFound("preset")
    before = _permissions(session, role_id)
    set_permissions(session, role.id, preset.permissions)
    _told(session, actor, "role:restore", role, before, preset.permissions)


def delete_custom(session: Session, actor: Actor, role_id: int, version: int) -> None:
    """Delete a role of the community's own that nobody ever held. Raises NotFound for a preset, StaleVersion,
    DomainError("role") when it was granted. Flushes."""
    actor.require(Permission.ROLE_EDIT)
    role = _locked(session, role_id, version)
    if role.is_preset:
        raise NotFound("role")
    if session.scalar(select(AccountGrant.id).where(AccountGrant.role_id == role_id).limit(1)):
        raise DomainError("role", f"{role.name} was granted to people, so it stays")
    before = _permissions(session, role_id)
    for table in (RolePermission, RoleCourse):
        session.execute(delete(table).where(table.role_id == role_id))
    session.delete(role)
    _told(session, actor, "role:delete", role, before, frozenset())


def set_required_from(
    session: Session, actor: Actor, role_id: int, course_id: int, required_from: date | None
) -> None:
    """From when a role asks for a course; None announces it only. Raises NotFound when the role does not
    know the course. Flushes."""
    actor.require(Permission.ROLE_EDIT)
    asked = session.get(RoleCourse, (role_id, course_id))
    if asked is None:
        raise NotFound("course")
    asked.required_from = required_from
    session.flush()
    details = {"course": course_id, "required_from": required_from}
    audit.record(session, actor, "role:require-course", "role", role_id, details=details)


def _permissions(session: Session, role_id: int) -> frozenset[Permission]:
    names = session.scalars(select(RolePermission.permission).where(RolePermission.role_id == role_id))
    return frozenset(KNOWN[name] for name in names if name in KNOWN)


def _locked(session: Session, role_id: int, version: int) -> Role:
    role = session.get(Role, role_id, with_for_update=True)
    if role is None:
        raise NotFound("role")
    if role.version != version:
        raise StaleVersion("Somebody else has changed this role since. Load it afresh")
    role.version += 1
    return role


def _told(
    session: Session,
    actor: Actor,
    verb: str,
    role: Role,
    before: frozenset[Permission],
    after: frozenset[Permission],
) -> None:
    session.flush()
    details: dict[str, Any] = {
        "role": role.code,
        "added": sorted(after - before),
        "taken": sorted(before - after),
    }
    audit.record(session, actor, verb, "role", role.id, details=details)


def _line(role: Role, held: set[Permission], asked: list[tuple[str, date | None]]) -> RoleLine:
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
    )
