"""Rows for the report benchmark: households in projects of all types, four years, written straight into the
tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import insert

from hmis_web.db.session import Database
from hmis_web.models import (
    Client,
    DataSource,
    Disabilities,
    Enrollment,
    Exit,
    Organization,
    Project,
    ProjectCoC,
    Services,
)

START, END = date(2025, 10, 1), date(2026, 9, 30)
TYPES = (13, 0, 1, 2, 3, 4, 6, 8, 12)
CONDITIONS = (5, 6, 7, 8, 9, 10)
BATCH = 20_000

Rows = dict[Any, list[dict[str, Any]]]


def fill(database: Database, clients: int, projects: int, seed: int = 1) -> tuple[int, ...]:
    """About `clients` people over `projects` projects, 1.2 stays each; answers the keys of the projects."""
    dice = Random(seed)
    kinds = [TYPES[index % len(TYPES)] for index in range(projects)]
    with database.session(write=True) as session:
        session.execute(insert(DataSource), [{"id": 1, "name": "benchmark", "created_at": datetime.now(UTC)}])
        session.execute(
            insert(Organization),
            [{"id": 1, "data_source_id": 1, "organization_id": "1", "organization_name": "Benchmark"}],
        )
        session.execute(insert(Project), [_project(key, kind) for key, kind in enumerate(kinds, start=1)])
        session.execute(insert(ProjectCoC), [_coc(key) for key in range(1, projects + 1)])
        stream = _households(dice, clients, kinds)
        while batch := list(islice(stream, BATCH // 4)):
            for model in (Client, Enrollment, Exit, Services, Disabilities):
                rows = [row for household in batch for row in household.get(model, ())]
                if rows:
                    session.execute(insert(model), rows)
        session.commit()
    return tuple(range(1, projects + 1))


def _project(key: int, kind: int) -> dict[str, Any]:
    return {
        "id": key,
        "data_source_id": 1,
        "organization_key": 1,
        "organization_id": "1",
        "project_id": str(key),
        "project_name": f"Project {key}",
        "project_type": kind,
    }


def _coc(key: int) -> dict[str, Any]:
    return {
        "id": key,
        "data_source_id": 1,
        "project_key": key,
        "project_coc_id": str(key),
        "coc_code": "XX-500",
    }


def _households(dice: Random, clients: int, kinds: list[int]) -> Iterator[Rows]:
    made, numbers = 0, dict.fromkeys((Enrollment, Exit, Services, Disabilities), 0)
    while made < clients:
        size = min(dice.choice((1, 1, 1, 2, 3, 4)), clients - made)
        people = range(made + 1, made + size + 1)
        made += size
        rows: Rows = {model: [] for model in (Client, *numbers)}
        rows[Client] = [_person(dice, key, adult=key == people[0]) for key in people]
        for _ in range(dice.choice((1, 1, 1, 1, 2))):
            _stay(dice, rows, people, dice.randrange(len(kinds)), kinds, numbers)
        yield rows


def _person(dice: Random, key: int, *, adult: bool) -> dict[str, Any]:
    days = dice.randrange(18 * 365, 80 * 365) if adult else dice.randrange(0, 40 * 365)
    born = START - timedelta(days=days) if dice.random() < 0.98 else None
    return {
        "id": key,
        "data_source_id": 1,
        "personal_id": str(key),
        "dob": born,
        "dob_data_quality": 1 if born else 99,
        "veteran_status": int(adult and dice.random() < 0.1),
    }


def _stay(
    dice: Random, rows: Rows, people: range, project: int, kinds: list[int], numbers: dict[Any, int]
) -> None:
    entry = START + timedelta(days=dice.randrange(-600, 360))
    left = entry + timedelta(days=dice.randrange(1, 500)) if dice.random() < 0.7 else None
    for person in people:
        stay = _next(numbers, Enrollment)
        base = {"data_source_id": 1, "enrollment_key": stay, "client_key": person}
        rows[Enrollment].append(
            {
                "id": stay,
                "data_source_id": 1,
                "enrollment_id": str(stay),
                "client_key": person,
                "project_key": project + 1,
                "household_id": f"{people[0]}-{entry}",
                "entry_date": entry,
                "relationship_to_hoh": 1 if person == people[0] else 2,
                "disabling_condition": dice.choice((0, 1)),
                "living_situation": 116,
                "times_homeless_past_three_years": dice.choice((1, 4)),
                "months_homeless_past_three_years": dice.choice((101, 113)),
                "move_in_date": entry,
            }
        )
        if left:
            number = _next(numbers, Exit)
            rows[Exit].append(base | {"id": number, "exit_id": str(number), "exit_date": left})
        _children(dice, rows, base, entry, kinds[project], numbers)


def _children(
    dice: Random, rows: Rows, base: dict[str, Any], entry: date, kind: int, numbers: dict[Any, int]
) -> None:
    for disability in CONDITIONS:
        number = _next(numbers, Disabilities)
        rows[Disabilities].append(
            base
            | {
                "id": number,
                "disabilities_id": str(number),
                "information_date": entry,
                "disability_type": disability,
                "disability_response": int(dice.random() < 0.2),
                "data_collection_stage": 1,
                "indefinite_and_impairs": dice.choice((0, 1, None)),
            }
        )
    for night in range(10):
        number = _next(numbers, Services)
        code = 200 if kind == 1 else 144
        rows[Services].append(
            base
            | {
                "id": number,
                "services_id": str(number),
                "date_provided": entry + timedelta(days=3 * night),
                "record_type": code,
                "type_provided": 200 if kind == 1 else 1,
            }
        )


def _next(numbers: dict[Any, int], model: Any) -> int:
    numbers[model] += 1
    return numbers[model]
