"""What files, the photo and the history of a client write to the audit trail."""

from __future__ import annotations

import io
from collections.abc import Callable

from tests.audit.test_walk import Walker, Work, tree, walk
from tests.factories.uploads import PDF, picture
from tests.town import Town

__all__ = ["walk"]


def test_files_photo_and_history_of_a_client(walk: Callable[[str], Walker], town: Town, work: Work) -> None:
    manager, page = walk("program-manager"), f"/clients/{town.client}"
    facts = {"category": "housing", "name": "Lease"}

    def sent(data: bytes, name: str) -> dict[str, object]:
        return {"file": (io.BytesIO(data), name), "idempotency_key": "once", **facts}

    manager.get(f"{page}/files", "client:read")
    manager.get(f"{page}/files/new", "client:read")
    manager.post(f"{page}/files/new", sent(PDF, "x.exe"), "client:read")
    for verbs in (("client:read", "file:create"), ("client:read",)):  # twice is once
        manager.post(f"{page}/files/new", sent(PDF, "x.pdf"), *verbs)
    manager.get(f"{page}/files/1", "file:download")
    manager.get(f"{page}/files/1/edit", "client:read")
    manager.post(f"{page}/files/1/edit", {**facts, "version": "1", "name": "Old"}, "file:edit")
    manager.get(f"{page}/files/1/delete", "client:read")
    manager.post(f"{page}/files/1/delete", {"reason": "Wrong person"}, "file:delete")
    manager.get(f"{page}/files/1", "access:not-shown")
    manager.post(f"{page}/deleted/1/restore", {}, "file:restore")
    manager.get(f"{page}/photo", "access:not-shown")
    manager.get(f"{page}/photo/edit", "client:read")
    manager.post(f"{page}/photo/edit", sent(picture(), "x.jpg"), "client:read", "photo:set")
    manager.get(f"{page}/photo", "photo:read")
    for verbs in (("photo:remove",), ()):
        manager.post(f"{page}/photo/remove", {}, *verbs)
    manager.get(f"{page}/history", "client:read")
    made = manager.post(f"{page}/history/pdf", {}, "client:read", "history:request-pdf")
    work()
    shown = tree(manager.get(made.location, "client:read"))
    file = next(str(link["href"]) for link in shown.select("main a") if "PDF of" in link.text)
    manager.get(file, "history:print")
