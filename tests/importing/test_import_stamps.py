"""Record stamps in other forms: read when all of them together allow one reading, never costing a row."""

from __future__ import annotations

import json

import pytest

from tests.importing.conftest import Importer
from tests.importing.csv_set import CsvSet

pytestmark = pytest.mark.both_databases


def _stamps(csv_set: CsvSet, *values: str, created: str = "2020-01-01 00:00:00") -> None:
    """Give the clients these DateUpdated, adding clients as needed."""
    for number, value in enumerate(values, start=1):
        if number > 2:
            csv_set.client(f"C{number}")
        csv_set.find("Client", f"C{number}").update(DateUpdated=value, DateCreated=created)


def test_stamps_without_time_are_midnight_with_one_warning_for_the_file(
    importer: Importer, csv_set: CsvSet
) -> None:
    _stamps(csv_set, "2022-08-15", "2022-08-16")
    csv_set.find("Client", "C1").update(DateCreated="2022-08-14")

    outcome = importer.set(csv_set)

    client = importer.row("Client", "C1")
    assert (client.date_created, client.date_updated) == ("2022-08-14 00:00:00", "2022-08-15 00:00:00")
    assert json.loads(client.as_received) == {"DateCreated": "2022-08-14", "DateUpdated": "2022-08-15"}
    found = importer.findings(outcome.run_id)
    assert [(f.file, f.line, f.column, f.value, f.rule, f.count) for f in found] == [
        ("Client", 2, "DateCreated, DateUpdated", "2022-08-14", "I101", 3)
    ]


def test_order_of_a_short_date_is_decided_by_the_whole_column(importer: Importer, csv_set: CsvSet) -> None:
    _stamps(csv_set, "03-11-21", "25-12-22", "04-05-23", created="2021-06-01 00:00:00")

    outcome = importer.set(csv_set)

    assert [importer.row("Client", name).date_updated for name in ("C1", "C2", "C3")] == [
        "2021-11-03 00:00:00",
        "2022-12-25 00:00:00",
        "2023-05-04 00:00:00",
    ]
    assert "day-month-year" in importer.findings(outcome.run_id)[0].message


def test_order_is_decided_by_date_created(importer: Importer, csv_set: CsvSet) -> None:
    _stamps(csv_set, "11/05/2021", "10/06/2021", created="2021-10-01 00:00:00")

    importer.set(csv_set)

    assert importer.row("Client", "C1").date_updated == "2021-11-05 00:00:00"


def test_column_that_allows_two_readings_is_kept_as_text_and_taken(
    importer: Importer, csv_set: CsvSet
) -> None:
    _stamps(csv_set, "03-04-05", "06-07-08", created="2000-01-01 00:00:00")

    outcome = importer.set(csv_set)

    client = importer.row("Client", "C1")
    assert (client.date_updated, client.as_received) == ("03-04-05", None)
    assert outcome.ok
    assert "two readings" in importer.findings(outcome.run_id)[0].message


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2021-11-03T14:05:06", "2021-11-03 14:05:06"),
        ("2021-11-03 14:05", "2021-11-03 14:05:00"),
        ("2021-11-03 14:05:06.123", "2021-11-03 14:05:06"),
        ("2021/11/03", "2021-11-03 00:00:00"),
        ("11/23/2021 2:05 PM", "2021-11-23 14:05:00"),
        ("23.11.2021 12:05:09 AM", "2021-11-23 00:05:09"),
        ("2021-03-14 02:30:00", "2021-03-14 02:30:00"),
    ],
)
def test_stamp_in_another_form_is_read(importer: Importer, csv_set: CsvSet, written: str, read: str) -> None:
    _stamps(csv_set, written)

    importer.set(csv_set)

    assert importer.row("Client", "C1").date_updated == read


@pytest.mark.parametrize("written", ["yesterday", "2021-02-30 10:00:00", "2021-11-03 25:00:00", "0"])
def test_stamp_that_cannot_be_read_is_kept_and_said(
    importer: Importer, csv_set: CsvSet, written: str
) -> None:
    _stamps(csv_set, written)

    outcome = importer.set(csv_set)

    assert importer.row("Client", "C1").date_updated == written
    found = importer.findings(outcome.run_id)
    assert [(f.line, f.column, f.value, f.severity) for f in found] == [
        (2, "DateUpdated", written, "warning")
    ]


def test_deleted_stamp_of_any_form_deletes_softly(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.find("Client", "C1").update(DateDeleted="2026-03-01")
    csv_set.find("Client", "C2").update(DateDeleted="once upon a time")

    outcome = importer.set(csv_set)

    assert importer.row("Client", "C1").date_deleted == "2026-03-01 00:00:00"
    assert importer.row("Client", "C2").date_deleted == "once upon a time"
    assert outcome.plan is not None
    assert outcome.plan.total("deleted") == 2
