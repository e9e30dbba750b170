"""What the form of a role sends."""

from __future__ import annotations

from hmis_web.domain.roles import RoleLine


def answers(line: RoleLine, **changed: object) -> dict[str, object]:
    """What the form of a role sends when nothing but `changed` is changed."""
    sent: dict[str, object] = {
        "version": line.version,
        "permissions": [permission.value for permission in line.permissions],
        "user_limit": line.user_limit,
        "allowed_as": line.allowed_as,
        **{
            f"course_{asked.course_id}": "required" if asked.required_from else "announced"
            for asked in line.courses
        },
    }
    return sent | changed


def address(line: RoleLine) -> str:
    """Where a role is changed."""
    return f"/admin/roles/{line.id}"
