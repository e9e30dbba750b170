"""Adding a person: who it may be, and the release that comes with the form."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.papers import PaperStore
from hmis_web.domain.search import indexing
from hmis_web.models import AuditEvent, Client, NotSame, Release, ReleaseSignature
from tests.browser import Visitor, page
from tests.integration.intake.person_answers import BEA, NEW, TWIN, count, errors, newest
from tests.town import CANARY, Town

Enter = Callable[[str], Visitor]


@pytest.fixture(autouse=True)
def _searchable(town: Town, database: Database) -> None:
    with database.session(write=True) as session:
        indexing.reindex_clients(session, [town.client, town.child, town.stranger])
        session.commit()


def test_strong_duplicate_must_be_answered_and_the_answer_is_kept(
    signed_in: Enter, town: Town, database: Database
) -> None:
    visitor = signed_in("direct-service")
    before = count(database, Client)

    asked = visitor.post(NEW, dict(TWIN))
    panel = page(asked).select_one("#likely")
    beside = visitor.post(
        f"{NEW}/likely", {"first_name": "Teressa", "last_name": "Martin", "dob": "3/15/1960"}, htmx=True
    )
    saved = visitor.post(NEW, TWIN | {"not_same": [str(town.client)]})

    assert asked.status_code == 422
    assert "Somebody very much like this is recorded already" in errors(asked)
    assert panel is not None
    assert "Same name, same birth date" in panel.text
    assert f'href="/clients/{town.client}"' in str(panel)
    assert "birth date almost the same" in beside.text
    assert CANARY not in beside.text
    assert saved.status_code == 303
    assert count(database, Client) == before + 1
    with database.session() as session:
        pairs = {(row.client_id, row.other_id) for row in session.scalars(select(NotSame))}
    made = newest(database).id
    assert pairs == {(made, town.client), (town.client, made)}
    alike = visitor.get(f"/clients/{made}/alike")
    assert "Teresa Martin" in page(alike).select_one("#answers").text  # type: ignore[union-attr]
    assert page(alike).select("#alike li") == []


def test_another_agencys_record_is_told_of_by_its_number_alone(signed_in: Enter, town: Town) -> None:
    answer = signed_in("direct-service").post(f"{NEW}/likely", {"ssn": "900-99-9999"}, htmx=True)

    assert f"R-{town.stranger}" in answer.text
    assert CANARY not in answer.text


def test_release_and_its_signature_are_kept_with_the_person(
    signed_in: Enter, town: Town, database: Database, keyring: KeyRing, settings: Any
) -> None:
    visitor = signed_in("direct-service")
    days = {"signed_on": "2026-01-02", "ends_on": "2036-01-01"}
    child = BEA | {"dob": "5/5/2016", "ssn": "234-56-7801", "idempotency_key": "two", "kind": "guardian"}
    paper = (io.BytesIO(b"%PDF-1.7 signed %%EOF"), "../scan of ROI.pdf")

    drawn = visitor.post(
        NEW, BEA | days | {"kind": "signed", "how": "drawn", "drawing": "1,2 30,40;50,60 70,80"}
    )
    scanned = visitor.post(
        NEW,
        child | days | {"how": "paper", "signer": "Ola Okoro", "guardian_relation": "mother", "paper": paper},
    )

    assert drawn.status_code == scanned.status_code == 303
    with database.session() as session:
        rows = session.execute(
            select(Release, ReleaseSignature)
            .join(ReleaseSignature, ReleaseSignature.release_id == Release.id)
            .order_by(Release.id)
        ).all()
    (first, signed), (second, guardian) = rows
    assert (first.kind, signed.how, second.kind, guardian.how) == ("signed", "drawn", "guardian", "paper")
    assert keyring.decrypt("release-drawing", signed.drawing or "") == "1,2 30,40;50,60 70,80"
    assert (guardian.signer, guardian.guardian_relation) == ("Ola Okoro", "mother")
    assert guardian.file_name == "scan-of-ROI.pdf"
    assert PaperStore(settings.var, keyring).get(guardian.path or "") == b"%PDF-1.7 signed %%EOF"
    assert b"signed" not in (settings.var / (guardian.path or "")).read_bytes()
    opened = visitor.get(f"/clients/{second.client_id}/releases/{second.id}/paper")
    assert (opened.data, opened.mimetype) == (b"%PDF-1.7 signed %%EOF", "application/pdf")


def test_file_that_is_no_paper_is_refused(signed_in: Enter, town: Town, database: Database) -> None:
    before = count(database, Client)
    sent = BEA | {
        "kind": "attached", "signed_on": "2026-01-02", "ends_on": "2027-01-01",
        "paper": (io.BytesIO(b"MZ program"), "scan.pdf"),
    }  # fmt: skip

    answer = signed_in("direct-service").post(NEW, sent)

    assert answer.status_code == 422
    assert "is of another kind" in errors(answer)
    assert count(database, Client) == before


def test_names_stand_in_no_address_and_the_look_is_on_record(
    signed_in: Enter, town: Town, database: Database
) -> None:
    signed_in("direct-service").post(
        f"{NEW}/likely", {"first_name": "Teresa", "last_name": "Martin"}, htmx=True
    )

    with database.session() as session:
        acts = session.scalars(select(AuditEvent).where(AuditEvent.verb == "client.search")).all()
    assert len(acts) == 1
    assert "eresa" not in (acts[0].details or "")


def test_draft_comes_back_with_its_answers(signed_in: Enter, town: Town) -> None:
    visitor = signed_in("direct-service")
    visitor.post("/drafts", TWIN | {"not_same": [str(town.client)], "draft_path": NEW})

    back = page(visitor.get(NEW))
    begun = visitor.post("/clients/begin", {"q": "bea okoro"})

    assert back.select_one("#last_name")["value"] == "Martin"  # type: ignore[index]
    assert back.select_one(f"#likely input[value='{town.client}']").has_attr("checked")  # type: ignore[union-attr]
    assert "You left another person" in begun.text
