"""What the form of a stage begins with: earlier answers, and what stands or stood at the stage itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.domain.answers.reading import (
    Prior,
    collect,
    gathered,
    hud_day,
    live,
    of_stage,
    prior_of,
    priors,
)
from hmis_web.domain.answers.rows import STAGE_CODES, STAGE_FILES
from hmis_web.domain.custom_fields import values
from hmis_web.models import Exit, hud_model
from hmis_web.standards.elements import CollectionPoint

EXIT, POST_EXIT = CollectionPoint.EXIT, CollectionPoint.POST_EXIT


@dataclass
class Beginning:
    """One member's."""

    prior: dict[str, Prior] = field(default_factory=dict)
    """The latest earlier answers."""
    told: dict[str, Any] = field(default_factory=dict)
    """What stands at the stage on that day; at an exit what was answered at the one that was taken back
    last."""


def beginnings(
    session: Session, actor: Actor, enrollment_ids: Collection[int], stage: CollectionPoint, on: date
) -> dict[int, Beginning]:
    """{enrollment: what its form begins with}, for the members of a household. Raises NotFound when one of
    them is out of scope, Forbidden without the right to read answers. One statement, four more at most
    where the community asks something itself."""
    found = {key: Beginning() for key in enrollment_ids}
    if not found:
        return found
    rows = gathered(session, actor, list(found), _wanted(stage, on))
    for row in rows:
        if row.date_deleted is None:
            _stand(found[row.enrollment_key], row, stage, on)
    if stage is EXIT:
        _come_back(session, found, [row for row in rows if row.date_deleted is not None])
    code = STAGE_CODES.get(stage)
    for given in values.of_stays(session, list(found)):
        begun = found[given.enrollment_key or 0]
        if (given.stage, given.on) == (code, on):
            if stage is not EXIT:
                begun.told[given.key] = given.value
        elif given.on is not None and given.on <= on:
            begun.prior[given.key] = prior_of(given)
    return found


def _wanted(stage: CollectionPoint, on: date) -> dict[str, Any]:
    wanted: dict[str, Any] = {file: live(file) & (hud_day(file) <= on) for file in STAGE_FILES}
    if stage is POST_EXIT:
        wanted["Exit"] = live("Exit")
    if stage is EXIT:
        for file in STAGE_FILES:
            model: Any = hud_model(file)
            at_exit = model.data_collection_stage == STAGE_CODES[EXIT]
            wanted[file] |= model.date_deleted.is_not(None) & at_exit
        wanted["Exit"] = Exit.date_deleted.is_not(None)
    return wanted


def _stand(begun: Beginning, row: Any, stage: CollectionPoint, on: date) -> None:
    if row.file == "Exit":
        begun.told |= of_stage(row, stage)
    elif row.file in STAGE_FILES:
        if (row.data_collection_stage, row.information_date) != (STAGE_CODES.get(stage), on):
            begun.prior |= priors(row)
        elif stage not in (EXIT, POST_EXIT):
            collect(begun.told, row)


def _come_back(session: Session, found: Mapping[int, Beginning], rows: list[Any]) -> None:
    """What was answered at exits that were taken back; the day of the exit is asked anew."""
    left = {row.enrollment_key for row in rows if row.file == "Exit"}
    for row in sorted(rows, key=lambda row: (row.date_deleted, row.id)):
        if row.enrollment_key in left:
            collect(found[row.enrollment_key].told, row)
    for given in values.last_given(session, list(left), STAGE_CODES[EXIT]) if left else ():
        found[given.enrollment_key or 0].told[given.key] = given.value
    for key in left:
        found[key].told.pop("exit.exit_date", None)
