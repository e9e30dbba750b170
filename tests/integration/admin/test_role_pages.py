"""Roles changed by the system administrator: page, menu and guard follow at the next request."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from hmis_web.access.permissions import Permission
from hmis_web.access.roles import PRESETS
from hmis_web.db.session import Database
from hmis_web.domain import presets, roles
from hmis_web.domain.roles import RoleLine
from hmis_web.models import AuditEvent, AuditValue, Course
from tests.browser import Visitor, page
from tests.integration.admin.role_answers import address, answers

Enter = Callable[[str], Visitor]
P = Permission


def areas(visitor: Visitor) -> set[str]:
    return {str(link["href"]) for link in page(visitor.get("/")).select("nav.rail a")}


def cell(visitor: Visitor, words: str, role_name: str) -> str:
    """What the Access Roles page says a role may do."""
    tree = page(visitor.get("/help/access-roles"))
    row = next(row for row in tree.select(".role-matrix tr") if row.th and row.th.text == words)
    head = row.find_parent("tbody").select_one("tr").select("th")
    place = [each.text for each in head].index(role_name)
    return row.select("td")[place - 1].text


def test_permission_taken_away_changes_page_menu_and_guard_at_once(
    administrator: Visitor, signed_in: Enter, role: Callable[[str], RoleLine]
) -> None:
    visitor, line = signed_in("reporting-monitoring"), role("reporting-monitoring")
    assert visitor.get("/reports").status_code == 200
    kept = line.permissions - {P.REPORT_RUN, P.REPORT_SCHEDULE}

    saved = administrator.post(address(line), answers(line, permissions=[p.value for p in kept]))

    assert saved.status_code == 303
    assert visitor.get("/reports").status_code == 403
    assert "/reports" not in areas(visitor)
    assert cell(visitor, "run reports", "Reporting and Monitoring") == "–"
    assert cell(visitor, "run reports", "Program Manager") == "yes"
    assert "changed by the administrator on" in visitor.get("/help/access-roles").text


def test_permission_given_changes_page_menu_and_guard_at_once(
    administrator: Visitor, signed_in: Enter, role: Callable[[str], RoleLine]
) -> None:
    visitor, line = signed_in("read-only"), role("read-only")
    more = line.permissions | {P.REPORT_RUN, P.TRAINING_READ_AGENCY}

    administrator.post(address(line), answers(line, permissions=[p.value for p in more]))

    assert visitor.get("/reports").status_code == 200
    assert {"/reports", "/admin"} <= areas(visitor)
    assert visitor.get("/training/staff").status_code == 200
    assert cell(visitor, "run reports", "Read Only") == "yes"


def test_permission_without_what_it_needs_is_refused_naming_both(
    administrator: Visitor, role: Callable[[str], RoleLine]
) -> None:
    line = role("read-only")
    more = line.permissions | {P.SERVICE_EDIT}

    refused = administrator.post(address(line), answers(line, permissions=[p.value for p in more]))

    assert refused.status_code == 422
    assert "Who may change services must also be allowed to see services with their amounts" in refused.text
    ticked = page(refused).select_one("input[value='service:edit']")
    assert ticked is not None
    assert ticked.has_attr("checked")
    assert role("read-only").permissions == line.permissions


@pytest.mark.parametrize("right", ["account:edit", "role:edit"])
def test_no_role_can_hold_what_would_let_it_raise_itself(
    administrator: Visitor, role: Callable[[str], RoleLine], right: str
) -> None:
    line = role("agency-manager")
    more = [*(p.value for p in line.permissions), right]

    refused = administrator.post(address(line), answers(line, permissions=more))

    assert refused.status_code == 422
    assert "no role can include it" in refused.text


def test_rules_and_courses_are_saved_and_audited_with_before_and_after(
    administrator: Visitor, role: Callable[[str], RoleLine], database: Database
) -> None:
    line = role("direct-service")
    report = next(asked for asked in role("agency-manager").courses if asked.code == "report")
    sent = answers(
        line,
        user_limit="per_program",
        allowed_as="primary",
        **{f"course_{report.course_id}": "required", f"course_{report.course_id}_from": "2030-01-31"},
    )

    administrator.post(address(line), sent)

    saved = role("direct-service")
    assert (saved.user_limit, saved.allowed_as) == ("per_program", "primary")
    assert [str(asked.required_from) for asked in saved.courses] == ["2004-01-01", "2030-01-31"]
    with database.session() as session:
        told, values = session.execute(
            select(AuditEvent.details, AuditValue.content)
            .join(AuditValue, AuditValue.event_id == AuditEvent.id)
            .where(AuditEvent.verb == "role:change")
        ).one()
    details, content = json.loads(told), json.loads(values)
    assert content["before"]["user_limit"] == "none"
    assert content["after"]["user_limit"] == "per_program"
    assert content["before"]["courses"] == ["hmis-new-user 2004-01-01"]
    assert content["after"]["courses"] == ["hmis-new-user 2004-01-01", "report 2030-01-31"]
    assert details["added"] == details["taken"] == []


def test_somebody_who_saves_second_sees_both_and_may_go_on(
    administrator: Visitor, role: Callable[[str], RoleLine]
) -> None:
    line = role("read-only")
    mine = [p.value for p in line.permissions | {P.REPORT_RUN}]
    administrator.post(address(line), answers(line, user_limit="one"))

    stale = administrator.post(address(line), answers(line, permissions=mine))

    assert stale.status_code == 409
    rows = {
        row.th.text: [cell.text for cell in row.select("td")] for row in page(stale).select("main tbody tr")
    }
    assert rows == {"Run reports": ["no", "yes"], "How many": ["1 per agency", "no limit"]}
    form = page(stale).select_one("main form")
    assert form is not None
    again: dict[str, list[str]] = {}
    for field in form.select("input"):
        again.setdefault(str(field["name"]), []).append(str(field["value"]))
    assert administrator.post(str(form["action"]), again).status_code == 303
    assert P.REPORT_RUN in role("read-only").permissions


def test_list_and_page_of_roles_cost_few_statements(
    administrator: Visitor, role: Callable[[str], RoleLine], query_budget: Callable[[int], object]
) -> None:
    with query_budget(8):  # 3 for the person, 3 for the roles
        administrator.get("/admin/roles")
    with query_budget(10):  # besides the courses, and which roles were granted
        administrator.get(address(role("read-only")))
    with query_budget(8):  # besides the jobs that printed it
        administrator.get("/help/access-roles")


@pytest.mark.both_databases
def test_presets_are_as_shipped_when_they_are_put_in(database: Database) -> None:
    with database.session(write=True) as session:
        presets.ensure_roles(session)
        lines = roles.all_roles(session)

        assert [line.code for line in lines] == list(PRESETS)
        assert all(line.is_as_shipped for line in lines)
        assert set(session.scalars(select(Course.code))) == {
            "hmis-new-user",
            "vi-spdat",
            "services-only",
            "report",
        }
