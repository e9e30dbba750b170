"""Putting the preset roles and their courses into a database."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hmis_web.access.permissions import Permission
from hmis_web.access.roles import EVER, PRESETS, Preset
from hmis_web.domain import training
from hmis_web.models import Role, RoleCourse, RolePermission


def ensure_roles(session: Session) -> dict[str, int]:
    """Make sure that the presets and their courses exist; answers {code: role id}. Presets that exist stay
    as they are. Flushes."""
    course_ids = training.ensure_courses(session)
    known = dict(session.execute(select(Role.code, Role.id)).all())
    for preset in PRESETS.values():
        if preset.code not in known:
            known[preset.code] = _add_preset(session, preset, course_ids)
    session.flush()
    return known


def set_permissions(session: Session, role_id: int, wanted: Iterable[Permission]) -> None:
    """What a role allows from now on, and nothing else. Flushes."""
    session.execute(delete(RolePermission).where(RolePermission.role_id == role_id))
    session.add_all(RolePermission(role_id=role_id, permission=p.value) for p in sorted(wanted))
    session.flush()


def _add_preset(session: Session, preset: Preset, course_ids: dict[str, int]) -> int:
    role = Role(
        code=preset.code,
        name=preset.name,
        summary=preset.summary,
        is_preset=True,
        allowed_as=preset.allowed_as,
        user_limit=preset.user_limit,
    )
    session.add(role)
    session.flush()
    set_permissions(session, role.id, preset.permissions)
    for codes, required_from in ((preset.training, EVER), (preset.later, None)):
        for code in codes:
            session.add(RoleCourse(role_id=role.id, course_id=course_ids[code], required_from=required_from))
    return role.id
