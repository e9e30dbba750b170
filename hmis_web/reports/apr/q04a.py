"""Q4a, Project Identifiers in HMIS: one line per project of the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from hmis_web import standards
from hmis_web.reports import predicates as p
from hmis_web.reports.engine.checks import Check
from hmis_web.reports.engine.predicate import Predicate
from hmis_web.reports.engine.table import (
    Address,
    Cell,
    Format,
    Heading,
    Table,
    TableRow,
    Value,
    column_letter,
)
from hmis_web.reports.engine.universe import Universe
from hmis_web.reports.software import SOFTWARE


@dataclass(frozen=True)
class Descriptor:
    """One column: HUD's heading, the project's attribute, its share of the width, the HUD column that
    explains its codes."""

    label: str
    attribute: str
    weight: int
    coded: tuple[str, str] | None = None
    repeats: bool = False


DESCRIPTORS = (
    Descriptor("Organization ID", "organization_id", 60),
    Descriptor("Project Name", "project_name", 76),
    Descriptor("Project ID", "project_id", 38),
    Descriptor("HMIS Project Type", "project_type", 66, ("Project", "ProjectType")),
    Descriptor("RRH Subtype", "rrh_sub_type", 42, ("Project", "RRHSubType")),
    Descriptor("Coordinated Entry Access Point", "access_point", 58, ("CEParticipation", "AccessPoint")),
    Descriptor(
        "Affiliated with a residential project",
        "residential_affiliation",
        52,
        ("Project", "ResidentialAffiliation"),
    ),
    Descriptor("Project IDs of affiliations", "affiliated_projects", 52),
    Descriptor("CoC Number", "coc_codes", 40),
    Descriptor("Geocode", "geocodes", 42),
    Descriptor(
        "Victim Service Provider", "victim_service_provider", 42, ("Organization", "VictimServiceProvider")
    ),
    Descriptor("HMIS Software Name and Version Number", "software", 50, repeats=True),
    Descriptor("Report Start Date", "start", 50, repeats=True),
    Descriptor("Report End Date", "end", 50, repeats=True),
)
NAME_WEIGHT, COUNT_WEIGHTS = 76, (35, 54)
# points, on paper: the longest word of each heading fits even in the widest of the fonts (DejaVu Sans Bold)
PERSONS, HOUSEHOLDS = "P", "Q"


@dataclass(frozen=True)
class ProjectIdentifiers:
    """The question. Column A is the agency's name, B to O describe the project, P and Q count its people and
    households."""

    ref: str = "Q4a"
    title: str = "Project Identifiers in HMIS"
    spec: str = "APR Q4a; elements 2.01 to 2.03, 2.09"

    def build(self, universe: Universe) -> Table:
        """One row per project, in the order of the universe's projects."""
        counts = _counts(universe)
        rows = tuple(
            _row(index, project, universe, counts.get(project["project_key"], (0, 0)))
            for index, project in enumerate(universe.projects.iter_rows(named=True))
        )
        return Table(
            self.ref,
            self.title,
            "Organization Name",
            _headings(),
            rows,
            self.spec,
            "projects",
            label_weight=NAME_WEIGHT,
        )

    def predicates(self, address: str, universe: Universe) -> tuple[Predicate, ...]:
        """The people (P) or heads of household (Q) whose reported stay is in the row's project. Raises
        KeyError for a cell that counts nobody."""
        found = Address.parse(address)
        keys = universe.projects["project_key"].to_list()
        if found.column not in (PERSONS, HOUSEHOLDS) or not 0 <= found.row - 2 < len(keys):
            raise KeyError(f"{self.ref} counts nobody in {address}")
        here = p.in_project(keys[found.row - 2])
        return (p.REPORTED, here, p.HEAD) if found.column == HOUSEHOLDS else (p.REPORTED, here)

    def own_checks(self) -> tuple[Check, ...]:
        """Instructions 8 and 9: the projects add up to the report."""
        return (
            Check("Q4a.P* = Q5a.C2", "APR Q4a, instruction 8"),
            Check("Q4a.Q* = Q5a.C15 + Q5a.C16", "APR Q4a, instruction 9"),
        )


def _headings() -> tuple[Heading, ...]:
    described = [(each.label, False, each.weight, each.repeats) for each in DESCRIPTORS]
    counted = [
        (label, True, weight, False)
        for label, weight in zip(
            ("Total Active Clients", "Total Active Households"), COUNT_WEIGHTS, strict=True
        )
    ]
    return tuple(
        Heading(label, column_letter(n + 1), is_number, weight, repeats)
        for n, (label, is_number, weight, repeats) in enumerate(described + counted)
    )


def _counts(universe: Universe) -> dict[int, tuple[int, int]]:
    """Reported people and heads of household by project."""
    by_project = (
        universe.stays.filter(p.REPORTED.expr)
        .group_by("project_key")
        .agg(pl.len(), p.HEAD.expr.sum().alias("heads"))
    )
    return {key: (persons, heads) for key, persons, heads in by_project.iter_rows()}


def _row(index: int, project: dict[str, Any], universe: Universe, counts: tuple[int, int]) -> TableRow:
    asked = universe.params
    values = {**project, "software": SOFTWARE, "start": asked.start.isoformat(), "end": asked.end.isoformat()}
    line = index + 2
    described = tuple(
        _described(Address(column_letter(n + 1), line), each, values[each.attribute])
        for n, each in enumerate(DESCRIPTORS)
    )
    counted = tuple(
        Cell(Address(column, line), count, opens=count > 0)
        for column, count in zip((PERSONS, HOUSEHOLDS), counts, strict=True)
    )
    return TableRow(project["organization_name"] or "", described + counted)


def _described(address: Address, descriptor: Descriptor, value: Value) -> Cell:
    if descriptor.coded is None or value is None:
        return Cell(address, value, Format.TEXT)
    file, column = descriptor.coded
    meaning = standards.label(standards.file(file).column(column).code_list, str(value))
    return Cell(address, value, Format.TEXT, shown=meaning)
