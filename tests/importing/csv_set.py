"""HMIS CSV sets of the tests' own, written the way another system might write them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

from hmis_web import standards

STAMP = "2026-02-03 04:05:06"
Row = dict[str, str]


class CsvSet:
    """A small agency: two people in one shelter; every file is there. Change rows and headers, then
    `write`."""

    def __init__(self) -> None:
        self.headers = {file.name: [column.name for column in file.columns] for file in standards.files()}
        self.rows: dict[str, list[Row]] = {file.name: [] for file in standards.files()}
        self.names = {name: f"{name}.csv" for name in self.headers}
        self.encode: Callable[[str], bytes] = str.encode
        self.line_end = "\r\n"
        self.quoting: Any = csv.QUOTE_MINIMAL
        self._fill()

    def add(self, file: str, **values: str) -> Row:
        """Add a row with the stamps and the user that every row has."""
        row = {"DateCreated": STAMP, "DateUpdated": STAMP, "UserID": "U1", "ExportID": "E1"} | values
        self.rows[file].append(row)
        return row

    def find(self, file: str, identifier: str) -> Row:
        """The row with that identifier."""
        key = standards.file(file).key.name
        return next(row for row in self.rows[file] if row.get(key) == identifier)

    def drop(self, file: str, identifier: str) -> None:
        """Leave a row out."""
        self.rows[file].remove(self.find(file, identifier))

    def copy(self) -> CsvSet:
        """Another set with the same content."""
        return deepcopy(self)

    def client(self, identifier: str, **values: str) -> Row:
        """A person with nothing unusual."""
        usual = {
            "FirstName": "Ana",
            "LastName": f"Rivera {identifier}",
            "NameDataQuality": "1",
            "SSNDataQuality": "99",
            "DOB": "1980-01-02",
            "DOBDataQuality": "1",
            "Sex": "0",
            "White": "1",
            "AmIndAKNative": "0",
            "Asian": "0",
            "BlackAfAmerican": "0",
            "HispanicLatinao": "0",
            "MidEastNAfrican": "0",
            "NativeHIPacific": "0",
            "VeteranStatus": "0",
        }
        return self.add("Client", PersonalID=identifier, **(usual | values))

    def enrollment(self, identifier: str, client: str, **values: str) -> Row:
        """A stay in the shelter."""
        usual = {
            "ProjectID": "P1",
            "EntryDate": "2026-01-10",
            "HouseholdID": f"H{identifier}",
            "RelationshipToHoH": "1",
            "EnrollmentCoC": "XX-501",
            "DisablingCondition": "0",
            "LivingSituation": "101",
        }
        return self.add("Enrollment", EnrollmentID=identifier, PersonalID=client, **(usual | values))

    def service(self, identifier: str, enrollment: str, client: str, **values: str) -> Row:
        """A bed night."""
        usual = {"DateProvided": "2026-01-10", "RecordType": "200", "TypeProvided": "200"}
        keys = {"ServicesID": identifier, "EnrollmentID": enrollment, "PersonalID": client}
        return self.add("Services", **keys, **(usual | values))

    def bytes_of(self, file: str) -> bytes:
        """One file as it will stand in the zip."""
        text = io.StringIO(newline="")
        header = self.headers[file]
        writer = csv.DictWriter(
            text,
            header,
            restval="",
            extrasaction="ignore",
            lineterminator=self.line_end,
            quoting=self.quoting,
        )
        writer.writeheader()
        writer.writerows(self.rows[file])
        return self.encode(text.getvalue())

    def write(self, path: Path, *, only: Iterable[str] | None = None, **replaced: bytes) -> Path:
        """Write the zip; `replaced` gives the bytes of single files."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in only if only is not None else self.headers:
                archive.writestr(self.names[name], replaced.get(name) or self.bytes_of(name))
        return path

    def _fill(self) -> None:
        self.rows["Export"].append(
            {
                "ExportID": "E1",
                "SourceType": "1",
                "SourceID": "XX-501",
                "SourceName": "Elm County",
                "ExportDate": "2026-11-01 10:00:00",
                "ExportStartDate": "2025-10-01",
                "ExportEndDate": "2026-09-30",
                "SoftwareName": "Other",
                "CSVVersion": "2026 v1.0",
                "ExportPeriodType": "3",
                "ExportDirective": "2",
                "HashStatus": "1",
                "ImplementationID": "I1",
            }
        )
        self.add("User", UserID="U1", UserFirstName="Uma")
        self.add("Organization", OrganizationID="O1", OrganizationName="Elm House", VictimServiceProvider="0")
        self.add(
            "Project",
            ProjectID="P1",
            OrganizationID="O1",
            ProjectName="Night shelter",
            OperatingStartDate="2020-01-01",
            ContinuumProject="1",
            ProjectType="1",
            HousingType="1",
            HMISParticipationType="1",
        )
        coc = {"Geocode": "269999", "GeographyType": "1"}
        self.add("ProjectCoC", ProjectCoCID="PC1", ProjectID="P1", CoCCode="XX-501", **coc)
        for number in ("1", "2"):
            self.client(f"C{number}")
            self.enrollment(f"N{number}", f"C{number}")
            self.service(f"S{number}", f"N{number}", f"C{number}")
        left = {"ExitDate": "2026-02-01", "Destination": "410"}
        self.add("Exit", ExitID="X1", EnrollmentID="N1", PersonalID="C1", **left)
