"""The community's own questions and answers as two CSV files in a zip of their own: HUD's file set stays as
the specification writes it. What the columns mean stands in docs/custom-fields.md."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, or_, select, true

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.session import Database
from hmis_web.domain import audit
from hmis_web.domain.progress import Progress
from hmis_web.exporting.hmis_csv_params import ExportParams
from hmis_web.exporting.hmis_csv_select import choose
from hmis_web.models import (
    Client,
    CustomChoice,
    CustomField,
    CustomFieldVersion,
    CustomOption,
    CustomValue,
    Enrollment,
    Project,
)

FIELDS = (
    "FieldID", "Version", "Question", "Hint", "Kind", "About", "AskedOf", "Stages", "ProjectTypes",
    "ProjectIDs", "Required", "Options", "SavedAt", "RetiredAt",
)  # fmt: skip
VALUES = (
    "FieldID", "Version", "Question", "PersonalID", "EnrollmentID", "DataCollectionStage",
    "InformationDate", "Value", "DateUpdated",
)  # fmt: skip
HASHED = "[left out: names are hashed]"
"""Instead of what people wrote in their own words, where names are hashed."""
BATCH = 500


def export_own(
    database: Database,
    params: ExportParams,
    out_path: Path,
    actor: Actor,
    now: datetime,
    progress: Progress,
) -> int:
    """Write CustomFields.csv and CustomValues.csv for the stays and clients of an export of HMIS CSV; answers
    the number of answers. Those that were replaced are not among them, nor those of deleted stays or from
    after the period. `now` is a moment in the installation's zone. Audited. Raises as `hmis_csv.export`."""
    actor.require(Permission.HMIS_CSV_EXPORT)
    params.check()
    with database.session(write=True) as session:
        audit.record(
            session, actor, "export:own", "custom_field", None,
            details={"start": params.start, "end": params.end, "everything": params.everything},
        )  # fmt: skip
        session.commit()
    progress.update(0.0, "The community's own questions")
    os.close(os.open(out_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    with database.session() as session, zipfile.ZipFile(out_path, "w", zipfile.ZIP_DEFLATED) as archive:
        connection = session.connection()
        zone = now.tzinfo
        fields = _lines(FIELDS, _fields(connection, zone))
        archive.writestr(zipfile.ZipInfo("CustomFields.csv", now.timetuple()[:6]), fields)
        answers = list(_values(connection, params, actor, zone))
        archive.writestr(zipfile.ZipInfo("CustomValues.csv", now.timetuple()[:6]), _lines(VALUES, answers))
    return len(answers)


def _lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _fields(connection: Connection, zone: Any) -> Iterator[list[Any]]:
    """Every version of every field, retired ones too: answers name the version that they were given to."""
    options: dict[int, list[str]] = {}
    offered = select(CustomOption.field_id, CustomOption.label)
    for field_id, label in connection.execute(offered.order_by(CustomOption.position, CustomOption.id)):
        options.setdefault(field_id, []).append(label)
    projects: dict[int, str] = dict(connection.execute(select(Project.id, Project.project_id)).all())
    said, field = CustomFieldVersion, CustomField
    query = (
        select(
            *(said.field_id, said.number, said.label, said.hint, field.kind, field.subject, said.who),
            *(said.stages, said.project_types, said.project_keys, said.is_required, said.saved_at),
            field.retired_at,
        )
        .join(field, field.id == said.field_id)
        .order_by(field.position, field.id, said.number)
    )
    row: Any
    for row in connection.execute(query).mappings():
        keys = [projects.get(key, "") for key in json.loads(row["project_keys"])]
        yield [
            *(row["field_id"], row["number"], row["label"], row["hint"], row["kind"], row["subject"]),
            *(row["who"], _joined(json.loads(row["stages"])), _joined(json.loads(row["project_types"]))),
            *(_joined(keys), int(row["is_required"]), _joined(options.get(row["field_id"], []))),
            *(_stamp(row["saved_at"], zone), _stamp(row["retired_at"], zone)),
        ]


def _values(connection: Connection, params: ExportParams, actor: Actor, zone: Any) -> Iterator[list[Any]]:
    day = CustomValue.information_date
    in_time = true() if params.end is None else or_(day.is_(None), day <= params.end)
    for where in _among(connection, params, actor):
        rows: Sequence[Any] = connection.execute(_answers().where(where, in_time)).mappings().all()
        chosen = _chosen(connection, [row["id"] for row in rows])
        for row in rows:
            for value in chosen.get(row["id"]) or [_value(row, params)]:
                yield [
                    *(row["field_id"], row["field_version"], row["label"], row["personal_id"]),
                    *(row["enrollment_id"], row["stage"], row["information_date"], value),
                    _stamp(row["saved_at"], zone),
                ]


def _answers() -> Any:
    value, said = CustomValue, CustomFieldVersion
    return (
        select(
            *(value.id, value.field_id, value.field_version, said.label, Client.personal_id),
            *(Enrollment.enrollment_id, value.stage, value.information_date, value.text_value),
            *(value.number_value, value.date_value, value.saved_at),
        )
        .join(said, (said.field_id == value.field_id) & (said.number == value.field_version))
        .join(Client, Client.id == value.client_key)
        .outerjoin(Enrollment, Enrollment.id == value.enrollment_key)
        .where(value.replaced_at.is_(None), Client.date_deleted.is_(None), Enrollment.date_deleted.is_(None))
        .order_by(value.field_id, value.id)
    )


def _among(connection: Connection, params: ExportParams, actor: Actor) -> Iterator[Any]:
    """Conditions that together take the answers of the stays and clients of the export."""
    selection = choose(connection, params, actor)
    about_client = CustomValue.enrollment_key.is_(None)
    if selection.whole:
        source = params.data_source_id
        yield true() if source is None else Client.data_source_id == source
        return
    for start in range(0, len(selection.enrollments), BATCH):
        yield CustomValue.enrollment_key.in_(list(selection.enrollments[start : start + BATCH]))
    for start in range(0, len(selection.clients), BATCH):
        yield about_client & CustomValue.client_key.in_(list(selection.clients[start : start + BATCH]))


def _chosen(connection: Connection, value_ids: list[int]) -> dict[int, list[str]]:
    """{answer: what it chose}, in words."""
    found: dict[int, list[str]] = {}
    for start in range(0, len(value_ids), BATCH):
        query = (
            select(CustomChoice.value_id, CustomOption.label)
            .join(CustomOption, CustomOption.id == CustomChoice.option_id)
            .where(CustomChoice.value_id.in_(value_ids[start : start + BATCH]))
            .order_by(CustomOption.position, CustomOption.id)
        )
        for row in connection.execute(query):
            found.setdefault(row.value_id, []).append(row.label)
    return found


def _value(row: Any, params: ExportParams) -> Any:
    if row["text_value"] is not None:
        return HASHED if params.hash else row["text_value"]
    return row["number_value"] if row["number_value"] is not None else row["date_value"]


def _joined(values: Iterable[Any]) -> str:
    return "; ".join(str(value) for value in values)


def _stamp(moment: datetime | None, zone: Any) -> str:
    return "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"
