"""Changing what roles allow and ask for: from everybody's next request on (decision 7)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import ADMINISTRATORS_ONLY, Permission, missing_prerequisites
from hmis_web.access.roles import ADMINISTRATOR_NAME, PRESETS
from hmis_web.access.words import in_words
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import audit, roles
from hmis_web.domain.presets import set_permissions
from hmis_web.models import AccountGrant, Course, Role, RoleCourse, RolePermission


@dataclass(frozen=True)
class RoleRules:
    """What a role is from now on."""

    name: str
    """A preset keeps its own."""
    summary: str
    permissions: frozenset[Permission]
    user_limit: str
    """`none`, `one` or `per_program`."""
    allowed_as: str
    """`both`, `primary` or `additional`."""
    courses: Mapping[int, date | None]
    """{course: from when it is required; None: announced}."""


def rules_of(role: roles.RoleLine) -> RoleRules:
    """What a role is now."""
    return RoleRules(
        role.name,
        role.summary,
        role.permissions,
        role.user_limit,
        role.allowed_as,
        {asked.course_id: asked.required_from for asked in role.courses},
    )


def save_role(
    session: Session, actor: Actor, role_id: int, rules: RoleRules, version: int, now: datetime
) -> None:
    """Change a role. Raises NotFound, StaleVersion when somebody else changed it first, and DomainError:
    "permissions" naming what a permission needs besides, "name" when it is empty or taken. Flushes."""
    role, before = _locked(session, actor, role_id, version)
    _check(rules)
    if not role.is_preset:
        role.name = _free_name(session, rules.name, but=role_id)
        role.summary = rules.summary.strip()
    _write(session, role, replace(rules, name=role.name, summary=role.summary), now)
    _told(session, actor, "role:change", role, before)


def make_custom(session: Session, actor: Actor, pattern_id: int, name: str, now: datetime) -> int:
    """A role of the community's own that begins as a copy of another; answers its id. Raises NotFound,
    DomainError("name") when the name is empty or taken. Flushes."""
    actor.require(Permission.ROLE_EDIT)
    pattern = roles.get_role(session, pattern_id)
    name = _free_name(session, name)
    role = Role(
        code=_free_code(session, name),
        name=name,
        is_preset=False,
        allowed_as=pattern.allowed_as,
        user_limit=pattern.user_limit,
        summary=pattern.summary,
    )
    session.add(role)
    session.flush()
    _write(session, role, replace(rules_of(pattern), name=name), now)
    _told(session, actor, "role:create", role, None)
    return role.id


def restore_preset(session: Session, actor: Actor, role_id: int, version: int, now: datetime) -> None:
    """Give a preset back what it was shipped with. Raises NotFound for another role, StaleVersion.
    Flushes."""
    role, before = _locked(session, actor, role_id, version)
    preset = PRESETS.get(role.code) if role.is_preset else None
    if preset is None:
        raise NotFound("preset")
    known = dict(session.execute(select(Course.code, Course.id)).all())
    courses = {known[code]: day for code, day in roles.shipped_courses(role.code).items()}
    role.name, role.summary = preset.name, preset.summary
    rules = RoleRules(
        preset.name, preset.summary, preset.permissions, preset.user_limit, preset.allowed_as, courses
    )
    _write(session, role, rules, now)
    role.changed_at = None
    _told(session, actor, "role:restore", role, before)


def delete_custom(session: Session, actor: Actor, role_id: int, version: int) -> None:
    """Delete a role of the community's own that nobody ever held. Raises NotFound for a preset, StaleVersion,
    DomainError("role") when it was granted. Flushes."""
    role, before = _locked(session, actor, role_id, version)
    if role.is_preset:
        raise NotFound("role")
    if session.scalar(select(AccountGrant.id).where(AccountGrant.role_id == role_id).limit(1)):
        raise DomainError("role", f"{role.name} was granted to people, so it stays")
    for table in (RolePermission, RoleCourse):
        session.execute(delete(table).where(table.role_id == role_id))
    session.delete(role)
    session.flush()
    details = {"role": before.code}
    audit.record(session, actor, "role:delete", "role", role_id, details=details, before=_plain(before))


def _check(rules: RoleRules) -> None:
    if rules.user_limit not in roles.LIMITS or rules.allowed_as not in roles.PLACES:
        raise DomainError("user_limit", "Choose one of the answers")
    reserved = sorted(rules.permissions & ADMINISTRATORS_ONLY)
    if reserved:
        raise DomainError(
            "permissions",
            f"Only the {ADMINISTRATOR_NAME.lower()} may {in_words(reserved[0])}; no role can include it",
        )
    missing = missing_prerequisites(rules.permissions)
    if missing:
        told = [
            f"Who may {in_words(held)} must also be allowed to {in_words(needed)}"
            for held in Permission
            if held in missing
            for needed in Permission
            if needed in missing[held]
        ]
        raise DomainError("permissions", ". ".join(told))


def _write(session: Session, role: Role, rules: RoleRules, now: datetime) -> None:
    role.user_limit, role.allowed_as, role.changed_at = rules.user_limit, rules.allowed_as, now
    set_permissions(session, role.id, rules.permissions)
    session.execute(delete(RoleCourse).where(RoleCourse.role_id == role.id))
    known = set(session.scalars(select(Course.id)))
    if not known >= set(rules.courses):
        raise NotFound("course")
    session.add_all(
        RoleCourse(role_id=role.id, course_id=course, required_from=day)
        for course, day in rules.courses.items()
    )
    session.flush()


def _free_name(session: Session, name: str, *, but: int = 0) -> str:
    name = " ".join(name.split())
    if not re.search(r"\w", name):
        raise DomainError("name", "Enter a name for the role")
    others = session.scalars(select(Role.name).where(Role.id != but))
    if name.casefold() in {ADMINISTRATOR_NAME.casefold(), *(other.casefold() for other in others)}:
        raise DomainError("name", f"There is a role called {name} already")
    return name


def _free_code(session: Session, name: str) -> str:
    """A code that is never one of a preset's to come: it begins with `own-`."""
    stem = "own-" + (re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "role")
    taken = set(session.scalars(select(Role.code)))
    return next(
        code
        for number in range(1, len(taken) + 2)
        if (code := f"{stem}-{number}" if number > 1 else stem) not in taken
    )


def _locked(session: Session, actor: Actor, role_id: int, version: int) -> tuple[Role, roles.RoleLine]:
    actor.require(Permission.ROLE_EDIT)
    role = session.get(Role, role_id, with_for_update=True, populate_existing=True)
    if role is None:
        raise NotFound("role")
    if role.version != version:
        raise StaleVersion("Somebody else has changed this role since")
    before = roles.get_role(session, role_id)
    role.version += 1
    return role, before


def _told(session: Session, actor: Actor, verb: str, role: Role, before: roles.RoleLine | None) -> None:
    session.flush()
    after = roles.get_role(session, role.id)
    earlier = before.permissions if before else frozenset()
    details = {
        "role": role.code,
        "added": sorted(after.permissions - earlier),
        "taken": sorted(earlier - after.permissions),
    }
    old = _plain(before) if before else None
    audit.record(session, actor, verb, "role", role.id, details=details, before=old, after=_plain(after))


def _plain(role: roles.RoleLine) -> dict[str, Any]:
    """A role's rules as the audit trail takes them."""
    plain = asdict(rules_of(role))
    plain["permissions"] = sorted(role.permissions)
    plain["courses"] = [f"{asked.code} {asked.required_from or 'announced'}" for asked in role.courses]
    return plain
