"""Help: where to ask, and what each role may do, on screen and on paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pypdf
import pytest
from flask import Flask

from hmis_web.access.roles import PRESETS
from hmis_web.access.words import AREAS
from hmis_web.db.session import Database
from hmis_web.domain import jobs
from hmis_web.jobs.runner import run_job
from hmis_web.models import Role, RolePermission
from tests.browser import Visitor, page
from tests.personas import ADMINISTRATOR, ROLES, Community

Enter = Callable[[str], Visitor]


def test_help_opens_without_signing_in_and_says_who_helps(
    app: Flask, community: Community, visitor: Visitor
) -> None:
    object.__setattr__(app.extensions["hmis"].settings, "contact", "Ring 555-0140")

    shown = page(visitor.get("/help")).get_text()

    assert "Ring 555-0140" in shown
    assert "Find a client" in shown
    assert "Access roles" not in shown


def test_help_leads_to_roles_and_training(signed_in: Enter) -> None:
    links = {link["href"] for link in page(signed_in("read-only").get("/help")).select("main .tasks a")}

    assert links == {"/help/access-roles", "/training"}


@pytest.mark.parametrize("persona", [*ROLES, ADMINISTRATOR])
def test_access_roles_marks_ones_own_and_says_all_of_each(signed_in: Enter, persona: str) -> None:
    tree = page(signed_in(persona).get("/help/access-roles"))

    rows = {row.th.contents[0].strip(): row for row in tree.select(".role-rows tbody tr")}
    assert [*rows][:8] == [preset.name for preset in PRESETS.values()]
    mine = [name for name, row in rows.items() if "your role here" in row.get_text()]
    assert mine == [PRESETS[persona].name if persona in PRESETS else "System administrator"]
    for preset in PRESETS.values():
        text = rows[preset.name].get_text()
        assert preset.summary in text
        assert ("1 per agency" in text) == (preset.user_limit == "one")
        assert ("active programs" in text) == (preset.user_limit == "per_program")
        assert ("additional agency only" in text) == (preset.allowed_as == "additional")
        assert ("primary agency only" in text) == (preset.allowed_as == "primary")
        assert ("announced, not required yet" in text) == bool(preset.later)


def test_access_roles_table_says_what_the_presets_hold(signed_in: Enter) -> None:
    tree = page(signed_in("services-only").get("/help/access-roles"))

    said = {
        row.th.text: [cell.text == "yes" for cell in row.select("td")]
        for row in tree.select(".role-matrix tr:not(.part)")
    }
    held = {
        words: [permission in preset.permissions for preset in PRESETS.values()]
        for area in AREAS
        for permission, words in area.words.items()
    }
    assert said == held


def test_admin_shows_only_what_one_has(signed_in: Enter) -> None:
    def links(persona: str) -> list[str]:
        return [str(link["href"]) for link in page(signed_in(persona).get("/admin")).select("main .tasks a")]

    assert links("program-manager") == ["/training/staff", "/exports"]
    assert links(ADMINISTRATOR) == [
        *(
            "/admin/people",
            "/admin/roles",
            "/admin/exceptions",
            "/training/staff",
            "/admin/fields",
            "/admin/audit",
            "/services/catalogue",
            "/imports",
            "/exports",
            "/clients/duplicates",
        )
    ]
    assert signed_in("read-only").get("/admin").status_code == 403


@pytest.mark.slow
def test_roles_are_printed_as_a_tagged_pdf_of_few_pages_and_made_again_when_one_changes(
    app: Flask, signed_in: Enter, community: Community, database: Database
) -> None:
    visitor, parts = signed_in("read-only"), app.extensions["hmis"]

    def make() -> str:
        assert visitor.post("/help/access-roles/pdf").status_code == 303
        with database.session() as session:
            waiting = jobs.unfinished(session)
        for job_id in waiting:
            run_job(parts.settings, parts.database, parts.keyring, parts.queue, job_id)
        link = page(visitor.get("/help/access-roles")).select_one("a[href*='/pdf/']")
        assert link is not None
        return str(link["href"])

    address = make()
    made = visitor.client.get(address)
    read = pypdf.PdfReader(io.BytesIO(made.data))

    assert made.mimetype == "application/pdf"
    assert len(read.pages) <= 4
    assert len(made.data) < 200_000
    assert read.root_object["/Lang"] == "en"
    assert read.root_object["/MarkInfo"]["/Marked"]
    assert {tuple(round(float(side)) for side in sheet.mediabox) for sheet in read.pages} == {
        (0, 0, 612, 792)
    }
    text = "".join(sheet.extract_text() for sheet in read.pages)
    assert all(word in text for preset in PRESETS.values() for word in preset.name.split())
    assert make() == address
    with database.session(write=True) as session:
        role = session.query(Role).filter_by(code="read-only").one()
        session.add(RolePermission(role_id=role.id, permission="report:run"))
        role.changed_at = datetime.now(UTC) + timedelta(seconds=1)
        session.commit()
    assert "Make a PDF" in visitor.get("/help/access-roles").text
    assert make() != address
    assert signed_in("services-only").client.get(address).status_code == 404
