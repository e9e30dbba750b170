"""The pages of a client's files: adding, taking, changing, deleting."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hmis_web import create_app
from hmis_web.config import ConfigurationError, Settings
from hmis_web.db.session import Database
from hmis_web.models import AuditEvent, Client, ClientFile
from hmis_web.web import uploads
from tests.browser import Visitor, field_value, page
from tests.factories import own
from tests.factories.uploads import PDF, bomb, picture
from tests.personas import OUTSIDER, Community
from tests.town import Town

Enter = Callable[[str], Visitor]


def sent(data: bytes = PDF, name: str = "Lease 2026.pdf", **values: Any) -> dict[str, Any]:
    """What the page's form sends."""
    return {
        "file": (io.BytesIO(data), name), "category": "housing", "name": "", "expires_on": "",
        "idempotency_key": "once", **values,
    }  # fmt: skip


def files_of(town: Town, client: int | None = None) -> str:
    """The tab."""
    return f"/clients/{client or town.client}/files"


def kept(database: Database) -> list[ClientFile]:
    """All files, deleted ones too."""
    with database.session() as session:
        return list(session.scalars(select(ClientFile).order_by(ClientFile.id)))


def add(visitor: Visitor, town: Town, database: Database, **values: Any) -> str:
    """The address of a file that was added just now."""
    answer = visitor.post(f"{files_of(town)}/new", sent(**values))
    assert answer.status_code == 303, answer.text
    return f"{files_of(town)}/{kept(database)[-1].id}"


def test_file_goes_in_and_comes_out_without_javascript(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor, name = signed_in("direct-service"), "Señora's lease.pdf"
    for _twice in range(2):
        answer = visitor.post(f"{files_of(town)}/new", sent(name=name, confidential="y"))
        assert (answer.status_code, answer.location) == (303, files_of(town))

    [row] = kept(database)
    tab = visitor.get(files_of(town))
    link = page(tab).select_one("main td a, main th a")
    taken = visitor.get(str(link["href"]))

    assert "File added" in page(tab).select_one(".toast").text
    assert "Confidential" in page(tab).main.text
    assert "not scanned" in page(tab).main.text
    assert taken.data == PDF
    headers = taken.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == (
        "attachment; filename=\"Se_ora_s lease.pdf\"; filename*=UTF-8''Se%C3%B1ora%27s%20lease.pdf"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "script" not in headers["Content-Security-Policy"]
    with database.session() as session:
        verbs = session.scalars(select(AuditEvent.verb).where(AuditEvent.subject_type == "file")).all()
    assert verbs == ["file:create", "file:download"]
    assert row.confidential


WRONG: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"file": ""}, "file", "Choose the file"),
    ({"data": b"MZ\x00", "name": "x.pdf"}, "file", "Choose a PDF"),
    ({"data": picture(), "name": "x.pdf"}, "file", "ends in .pdf"),
    ({"data": bomb(60_000, 60_000), "name": "x.png"}, "file", "too many pixels"),
    ({"data": PDF + bytes(10_000)}, "file", "10 KB"),
    ({"category": ""}, "category", "what the file is about"),
    ({"category": "gossip"}, "category", "what the file is about"),
    ({"expires_on": "tomorrow"}, "expires_on", "11/03/2026"),
    ({"expires_on": "2020-01-01"}, "expires_on", "is over"),
)


def test_wrong_upload_is_told_at_its_field_and_nothing_is_kept(
    signed_in: Enter, town: Town, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MEBIBYTE", 1_000)
    visitor = signed_in("direct-service")

    for values, field, words in WRONG:
        answer = visitor.post(f"{files_of(town)}/new", sent(**values))
        assert answer.status_code == 422
        assert words in page(answer).select_one(f"#{field}-error").text
        assert page(answer).title.text.startswith("Error")
        assert ("choose the file again" in page(answer).main.text) == (field != "file")
    assert kept(database) == []
    assert list((settings.var / "client-files").rglob("*")) == []


def test_request_far_too_large_is_refused_before_it_is_read(signed_in: Enter, town: Town) -> None:
    told = {"CONTENT_LENGTH": str(41 << 20)}
    answer = signed_in("direct-service").post(f"{files_of(town)}/new", sent(), environ_overrides=told)

    assert answer.status_code == 413
    assert "up to 10 MB" in page(answer).main.text


def test_many_files_stand_on_pages(
    signed_in: Enter, town: Town, database: Database, community: Community
) -> None:
    with database.session(write=True) as session:
        client, home = session.get_one(Client, town.client), session.merge(community.home)
        for number in range(60):
            own.file(session, client, home, f"Letter {number:02}", size=1 << 20)
        session.commit()
    visitor = signed_in("direct-service")

    first, second = (page(visitor.get(files_of(town) + query)) for query in ("", "?page=2"))

    assert [len(each.select("#files tbody tr")) for each in (first, second)] == [50, 10]
    assert "1 to 50 of 60" in first.main.text
    assert "60 MB of 200 MB are used" in second.main.text
    assert visitor.get(files_of(town) + "?page=99999999999").status_code == 200


def test_edit_shows_both_when_somebody_else_was_faster(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("direct-service")
    file = add(visitor, town, database)
    form = visitor.get(f"{file}/edit")
    typed = {"version": field_value(form, "version"), "category": "income", "name": "Pay slip"}

    assert field_value(form, "name") == "Lease 2026"
    assert visitor.post(f"{file}/edit", {**typed, "name": ""}).status_code == 422
    assert visitor.post(f"{file}/edit", typed).status_code == 303
    later = visitor.post(f"{file}/edit", {**typed, "category": "legal"})

    assert later.status_code == 409
    assert "Proof of income" in page(later).main.text
    assert "Court and legal papers" in page(later).main.text
    again = {each["name"]: each["value"] for each in page(later).select("main form input[type=hidden]")}
    assert visitor.post(f"{file}/edit", again).status_code == 303
    assert [(row.name, row.category, row.version) for row in kept(database)] == [("Pay slip", "legal", 3)]


def test_delete_asks_why_and_can_be_taken_back(signed_in: Enter, town: Town, database: Database) -> None:
    file = add(signed_in("direct-service"), town, database)
    manager = signed_in("program-manager")

    assert manager.post(f"{file}/delete", {"reason": ""}).status_code == 422
    assert manager.post(f"{file}/delete", {"reason": "Wrong person"}).status_code == 303
    assert manager.get(file).status_code == 404
    tab = page(manager.get(files_of(town)))
    restore = next(form for form in tab.select("form") if str(form["action"]).endswith("/restore"))
    assert manager.post(str(restore["action"])).status_code == 303
    assert manager.get(file).data == PDF


def test_files_of_others_are_not_there_and_limited_viewing_sees_names(
    signed_in: Enter, town: Town, database: Database
) -> None:
    worker = signed_in("direct-service")
    file = add(worker, town, database)
    ways = [("get", file), ("get", f"{file}/edit"), ("post", f"{file}/edit"), ("post", f"{file}/delete")]
    strange = [(method, path.replace(f"/{town.client}/", f"/{town.stranger}/")) for method, path in ways]

    manager, elsewhere = signed_in("agency-manager"), signed_in(OUTSIDER)
    for visitor, asked in ((manager, strange), (elsewhere, ways[:3])):
        for method, path in asked:
            assert getattr(visitor, method)(path).status_code == 404, path
    assert elsewhere.get(files_of(town)).status_code == 404
    reader = signed_in("read-only")
    assert "Lease 2026" in reader.get(files_of(town)).text
    assert "Lease and housing" not in reader.get(files_of(town)).text
    assert reader.get(file).status_code == 403
    for persona in ("services-only", "assessor-only"):
        assert signed_in(persona).get(files_of(town)).status_code == 403


def test_scanner_of_the_installation_decides(
    settings: Settings, town: Town, database: Database, tmp_path: Path
) -> None:
    script = tmp_path / "scan.py"
    script.write_text("import sys\nsys.exit(1 if b'EICAR' in open(sys.argv[-1], 'rb').read() else 0)\n")
    app = create_app(replace(settings, scan_command=(sys.executable, str(script))))
    visitor = Visitor(app)
    visitor.sign_in("direct-service")

    refused = visitor.post(f"{files_of(town)}/new", sent(b"EICAR", "x.txt"))
    add(visitor, town, database, idempotency_key="clean")

    assert refused.status_code == 422
    assert "something harmful" in page(refused).select_one("#file-error").text
    assert "not scanned" not in visitor.get(files_of(town)).text
    assert [row.scanned for row in kept(database)] == [True]
    with database.session() as session:
        assert "file:infected" in session.scalars(select(AuditEvent.verb)).all()
    parts = app.extensions["hmis"]
    parts.queue.close()
    parts.database.dispose()


def test_scanner_must_be_a_program_with_its_whole_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, app: Flask
) -> None:
    monkeypatch.setenv("HMIS_VAR", str(tmp_path))
    for wrong in ("clamdscan", "/no/such/program --x", "'/bin/true"):
        monkeypatch.setenv("HMIS_SCAN_COMMAND", wrong)
        with pytest.raises(ConfigurationError, match="HMIS_SCAN_COMMAND"):
            Settings.from_env()
    monkeypatch.setenv("HMIS_SCAN_COMMAND", "/bin/true --fdpass")
    assert Settings.from_env().scan_command == ("/bin/true", "--fdpass")
