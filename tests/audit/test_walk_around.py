"""What is written of notes, alerts, contacts, locations, their deletion and return."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hmis_web.db.session import Database
from tests.audit.test_walk import MANAGER, Walker, Work
from tests.browser import Visitor, page
from tests.town import Town

pytestmark = pytest.mark.slow


def test_what_stands_around_a_client_is_written_act_by_act(
    signed_in: Callable[[str], Visitor], database: Database, town: Town, work: Work
) -> None:
    manager, here, day = Walker(signed_in(MANAGER), database), f"/clients/{town.client}", str(town.today)
    alert = {"title": "Call", "priority": "info", "phone": "707 555 0101", "ends_on": day, "version": "1"}

    for tab, noun, sent in (
        ("notes", "note", {"written_on": day, "text": "Called.", "version": "1"}),
        ("alerts", "alert", alert),
        ("contacts", "contact", {"kind": "relative", "name": "Rosa", "valid_from": day, "version": "1"}),
        ("locations", "location", {"kind": "mail", "label": "Post", "valid_from": day, "version": "1"}),
    ):
        manager.get(f"{here}/{tab}/new", "client:read")
        manager.post(f"{here}/{tab}/new", sent, f"{noun}:create")
        manager.post(f"{here}/{tab}/new", {}, "client:read")
        manager.get(f"{here}/{tab}/1/edit", "client:read")
        changed = sent | {"text": "Again", "comment": "Again"}
        manager.post(f"{here}/{tab}/1/edit", changed, f"{noun}:edit")
        manager.post(f"{here}/{tab}/1/edit", changed)  # twice is once
        manager.post(f"{here}/{tab}/1/edit", sent | {"text": "Other", "comment": "Other"})
        manager.get(f"{here}/{tab}/1/delete", "client:read")
    manager.post(f"{here}/alerts/1/end", {}, "alert:end")
    manager.post(f"{here}/notes", {"q": "Called"}, "client:read")
    for tab in ("notes/1", "contacts", "services"):
        manager.get(f"{here}/{tab}", "client:read")
    manager.post(f"{here}/notes/pdf", {}, "note:request-pdf")
    manager.post(f"{here}/notes/pdf", {})
    work()
    link = page(manager.get(f"{here}/notes", "client:read")).select_one("a[download]")
    assert manager.get(str(link["href"]), "note:print").data.startswith(b"%PDF")
    manager.post(f"{here}/notes/1/delete", {"reason": "Twice"}, "note:delete")
    for verbs in (("note:restore",), ()):
        manager.post(f"{here}/deleted/1/restore", {}, *verbs)
