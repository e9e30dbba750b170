"""Every published cell of the tables we have: HUD's test kits, and what HUD's own program prints for two data
sets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.engine.table import Table
from hmis_web.reports.registry import report
from hmis_web.reports.universe import Frames, from_frames
from tests.reports.csv_frames import frames_from_zip

pytestmark = pytest.mark.slow

SETS = ("tk1_fy2021", "tk2_fy2022", "hud_program_demo_fy2022", "hud_program_lsa_fy2026_official")
REPORTS = ("apr", "caper")
"""The ESG CAPER shares these questions with the APR, definition for definition."""
TABLES = ("Q5a", "Q7a", "Q7b", "Q8a", "Q11")
KNOWN = Path(__file__).resolve().parents[2] / "docs/reports/known-differences.md"

Place = tuple[str, str, str, str]
"""Set, report, table, cell."""


@pytest.fixture(params=SETS)
def answers(request: pytest.FixtureRequest, test_data: Path) -> tuple[Path, pl.DataFrame]:
    file = test_data / "oracles" / request.param / "expected_cells.csv"
    cells = pl.read_csv(file, infer_schema=False)
    return file.parent, cells.filter(pl.col("report").is_in(REPORTS), pl.col("table").is_in(TABLES))


def test_published_cells_undisputed_equal_or_known(
    answers: tuple[Path, pl.DataFrame], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, cells = answers
    undisputed = cells.filter(pl.col("confidence") != "disputed")

    compared = [(place, wanted, got, tol) for place, wanted, got, tol in _compared(folder, undisputed)]

    different = {place for place, wanted, got, tol in compared if abs(got - wanted) > tol}
    equal = [wanted for _, wanted, got, tol in compared if abs(got - wanted) <= tol]
    with capsys.disabled():
        nonzero = sum(1 for wanted in equal if wanted)
        print(f"\n{folder.name}: {len(equal)} equal, {nonzero} non-zero equal, {len(different)} differing")
    assert len(compared) == undisputed.height
    assert different == {place for place in _known() if place[0] in set(cells["set"])}


def test_published_inputs_all_runs_checks_hold(answers: tuple[Path, pl.DataFrame]) -> None:
    folder, cells = answers

    broken = [
        outcome.sentence
        for run in _runs(cells)
        for outcome in report("apr").check(_tables(folder, run))
        if not outcome.holds
    ]

    assert broken == []


def _compared(folder: Path, cells: pl.DataFrame) -> Iterator[tuple[Place, float, float, float]]:
    for run in _runs(cells):
        tables = {table.ref: table for table in _tables(folder, run)}
        for row in cells.filter(
            pl.col(name).eq_missing(value) for name, value in zip(RUN, run, strict=True)
        ).to_dicts():
            place = (row["set"], row["report"], row["table"], row["cell"])
            wanted, tolerance = float(row["expected"] or 0), float(row["tol"] or 0)
            yield place, wanted, _value(tables[row["table"]], row["cell"]), tolerance


RUN = ["zip", "project_ids", "coc", "start", "end"]
Run = tuple[str, str, str | None, str, str]


def _runs(cells: pl.DataFrame) -> list[Run]:
    return cells.select(RUN).unique(maintain_order=True).rows()


def _tables(folder: Path, run: Run) -> tuple[Table, ...]:
    name, project_ids, coc, start, end = run
    frames = _frames((folder / name).resolve())
    wanted = frames["project"].filter(pl.col("project_id").is_in(project_ids.split(";")))
    asked = ReportParams(
        "apr",
        date.fromisoformat(start),
        date.fromisoformat(end),
        tuple(wanted["id"]),
        as_of=date(2026, 11, 22),
        coc_codes=(coc,) if coc else (),
    )
    return report("apr").build(from_frames(frames, asked))


@cache
def _frames(path: Path) -> Frames:
    return frames_from_zip(path)


def _value(table: Table, cells: str) -> float:
    """A cell, or a sum of cells such as `B9+B10`; blank counts as 0."""
    return sum(float(table.cell(cell).value or 0) for cell in cells.split("+"))


def _known() -> set[Place]:
    lines = re.findall(r"^\| (\S+) \| ([\w, ]+) \| (Q\w+) \| ([\w, ]+) \|", KNOWN.read_text(), re.MULTILINE)
    return {
        (name, kind, table, cell)
        for name, kinds, table, cells in lines
        for kind in kinds.split(", ")
        for cell in cells.split(", ")
    }


def test_known_differences_page_lists_each_cell_once() -> None:
    lines = re.findall(r"^\| (\S+) \| ([\w, ]+) \| (Q\w+) \| ([\w, ]+) \|", KNOWN.read_text(), re.MULTILINE)
    cells = Counter(
        cell for line in lines for cell in [(line[0], line[2], each) for each in line[3].split(", ")]
    )

    assert len(_known()) == 2 * len(cells)
    assert set(cells.values()) == {1}
