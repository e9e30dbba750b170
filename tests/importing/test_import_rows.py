"""Rows with faults: what is said, what is kept, and who is stopped."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from hmis_web.importing import runs
from tests.importing.conftest import Importer
from tests.importing.csv_set import CsvSet

pytestmark = pytest.mark.both_databases
FindingOf = Callable[[int, str], list[tuple[Any, ...]]]


def test_code_outside_its_list_is_said_and_kept(
    importer: Importer, csv_set: CsvSet, finding_of: FindingOf
) -> None:
    csv_set.find("Enrollment", "N2").update(LivingSituation="999")

    outcome = importer.set(csv_set)

    assert importer.row("Enrollment", "N2").living_situation == 999
    assert finding_of(outcome.run_id, "I005") == [
        ("Enrollment", 3, "LivingSituation", "999", "I005", "warning")
    ]


def test_code_of_a_list_chosen_by_another_column_is_held_against_it(
    importer: Importer, csv_set: CsvSet, finding_of: FindingOf
) -> None:
    csv_set.find("Services", "S1").update(TypeProvided="2")
    csv_set.find("Services", "S2").update(RecordType="144", TypeProvided="3", SubTypeProvided="99")

    outcome = importer.set(csv_set)

    assert [finding[:4] for finding in finding_of(outcome.run_id, "I005")] == [
        ("Services", 2, "TypeProvided", "2"),
        ("Services", 3, "SubTypeProvided", "99"),
    ]


def test_broken_date_that_may_be_blank_is_kept_as_text(
    importer: Importer, csv_set: CsvSet, finding_of: FindingOf
) -> None:
    csv_set.find("Client", "C1").update(DOB="1980-02-30")

    outcome = importer.set(csv_set)

    client = importer.row("Client", "C1")
    assert client.dob is None
    assert json.loads(client.as_received) == {"DOB": "1980-02-30"}
    assert finding_of(outcome.run_id, "I003") == [("Client", 2, "DOB", "1980-02-30", "I003", "warning")]
    assert importer.set(csv_set).state == "unchanged"


def test_broken_entry_date_stops_the_stay_and_its_rows_only(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.find("Enrollment", "N1").update(EntryDate="13/13/2026")

    outcome = importer.set(csv_set)

    assert (outcome.state, outcome.ok) == ("applied", False)
    assert importer.found(outcome.run_id) == [
        ("Enrollment", 2, "EntryDate", "13/13/2026", "I003", "error"),
        ("Exit", 2, "EnrollmentID", "N1", "I102", "error"),
        ("Services", 2, "EnrollmentID", "N1", "I102", "error"),
    ]
    counts = importer.counts()
    assert (counts["Client"], counts["Enrollment"], counts["Services"], counts["Exit"]) == (2, 1, 1, 0)
    assert outcome.plan is not None
    assert {f.file: f.stopped for f in outcome.plan.files if f.stopped} == {
        "Enrollment": 1,
        "Exit": 1,
        "Services": 1,
    }


def test_client_without_identifier_stops_alone_and_its_stays_are_orphans(
    importer: Importer, csv_set: CsvSet
) -> None:
    csv_set.find("Client", "C1").update(PersonalID="")

    outcome = importer.set(csv_set)

    assert [finding[:5] for finding in importer.found(outcome.run_id)] == [
        ("Client", 2, "PersonalID", None, "I003"),
        ("Enrollment", 2, "PersonalID", "C1", "I008"),
        ("Exit", 2, "EnrollmentID", "N1", "I102"),
        ("Services", 2, "EnrollmentID", "N1", "I102"),
    ]
    assert importer.count("Enrollment") == 1


def test_orphans_are_said_and_not_taken(importer: Importer, csv_set: CsvSet, finding_of: FindingOf) -> None:
    csv_set.service("S9", "N9", "C1")
    csv_set.enrollment("N8", "C1", ProjectID="P9")

    outcome = importer.set(csv_set)

    assert [finding[:4] for finding in finding_of(outcome.run_id, "I008")] == [
        ("Enrollment", 4, "ProjectID", "P9"),
        ("Services", 4, "EnrollmentID", "N9"),
    ]
    assert (importer.count("Enrollment"), importer.count("Services")) == (2, 2)


def test_identifier_that_comes_twice_counts_once(
    importer: Importer, csv_set: CsvSet, finding_of: FindingOf
) -> None:
    csv_set.client("C1", FirstName="Somebody else")

    outcome = importer.set(csv_set)

    assert finding_of(outcome.run_id, "I007") == [("Client", 4, "PersonalID", "C1", "I007", "error")]
    assert importer.row("Client", "C1").first_name == "Ana"
    assert importer.count("Enrollment") == 2


def test_second_exit_of_a_stay_is_not_taken(
    importer: Importer, csv_set: CsvSet, finding_of: FindingOf
) -> None:
    csv_set.add(
        "Exit", ExitID="X2", EnrollmentID="N1", PersonalID="C1", ExitDate="2026-03-01", Destination="410"
    )

    outcome = importer.set(csv_set)

    assert finding_of(outcome.run_id, "I011") == [("Exit", 3, "EnrollmentID", "N1", "I011", "error")]
    assert importer.count("Exit") == 1


def test_row_of_another_person_than_its_stay_is_not_taken(
    importer: Importer, csv_set: CsvSet, finding_of: FindingOf
) -> None:
    csv_set.find("Services", "S1").update(PersonalID="C2")

    outcome = importer.set(csv_set)

    assert finding_of(outcome.run_id, "I012") == [("Services", 2, "PersonalID", "C2", "I012", "error")]
    assert importer.count("Services") == 1


def test_record_with_wrong_number_of_fields_is_named_by_line(
    importer: Importer, csv_set: CsvSet, finding_of: FindingOf
) -> None:
    lines = csv_set.bytes_of("Services").decode().splitlines()
    lines.insert(2, "S7,N1,C1,too,few")
    lines.insert(2, lines[1] + ",one,more")

    data = "\r\n".join(lines).encode()
    outcome = importer.file(csv_set.write(importer.folder / "set.zip", Services=data))

    assert [finding[:2] for finding in finding_of(outcome.run_id, "I106")] == [
        ("Services", 3),
        ("Services", 4),
    ]
    assert importer.count("Services") == 2
    assert outcome.plan is not None
    services = next(file for file in outcome.plan.files if file.file == "Services")
    assert (services.rows, services.stopped) == (4, 2)


def test_wrongly_closed_quote_is_named_by_line(
    importer: Importer, csv_set: CsvSet, finding_of: FindingOf
) -> None:
    data = csv_set.bytes_of("Client").decode().replace(",Ana,", ',"An"a,', 1).encode()

    outcome = importer.file(csv_set.write(importer.folder / "set.zip", Client=data))

    assert [finding[:2] for finding in finding_of(outcome.run_id, "I106")] == [("Client", 2)]
    assert importer.count("Client") == 1


def test_blanks_that_hud_wants_filled_are_said_and_kept(
    importer: Importer, csv_set: CsvSet, finding_of: FindingOf
) -> None:
    csv_set.find("Enrollment", "N1").update(EntryDate="", DisablingCondition="")

    outcome = importer.set(csv_set)

    assert [f[2] for f in finding_of(outcome.run_id, "I003")] == ["EntryDate", "DisablingCondition"]
    assert importer.count("Services") == 2


def test_text_too_long_or_with_forbidden_signs_is_said_and_kept(
    importer: Importer, csv_set: CsvSet, finding_of: FindingOf
) -> None:
    csv_set.find("Client", "C1").update(FirstName="x" * 51, LastName="<b>")

    outcome = importer.set(csv_set)

    assert [f[2] for f in finding_of(outcome.run_id, "I004")] == ["FirstName"]
    assert [f[2] for f in finding_of(outcome.run_id, "I006")] == ["LastName"]
    assert importer.row("Client", "C1").last_name == "<b>"


def test_value_without_the_answer_that_opens_it_is_said_and_kept(
    importer: Importer, csv_set: CsvSet, finding_of: FindingOf
) -> None:
    csv_set.find("Client", "C1").update(YearEnteredService="1999")

    outcome = importer.set(csv_set)

    assert [f[2:4] for f in finding_of(outcome.run_id, "I013")] == [("YearEnteredService", "1999")]
    assert importer.row("Client", "C1").year_entered_service == 1999


def test_many_findings_of_a_kind_are_counted_after_the_first(importer: Importer, csv_set: CsvSet) -> None:
    for number in range(300):
        csv_set.service(f"T{number}", "N1", "C1", TypeProvided="7")

    outcome = importer.set(csv_set)

    found = [finding for finding in importer.findings(outcome.run_id) if finding.column == "TypeProvided"]
    assert len(found) == 251
    assert sum(finding.count for finding in found) == 300


def test_findings_csv_names_everything_and_guards_formulas(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.find("Client", "C1").update(NameSuffix="=cmd()" + "x" * 50, SSN="1234567890", SSNDataQuality="1")

    outcome = importer.set(csv_set)

    text = runs.findings_csv(importer.database, importer.keyring, outcome.run_id).decode("utf-8-sig")
    assert (
        text.splitlines()[0]
        == '"file","line","column","value","rule","severity","count","message","rule_text"'
    )
    assert '"Client","2","NameSuffix","\'=cmd()' in text
    assert "1234567890" not in text
    assert '"Client","2","SSN","(hidden)","I004"' in text


def test_personal_values_in_findings_are_encrypted_at_rest(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.find("Client", "C1").update(LastName="Zanzibarson<>")

    outcome = importer.set(csv_set)

    from hmis_web.models import ImportFinding

    with importer.database.session() as session:
        stored = session.query(ImportFinding).filter_by(import_run_id=outcome.run_id).one()
    assert "Zanzibarson" not in (stored.value or "")
    assert [finding[3] for finding in importer.found(outcome.run_id)] == ["Zanzibarson<>"]
