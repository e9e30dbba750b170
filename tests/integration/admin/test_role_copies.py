"""Roles of one's own, and presets restored."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hmis_web.access.permissions import Permission
from hmis_web.access.roles import PRESETS
from hmis_web.db.session import Database
from hmis_web.domain.roles import RoleLine
from hmis_web.models import Role
from tests.browser import Visitor
from tests.integration.admin.role_answers import address, answers

Enter = Callable[[str], Visitor]
P = Permission


def test_restore_brings_back_all_that_was_shipped(
    administrator: Visitor, role: Callable[[str], RoleLine]
) -> None:
    line = role("agency-manager")
    administrator.post(
        address(line), answers(line, permissions=["client:search"], user_limit="none", allowed_as="both")
    )
    changed = role("agency-manager")
    assert not changed.is_as_shipped
    assert changed.changed_at is not None

    restored = administrator.post(f"{address(line)}/restore", {"version": changed.version})

    assert restored.status_code == 303
    after = role("agency-manager")
    assert after.is_as_shipped
    assert after.permissions == PRESETS["agency-manager"].permissions
    assert after.changed_at is None
    assert administrator.post(f"{address(line)}/restore", {"version": changed.version}).status_code == 409


def test_role_of_ones_own_is_made_changed_shown_and_deleted(
    administrator: Visitor, signed_in: Enter, role: Callable[[str], RoleLine]
) -> None:
    made = administrator.post("/admin/roles/new", {"pattern": role("read-only").id, "name": "Night Desk"})
    own = role("own-night-desk")
    assert made.location == address(own)
    assert own.permissions == role("read-only").permissions
    assert [asked.code for asked in own.courses] == ["hmis-new-user"]

    sent = answers(own, name="Night Watch", summary="Sees who is in.", permissions=["client:search"])
    administrator.post(address(own), sent)
    shown = signed_in("services-only").get("/help/access-roles").text
    assert "Night Watch" in shown
    assert "a role of this community" in shown
    assert administrator.post(f"{address(own)}/delete", {"version": own.version + 1}).status_code == 303

    assert administrator.get(address(own)).status_code == 404


@pytest.mark.parametrize("name", ["", "   ", "Read Only", "read only", "System Administrator"])
def test_role_without_a_free_name_is_refused(
    administrator: Visitor, role: Callable[[str], RoleLine], name: str
) -> None:
    refused = administrator.post("/admin/roles/new", {"pattern": role("read-only").id, "name": name})

    assert refused.status_code == 422


def test_preset_and_granted_role_can_not_be_deleted(
    administrator: Visitor, role: Callable[[str], RoleLine], database: Database
) -> None:
    line = role("read-only")
    assert administrator.post(f"{address(line)}/delete", {"version": line.version}).status_code == 404
    with database.session(write=True) as session:
        session.get_one(Role, line.id).is_preset = False
        session.commit()

    assert administrator.post(f"{address(line)}/delete", {"version": line.version}).status_code == 422
