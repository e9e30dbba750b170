"""A file with very many services: one stay for every fifty of them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

from hmis_web import standards

SERVICES_A_STAY = 50
STAMP = "2026-01-02 03:04:05"
TAIL = f"{STAMP},{STAMP},U1,,E1"
DAYS = [(date(2023, 1, 1) + timedelta(days=number)).isoformat() for number in range(1_000)]
BATCH = 20_000


def write(path: Path, services: int) -> None:
    """Write the zip."""
    stays = -(-services // SERVICES_A_STAY)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in standards.files():
            with archive.open(f"{file.name}.csv", "w", force_zip64=True) as raw:
                text = io.TextIOWrapper(raw, "utf-8", newline="")
                names = [column.name for column in file.columns]
                text.write(",".join(names) + "\r\n")
                for line in _lines(file.name, names, stays, services):
                    text.write(line)
                text.flush()


SMALL = {
    "Export": {
        "ExportID": "E1",
        "SourceType": "1",
        "SourceID": "XX-501",
        "SourceName": "Bench",
        "ExportDate": STAMP,
        "ExportStartDate": "2022-10-01",
        "ExportEndDate": "2026-09-30",
        "SoftwareName": "bench",
        "CSVVersion": "2026 v1.0",
        "ExportPeriodType": "3",
        "ExportDirective": "2",
        "HashStatus": "1",
        "ImplementationID": "I1",
    },
    "User": {"UserID": "U1"},
    "Organization": {"OrganizationID": "O1", "OrganizationName": "Bench", "VictimServiceProvider": "0"},
    "Project": {
        "ProjectID": "P1",
        "OrganizationID": "O1",
        "ProjectName": "Bench",
        "OperatingStartDate": "2020-01-01",
        "ContinuumProject": "1",
        "ProjectType": "1",
        "HousingType": "1",
    },
    "ProjectCoC": {
        "ProjectCoCID": "1",
        "ProjectID": "P1",
        "CoCCode": "XX-501",
        "Geocode": "269999",
        "GeographyType": "1",
    },
}


def _lines(file: str, names: list[str], stays: int, services: int):
    stamps = {"DateCreated": STAMP, "DateUpdated": STAMP, "UserID": "U1", "ExportID": "E1"}
    if file in SMALL:
        yield _line(names, SMALL[file] if file == "Export" else stamps | SMALL[file])
    elif file == "Client":
        for number in range(stays):
            yield _line(names, stamps | _client(number))
    elif file == "Enrollment":
        for number in range(stays):
            yield _line(names, stamps | _stay(number))
    elif file == "Services":
        for start in range(0, services, BATCH):
            yield "".join(_service(number) for number in range(start, min(start + BATCH, services)))


def _line(names: list[str], values: dict[str, str]) -> str:
    return ",".join(values.get(name, "") for name in names) + "\r\n"


def _client(number: int) -> dict[str, str]:
    races = (
        "AmIndAKNative",
        "Asian",
        "BlackAfAmerican",
        "HispanicLatinao",
        "MidEastNAfrican",
        "NativeHIPacific",
    )
    return {
        "PersonalID": f"C{number}",
        "FirstName": f"First{number % 5003}",
        "LastName": f"Last{number % 20011}",
        "NameDataQuality": "1",
        "SSN": f"{900_000_000 + number}",
        "SSNDataQuality": "1",
        "DOB": f"19{50 + number % 50}-0{1 + number % 9}-1{number % 10}",
        "DOBDataQuality": "1",
        "Sex": str(number % 2),
        **dict.fromkeys(races, "0"),
        "White": "1",
        "VeteranStatus": "0",
    }


def _stay(number: int) -> dict[str, str]:
    return {
        "EnrollmentID": f"N{number}",
        "PersonalID": f"C{number}",
        "ProjectID": "P1",
        "EntryDate": "2023-01-01",
        "HouseholdID": f"H{number}",
        "RelationshipToHoH": "1",
        "EnrollmentCoC": "XX-501",
        "DisablingCondition": "0",
        "LivingSituation": "101",
    }


def _service(number: int) -> str:
    stay = number // SERVICES_A_STAY
    day = DAYS[(stay * 7 + number % SERVICES_A_STAY) % 1_000]
    return f"S{number},N{stay},C{stay},{day},200,200,,,,,,,,{TAIL}\r\n"
