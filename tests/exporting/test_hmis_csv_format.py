from __future__ import annotations

import json
import re
import stat
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web import models, standards
from hmis_web.db.keys import KeyRing
from hmis_web.exporting.hmis_csv import ExportParams
from tests.exporting.conftest import Exporting
from tests.factories import hud

pytestmark = pytest.mark.both_databases

YEAR = ExportParams(start=date(2026, 1, 1), end=date(2026, 12, 31))
EVERYTHING = ExportParams(everything=True)
CSV_LINE = re.compile(rb'(?:(?:"(?:[^"]|"")*")?|[0-9: .-]*)(?:,(?:(?:"(?:[^"]|"")*")?|[0-9: .-]*))*')


def a_stay(session: Session, keyring: KeyRing, **person: object) -> models.Enrollment:
    agency = hud.organization(session)
    stay = hud.enrollment(
        session, hud.client(session, keyring, agency, **person), hud.project(session, agency)
    )
    session.commit()
    return stay


def test_export_of_an_empty_database_has_all_24_files_with_their_headers(exported: Exporting) -> None:
    made = exported(YEAR)

    assert sorted(made.files) == sorted(f"{file.name}.csv" for file in standards.files())
    for file in standards.files():
        head, *rest = made.files[f"{file.name}.csv"].decode().split("\r\n")
        assert head == ",".join(column.name for column in file.columns)
        assert rest == [""] or file.name == "Export"


def test_export_file_is_flat_compressed_and_readable_by_its_owner_only(exported: Exporting) -> None:
    made = exported(YEAR)

    with zipfile.ZipFile(made.path) as archive:
        assert all("/" not in entry.filename for entry in archive.infolist())
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_DEFLATED}
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert [path.name for path in made.path.parent.glob("*.part")] == []


def test_export_line_quotes_strings_only_and_ends_with_crlf(
    session: Session, keyring: KeyRing, exported: Exporting
) -> None:
    person = {"first_name": 'Ana "Nan"', "middle_name": "de, la\nCruz", "last_name": "李", "ssn": "012345678"}
    stay = a_stay(session, keyring, personal_id="007", sex=1, white=1, **person)
    made = exported(YEAR)

    _head, line = made.files["Client.csv"].split(b"\r\n", 1)
    expected = (
        f'"007","Ana ""Nan""","de, la\nCruz","李",,1,"012345678",1,1960-03-14,1,1,'
        ',,,,,,1,,,0,,,,,,,,,,,,,2026-01-02 09:30:00,2026-01-02 09:30:00,"U1",,'
        f'"{made.outcome.export_id}"\r\n'
    )
    assert line.decode() == expected
    assert stay.personal_id == "007"


def test_export_money_and_null_are_written_as_hud_says(
    session: Session, keyring: KeyRing, exported: Exporting
) -> None:
    stay = a_stay(session, keyring)
    for amount in (Decimal(1200), Decimal(0), Decimal("-3.5"), None):
        hud.service(session, stay, date(2026, 2, 1), fa_amount=amount, other_type_provided="")
    session.commit()
    made = exported(YEAR)

    assert [row["FAAmount"] for row in made.rows("Services")] == ["1200.00", "0.00", "-3.50", ""]
    assert b'""' not in made.files["Services.csv"]


def test_export_every_line_has_only_quoted_strings_and_bare_numbers(
    session: Session, keyring: KeyRing, exported: Exporting
) -> None:
    stay = a_stay(session, keyring, ssn="900112222")
    hud.service(session, stay, date(2026, 2, 1))
    hud.exit(session, stay, date(2026, 3, 1))
    session.commit()
    made = exported(YEAR)

    for name, content in made.files.items():
        for line in content.split(b"\r\n")[1:]:
            assert CSV_LINE.fullmatch(line), (name, line)


def test_export_of_a_period_drops_the_six_characters_and_one_of_everything_keeps_them(
    session: Session, keyring: KeyRing, exported: Exporting
) -> None:
    a_stay(session, keyring, first_name="A<n>a [x] {y}")

    assert exported(YEAR).column("Client", "FirstName") == ["Ana x y"]
    assert exported(EVERYTHING).column("Client", "FirstName") == ["A<n>a [x] {y}"]


def test_export_of_everything_gives_values_back_as_received_and_a_period_in_hud_form(
    session: Session, keyring: KeyRing, exported: Exporting
) -> None:
    stay = a_stay(session, keyring)
    originals = {"DateUpdated": "03-11-21", "FAAmount": "1200"}
    hud.service(
        session,
        stay,
        date(2026, 2, 1),
        fa_amount=Decimal(1200),
        date_updated="2021-11-03 00:00:00",
        as_received=json.dumps(originals),
    )
    session.commit()

    (kept,) = exported(EVERYTHING).rows("Services")
    (formal,) = exported(YEAR).rows("Services")

    assert {name: kept[name] for name in originals} == originals
    assert formal["FAAmount"] == "1200.00"
    assert formal["DateUpdated"] == "2021-11-03 00:00:00"


def test_export_stamp_that_is_not_one_is_quoted_rather_than_breaking_the_line(
    session: Session, keyring: KeyRing, exported: Exporting
) -> None:
    a_stay(session, keyring, date_created='June 5, 2020 "noon"')

    assert exported(YEAR).column("Client", "DateCreated") == ['June 5, 2020 "noon"']


def test_export_row_says_who_when_what_and_stays_the_same_installation(
    session: Session, keyring: KeyRing, exported: Exporting
) -> None:
    agency = hud.organization(session)
    program = hud.project(session, agency)
    for code in ("XX-502", "XX-501"):
        session.add(
            models.ProjectCoC(
                data_source_id=agency.data_source_id,
                project_key=program.id,
                project_id=program.project_id,
                project_coc_id=code,
                coc_code=code,
            )
        )
    session.commit()
    first, second = exported(YEAR), exported(YEAR)

    (row,) = first.rows("Export")
    (other,) = second.rows("Export")
    assert row["SourceType"] == "1"
    assert row["SourceID"] == "XX-501;XX-502"
    assert row["ExportDate"] == "2026-11-22 14:05:09"
    assert (row["ExportStartDate"], row["ExportEndDate"]) == ("2026-01-01", "2026-12-31")
    assert row["CSVVersion"] == "2026 v1.0"
    assert (row["ExportPeriodType"], row["ExportDirective"], row["HashStatus"]) == ("3", "2", "1")
    assert row["ExportID"] != other["ExportID"]
    assert len(row["ExportID"]) <= 32
    assert row["ImplementationID"] == other["ImplementationID"] != ""
    assert set(first.column("Project", "ExportID")) == {row["ExportID"]}


def test_export_outcome_counts_what_the_files_hold_and_is_audited(
    session: Session, keyring: KeyRing, exported: Exporting
) -> None:
    a_stay(session, keyring)
    made = exported(YEAR)

    counted = {file.name: len(made.rows(file.name)) for file in standards.files()}
    assert made.outcome.rows == counted
    assert made.outcome.to_json()["total_rows"] == sum(counted.values())
    (act,) = session.scalars(select(models.AuditEvent).where(models.AuditEvent.subject_type == "hmis_csv"))
    assert json.loads(act.details or "")["export_id"] == made.outcome.export_id


def test_export_hashed_hides_names_and_ssn_and_nothing_else(
    session: Session, keyring: KeyRing, exported: Exporting
) -> None:
    a_stay(
        session, keyring, first_name="Robert", middle_name=None, ssn="900456789", name_suffix="Jr", dob=None
    )
    made = exported(ExportParams(start=date(2026, 1, 1), end=date(2026, 12, 31), hash=True))

    (row,) = made.rows("Client")
    assert row["FirstName"] == "9841ba9e86d8bbc72379d20791640a315e5c20ec9f75b5550b12b894af26f47f"
    assert row["MiddleName"] == ""
    assert len(row["LastName"]) == 64
    assert row["SSN"] == "678929f272892d5b73b9afdb9dc92603b9ca1f1d44f868af2331383aa4771e7ff954"
    assert row["NameSuffix"] == "Jr"
    assert made.rows("Export")[0]["HashStatus"] == "4"


def test_export_of_a_source_that_came_hashed_says_so_and_does_not_hash_twice(
    session: Session, keyring: KeyRing, exported: Exporting
) -> None:
    agency = hud.organization(session, source="partner")
    person = hud.client(session, keyring, agency, source="partner", first_name="a" * 64)
    hud.enrollment(session, person, hud.project(session, agency, source="partner"), source="partner")
    session.add(models.Export(data_source_id=person.data_source_id, export_id="E1", hash_status=4))
    session.commit()

    for asked in (False, True):
        made = exported(ExportParams(start=date(2026, 1, 1), end=date(2026, 12, 31), hash=asked))
        assert made.column("Client", "FirstName") == ["a" * 64]
        assert made.rows("Export")[0]["HashStatus"] == "4"
