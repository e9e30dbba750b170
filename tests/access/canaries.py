"""A client about whom everything is recorded, each value so that it is recognised wherever it turns up."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from hmis_web import models, standards
from hmis_web.db.keys import KeyRing
from hmis_web.domain.search import indexing
from hmis_web.standards.schema import HudColumn
from tests.factories import hud, own

OF_ENROLLMENT = (
    "IncomeBenefits",
    "HealthAndDV",
    "EmploymentEducation",
    "Disabilities",
    "CurrentLivingSituation",
    "Assessment",
    "Event",
    "YouthEducationStatus",
)
OF_PROJECT = ("Funder", "ProjectCoC", "Inventory", "HMISParticipation", "CEParticipation")
NOT_OURS = {"DateCreated", "DateUpdated", "DateDeleted", "UserID", "ExportID"}
LONG = 18
"""A label of so many letters is not found on a page by chance."""


@dataclass
class Planted:
    """What is there, and how to recognise it: {column: texts in which its value may turn up}."""

    ids: dict[str, int] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)

    def found_in(self, text: str) -> set[str]:
        """The columns whose value stands in a text."""
        return {column for column, texts in self.words.items() if any(each in text for each in texts)}


class Gardener:
    """Makes rows in which each column holds a value of its own, beginning with `mark` where it is text."""

    def __init__(self, session: Session, keyring: KeyRing, mark: str) -> None:
        self._session = session
        self._keyring = keyring
        self._mark = mark
        self._numbers = itertools.count(101 + 400 * (ord(mark[-1]) % 2))
        self.planted = Planted()

    def plant(self, agency: models.Organization, as_of: date) -> Planted:
        """A client with an active stay and one that is over, everything recorded, at an agency."""
        session, ids = self._session, self.planted.ids
        described = self._values("Project", keep={"project_type": 1})
        project = hud.project(session, agency, described.pop("project_name"), **described)
        for file in OF_PROJECT:
            self._of_project(file, project)
        ssn = f"9{next(self._numbers):03}{next(self._numbers):05}"
        values = self._values("Client", keep={"name_data_quality": 1, "dob_data_quality": 1})
        values["dob"] = as_of.replace(year=as_of.year - 47, day=min(as_of.day, 28)) - timedelta(days=40)
        self._know("client.dob", *_dates(values["dob"]))
        client = hud.client(session, self._keyring, agency, ssn=ssn, **values)
        self._know("client.ssn", ssn, f"{ssn[:3]}-{ssn[3:5]}-{ssn[5:]}")
        self._know("client.ssn_last4", ssn[-4:])
        stay = self._stay(client, project, as_of - timedelta(days=50), "active")
        over = self._stay(client, project, as_of - timedelta(days=500), "past")
        end = as_of - timedelta(days=431)
        hud.exit(session, over, end, **self._values("Exit", keep={"exit_date": None}))
        self._know("exit.exit_date", *_dates(end))
        service = self._service(stay, as_of - timedelta(days=3))
        note = own.note(session, client, agency, self._text("note.text"))
        alert = own.alert(
            session, client, agency, self._text("public_alert.title"), text=self._text("public_alert.text")
        )
        self._keep_files(client, agency, as_of)
        self._around(client, agency, note, as_of)
        indexing.reindex_clients(session, [client.id])
        ids.update(
            client_id=client.id,
            enrollment_id=stay.id,
            service_id=service.id,
            note_id=note.id,
            alert_id=alert.id,
            project_id=project.id,
            organization_id=agency.id,
        )
        return self.planted

    def _keep_files(self, client: models.Client, agency: models.Organization, as_of: date) -> None:
        """A file, and a confidential one."""
        for where in ("client_file.name", "client_file.name, confidential"):
            row = own.file(
                self._session, client, agency, self._text(where), added_on=as_of - timedelta(days=5),
                category="homelessness", confidential=where.endswith("confidential"),
            )  # fmt: skip
            self.planted.ids.setdefault("file_id", row.id)
        self._know("client_file.category", "Proof of homelessness")

    def _around(
        self, client: models.Client, agency: models.Organization, note: models.Note, as_of: date
    ) -> None:
        """A contact, a place, what the note said before it was changed, and a note that was deleted."""
        session, now = self._session, datetime.now(UTC)
        told = ("relation", "phone", "email", "comment")
        contact = own.contact(
            session, client, agency, self._text("client_contact.name"), message_ok=True,
            **{name: self._text(f"client_contact.{name}") for name in told},
        )  # fmt: skip
        told = ("address", "city", "state", "zip", "comment")
        place = own.location(
            session, client, agency, self._text("client_location.label"), kind="home",
            **{name: self._text(f"client_location.{name}") for name in told},
        )  # fmt: skip
        note.version, note.edited_at = 2, now
        said = {"version": 1, "written_on": as_of, "text": self._text("note_version.text"), "saved_at": now}
        session.add(models.NoteVersion(note_id=note.id, **said))
        gone = own.note(session, client, agency, self._text("note.text, deleted"), deleted_at=now)
        deletion = models.Deletion(
            act="canary", is_head=True, subject_kind="note", subject_id=gone.id, client_id=client.id,
            organization_id=agency.id, reason=self._text("deletion.reason"), deleted_at=now,
        )  # fmt: skip
        session.add(deletion)
        session.flush()
        self.planted.ids.update(contact_id=contact.id, location_id=place.id, deletion_id=deletion.id)

    def _stay(
        self, client: models.Client, project: models.Project, entry: date, name: str
    ) -> models.Enrollment:
        keep = {"entry_date": entry, "relationship_to_hoh": 1, "household_id": f"{self._mark}H{name}"}
        stay = hud.enrollment(self._session, client, project, **self._values("Enrollment", keep=keep))
        self._know(f"enrollment.entry_date, {name}", *_dates(entry))
        for file in OF_ENROLLMENT:
            model = standards.file(file)
            hud.child(self._session, models.hud_model(file), model.key.attribute, stay, **self._values(file))
        return stay

    def _service(self, stay: models.Enrollment, day: date) -> models.Services:
        keep = {"record_type": 144, "type_provided": 1, "sub_type_provided": None, "referral_outcome": None}
        row = hud.service(
            self._session, stay, day, **self._values("Services", keep=keep | {"date_provided": None})
        )
        self._know("services.date_provided", *_dates(day))
        return row

    def _of_project(self, file: str, project: models.Project) -> None:
        key = standards.file(file).key.attribute
        hud.of_project(self._session, models.hud_model(file), key, project, **self._values(file))

    def _values(self, file: str, keep: dict[str, Any] | None = None) -> dict[str, Any]:
        """A value for every column of a file; those of `keep` as given, or left out when None there."""
        kept = keep or {}
        values = {
            column.attribute: self._value(column)
            for column in standards.file(file).columns
            if column.attribute not in kept
            and not column.is_key
            and column.parent is None
            and column.name not in NOT_OURS
            and column.name not in {"PersonalID", "EnrollmentID", "SSN", "DOB"}
        }
        return values | {name: value for name, value in kept.items() if value is not None}

    def _value(self, column: HudColumn) -> Any:
        where = f"{standards.file(column.file).table}.{column.attribute}"
        number = next(self._numbers)
        if column.kind == "S":
            return self._text(where)
        if column.kind == "D":
            day = date(1931, 1, 1) + timedelta(days=11 * number)
            self._know(where, *_dates(day))
            return day
        if column.kind == "M":
            amount = Decimal(f"{7000 + number}.{number % 90 + 10}")
            self._know(where, str(amount), f"{amount:,}")
            return amount
        return self._code(column, where)

    def _code(self, column: HudColumn, where: str) -> int | None:
        """A code with a label that is not met by chance; any number where the column has no list."""
        if column.code_list and ":" not in column.code_list:
            codes = [code for code in standards.code_list(column.code_list).codes if code.value.isdecimal()]
            longest = max(codes, key=lambda code: len(code.label))
            if len(longest.label) >= LONG:
                self._know(where, longest.label)
            return int(longest.value)
        return 1

    def _text(self, where: str) -> str:
        text = f"{self._mark}{next(self._numbers)}"
        self._know(where, text)
        return text

    def _know(self, where: str, *texts: str) -> None:
        self.planted.words.setdefault(where, set()).update(texts)


def _dates(day: date) -> tuple[str, ...]:
    return f"{day:%d %b %Y}", day.isoformat(), f"{day:%m/%d/%Y}"
