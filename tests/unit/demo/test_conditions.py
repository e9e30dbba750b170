"""Columns that the format allows only under a condition are blank otherwise ("null unless" of the
specification)."""

from __future__ import annotations

import re

import polars as pl
import pytest

from hmis_web import standards

CASES = [
    (file, column)
    for file in standards.files()
    for column in file.columns
    if column.only_if and "form B" not in column.only_if and "between" not in column.only_if
]


@pytest.fixture(scope="module")
def frames(riverbend: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The files, with the type of the project beside the rows whose conditions name it."""
    found = dict(riverbend)
    projects = found["Project"].select("project_id", "project_type")
    stays = found["Enrollment"].select("enrollment_id", "project_id").join(projects, on="project_id")
    for name in ("Enrollment", "Inventory"):
        found[name] = found[name].join(projects, on="project_id")
    found["CurrentLivingSituation"] = found["CurrentLivingSituation"].join(stays, on="enrollment_id")
    return found


def column(name: str) -> pl.Expr:
    """The column with HUD's name."""
    return pl.col(standards.snake_case(name))


def condition(text: str) -> pl.Expr:
    """The format's condition as an expression."""
    text = text.replace("Project.ProjectType", "ProjectType").replace(", or ", " or ")
    text = re.sub(r"(\w+) in (\d+)-(\d+)", r"column('\1').is_between(\2, \3)", text)
    text = re.sub(r"(?<![\w'])([A-Za-z]\w+) is not null", r"column('\1').is_not_null()", text)
    text = re.sub(r"(?<![\w'])([A-Za-z]\w+) in \(([^)]*)\)", r"column('\1').is_in([\2])", text)
    text = re.sub(r"(?<![\w'])([A-Za-z]\w+) = (\d+)", r"column('\1').eq(\2)", text)
    text = text.replace(" and ", " & ").replace(" or ", " | ")
    found = eval(text, {"column": column})  # noqa: S307 - the standard's own text
    assert isinstance(found, pl.Expr)
    return found


@pytest.mark.parametrize(("file", "column"), CASES, ids=lambda each: each.name)
def test_generate_column_condition_does_not_hold_leaves_it_blank(
    frames: dict[str, pl.DataFrame], file: standards.HudFile, column: standards.HudColumn
) -> None:
    filled = frames[file.name].filter(pl.col(column.attribute).is_not_null())

    assert filled.filter(~condition(column.only_if).fill_null(value=False)).is_empty()
