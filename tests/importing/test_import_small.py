"""A small file without a fault, and the same again."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from hmis_web.db.keys import KeyRing
from hmis_web.models import AuditEvent, ClientAgency, ClientSearchPerson, DataSource, ImportRun
from tests.importing.conftest import Importer
from tests.importing.csv_set import STAMP, CsvSet

pytestmark = pytest.mark.both_databases


def test_import_of_clean_file_takes_every_row(importer: Importer, csv_set: CsvSet) -> None:
    outcome = importer.set(csv_set)

    assert (outcome.state, outcome.ok) == ("applied", True)
    assert importer.found(outcome.run_id) == []
    assert importer.counts() == {name: len(rows) for name, rows in csv_set.rows.items() if rows}


def test_import_stores_values_typed_and_keys_resolved(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)

    stay, client, night = (
        importer.row(*key) for key in (("Enrollment", "N1"), ("Client", "C1"), ("Services", "S1"))
    )
    assert stay.entry_date == date(2026, 1, 10)
    assert stay.client_key == client.id
    assert (night.enrollment_key, night.client_key) == (stay.id, client.id)
    assert stay.project_key == importer.row("Project", "P1").id
    assert (stay.date_updated, stay.version, stay.edited_at) == (STAMP, 1, None)


def test_import_names_source_after_the_file(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)

    with importer.database.session() as session:
        assert session.scalars(select(DataSource.name)).all() == ["Elm County"]


def test_same_file_again_changes_nothing_and_says_unchanged(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    before = importer.row("Enrollment", "N1")

    outcome = importer.set(csv_set)

    assert outcome.state == "unchanged"
    assert outcome.plan is not None
    assert outcome.plan.total("unchanged") == sum(len(rows) for rows in csv_set.rows.values())
    after = importer.row("Enrollment", "N1")
    assert (after.id, after.version, after.import_run_id) == (before.id, before.version, before.import_run_id)


def test_same_file_under_another_source_is_other_people(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)

    outcome = importer.set(csv_set, source_name="Oak County")

    assert outcome.state == "applied"
    assert importer.count("Client") == 4


def test_ssn_is_encrypted_and_indexed(importer: Importer, csv_set: CsvSet, keyring: KeyRing) -> None:
    csv_set.find("Client", "C1").update(SSN="912-34-5678", SSNDataQuality="1")
    csv_set.find("Client", "C2").update(SSN="xxx-xx-5678", SSNDataQuality="2")

    importer.set(csv_set)

    full, partial = importer.row("Client", "C1"), importer.row("Client", "C2")
    assert "5678" not in full.ssn
    assert keyring.decrypt("ssn", full.ssn) == "912-34-5678"
    assert full.ssn_index == keyring.blind("ssn", "912345678")
    assert full.ssn4_index == partial.ssn4_index == keyring.blind("ssn4", "5678")


def test_clients_are_seen_by_the_agencies_that_enrolled_them(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.client("C3")

    importer.set(csv_set)

    agency = importer.row("Organization", "O1").id
    with importer.database.session() as session:
        pairs = set(session.execute(select(ClientAgency.organization_id, ClientAgency.client_id)))
        indexed = set(session.scalars(select(ClientSearchPerson.client_id)))
    enrolled = {importer.row("Client", name).id for name in ("C1", "C2")}
    assert pairs == {(agency, client) for client in enrolled}
    assert indexed == enrolled | {importer.row("Client", "C3").id}


def test_audit_has_one_row_for_run_and_file(importer: Importer, csv_set: CsvSet) -> None:
    outcome = importer.set(csv_set)

    with importer.database.session() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.verb == "import:apply")).all()
    files = [json.loads(event.details or "")["file"] for event in events]
    assert sorted(files) == sorted(name for name, rows in csv_set.rows.items() if rows)
    assert {event.subject_id for event in events} == {outcome.run_id}


def test_check_only_plans_and_writes_nothing(importer: Importer, csv_set: CsvSet) -> None:
    outcome = importer.set(csv_set, check_only=True)

    assert (outcome.state, outcome.ok) == ("planned", True)
    assert outcome.plan is not None
    assert outcome.plan.total("new") == sum(len(rows) for rows in csv_set.rows.values())
    assert importer.counts() == {}
    with importer.database.session() as session:
        assert session.scalars(select(ImportRun.state)).all() == ["cancelled"]


def test_outcome_as_json_has_the_documented_keys(importer: Importer, csv_set: CsvSet) -> None:
    told = json.loads(json.dumps(importer.set(csv_set).to_json()))

    assert set(told) == {
        "ok",
        "run",
        "state",
        "message",
        "source",
        "findings",
        "files",
        "conflicts",
        "missing",
    }
    assert told["files"]["Client"] == {
        "rows": 2, "stopped": 0, "new": 2, "changed": 0, "unchanged": 0, "conflict": 0, "missing": 0,
        "deleted": 0, "merged": 0,
    }  # fmt: skip


def test_nothing_of_a_run_stays_on_disk_but_the_encrypted_upload(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.find("Client", "C1").update(LastName="Zanzibarson")
    importer.set(csv_set)

    left = [path for path in importer.settings.var.rglob("*") if path.is_file() and path.suffix != ".json"]
    assert [path.suffix for path in left] == [".upload"]
    assert b"Zanzibarson" not in left[0].read_bytes()
    assert left[0].stat().st_mode & 0o077 == 0
