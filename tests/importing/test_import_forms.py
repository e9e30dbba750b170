"""Files that are written otherwise than the standard says, and still read."""

from __future__ import annotations

import csv
import json

import pytest

from tests.importing.conftest import Importer
from tests.importing.csv_set import CsvSet

pytestmark = pytest.mark.both_databases


def test_byte_order_mark_is_left_out_and_said(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.encode = lambda text: b"\xef\xbb\xbf" + text.encode()

    outcome = importer.set(csv_set)

    assert outcome.ok
    assert importer.count("Client") == 2
    assert {f.severity for f in importer.findings(outcome.run_id)} == {"info"}
    assert "byte order mark" in importer.findings(outcome.run_id)[0].message


def test_columns_in_another_order_and_capitals_are_found_by_name_and_said(
    importer: Importer, csv_set: CsvSet
) -> None:
    names = csv_set.headers["Client"]
    csv_set.headers["Client"] = [*names[5:], *names[:5]]
    csv_set.headers["Disabilities"][csv_set.headers["Disabilities"].index("TCellCount")] = "TcellCount"
    csv_set.headers["ProjectCoC"][csv_set.headers["ProjectCoC"].index("ZIP")] = "Zip"

    outcome = importer.set(csv_set)

    assert importer.row("Client", "C1").first_name == "Ana"
    assert [(f[0], f[2], f[5]) for f in importer.found(outcome.run_id)] == [
        ("ProjectCoC", "Zip", "info"),
        ("Client", None, "info"),
        ("Disabilities", "TcellCount", "info"),
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
def test_line_ends_and_quotes_of_any_kind_are_read(
    importer: Importer, csv_set: CsvSet, line_end: str, quoting: int
) -> None:
    csv_set.line_end, csv_set.quoting = line_end, quoting
    csv_set.find("Client", "C1").update(LastName='O"Hara, the "Tall"\nof Elm', FirstName="Zoë 🙂")

    outcome = importer.set(csv_set)

    assert outcome.ok
    client = importer.row("Client", "C1")
    assert (client.first_name, client.last_name) == ("Zoë 🙂", 'O"Hara, the "Tall"\nof Elm')


def test_lines_after_a_line_break_in_a_text_are_counted_right(
    importer: Importer, csv_set: CsvSet, finding_of
) -> None:
    csv_set.find("Client", "C1").update(LastName="two\nlines")
    csv_set.find("Client", "C2").update(NameDataQuality="77")

    outcome = importer.set(csv_set)

    assert finding_of(outcome.run_id, "I005") == [("Client", 4, "NameDataQuality", "77", "I005", "warning")]


def test_lone_quote_inside_a_text_is_kept(importer: Importer, csv_set: CsvSet) -> None:
    text = csv_set.bytes_of("Client").decode().replace(",Ana,", ',5" Ana,', 1)

    outcome = importer.file(csv_set.write(importer.folder / "set.zip", Client=text.encode()))

    assert outcome.ok
    assert importer.row("Client", "C1").first_name == '5" Ana'


def test_blanks_around_values_are_trimmed(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.find("Client", "C1").update(FirstName="  Ana ", NameDataQuality=" 1", NameSuffix="   ")

    outcome = importer.set(csv_set)

    client = importer.row("Client", "C1")
    assert (client.first_name, client.name_data_quality, client.name_suffix) == ("Ana", 1, None)
    assert client.as_received is None
    assert importer.found(outcome.run_id) == []


def test_values_in_other_forms_are_read_and_kept_as_received(importer: Importer, csv_set: CsvSet) -> None:
    amount = {
        "RecordType": "152",
        "TypeProvided": "1",
        "FAAmount": "1200",
        "FAStartDate": "2026-01-10 00:00:00",
    }
    csv_set.find("Services", "S1").update(amount)
    csv_set.find("Client", "C1").update(NameDataQuality="01", DOBDataQuality="1.0")

    importer.set(csv_set)

    service, client = importer.row("Services", "S1"), importer.row("Client", "C1")
    assert (str(service.fa_amount), service.fa_start_date.isoformat()) == ("1200.00", "2026-01-10")
    assert json.loads(service.as_received) == {"FAAmount": "1200", "FAStartDate": "2026-01-10 00:00:00"}
    assert (client.name_data_quality, client.dob_data_quality) == (1, 1)
    assert json.loads(client.as_received) == {"NameDataQuality": "01", "DOBDataQuality": "1.0"}


def test_file_names_in_other_capitals_are_found_and_said(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.names["Client"] = "CLIENT.CSV"

    outcome = importer.set(csv_set)

    assert outcome.ok
    assert [(f[0], f[5]) for f in importer.found(outcome.run_id)] == [("Client", "info")]


def test_missing_and_unknown_columns_are_said_and_cost_nothing(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    csv_set.headers["Client"].remove("Sex")
    csv_set.headers["Client"].append("Favourite colour")

    outcome = importer.set(csv_set)

    assert outcome.state == "unchanged"
    assert importer.row("Client", "C1").sex == 0
    assert [(f[0], f[2], f[4], f[5]) for f in importer.found(outcome.run_id)] == [
        ("Client", "Favourite colour", "I001", "warning"),
        ("Client", "Sex", "I001", "warning"),
    ]


def test_export_with_ten_rows_is_taken_with_a_finding(
    importer: Importer, csv_set: CsvSet, finding_of
) -> None:
    first = csv_set.rows["Export"][0]
    csv_set.rows["Export"] = [first | {"ExportID": f"E{number}"} for number in range(1, 11)]

    outcome = importer.set(csv_set)

    assert outcome.ok
    assert importer.count("Export") == 10
    assert [finding[:3] for finding in finding_of(outcome.run_id, "I002")] == [("Export", 3, None)]


def test_fy2024_file_is_crossed_over(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.rows["Export"][0]["CSVVersion"] = "2024 v1.5"
    client, stay = csv_set.headers["Client"], csv_set.headers["Enrollment"]
    client[client.index("HispanicLatinao")] = "HispanicLatinaeo"
    client[client.index("Sex") : client.index("Sex") + 1] = ["Woman", "Man", "GenderNone"]
    stay.remove("MentalHealthConsultation")
    stay.append("SexualOrientation")
    csv_set.find("Client", "C1").update(HispanicLatinaeo="1", Woman="1")

    outcome = importer.set(csv_set)

    assert outcome.ok
    assert outcome.plan is not None
    assert outcome.plan.version == "FY2024"
    person = importer.row("Client", "C1")
    assert (person.hispanic_latinao, person.sex) == (1, None)
    dropped = [finding[2] for finding in importer.found(outcome.run_id) if finding[4:] == ("I103", "warning")]
    assert dropped == ["Woman", "Man", "GenderNone", "SexualOrientation"]


def test_blank_version_is_told_by_the_columns(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.rows["Export"][0]["CSVVersion"] = ""

    outcome = importer.set(csv_set)

    assert outcome.plan is not None
    assert outcome.plan.version == "FY2026"
    assert [finding[4] for finding in importer.found(outcome.run_id)] == ["I002"]
