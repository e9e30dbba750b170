"""A run's tables as JSON: what a run keeps, and what `hmis report run --format json` writes."""

from __future__ import annotations

import json
from typing import Any

from hmis_web.reports.engine.checks import Check, Outcome
from hmis_web.reports.engine.table import Address, Cell, Format, Heading, Table, TableRow


def table_object(table: Table) -> dict[str, Any]:
    """One table as plain data. `value` is null for a shaded or empty cell; fractions stay fractions."""
    return {
        "ref": table.ref,
        "title": table.title,
        "unit": table.unit,
        "spec": table.spec,
        "corner": table.corner,
        "label_weight": table.label_weight,
        "columns": [
            {
                "column": head.letter,
                "label": head.label,
                "number": head.is_number,
                "weight": head.weight,
                "repeats": head.repeats,
            }
            for head in table.headings
        ],
        "rows": [
            {"label": row.label, "total": row.is_total, "cells": [_cell_object(cell) for cell in row.cells]}
            for row in table.rows
        ],
    }


def table_from(stored: dict[str, Any]) -> Table:
    """Undo `table_object`."""
    headings = tuple(
        Heading(head["label"], head["column"], head["number"], head["weight"], head["repeats"])
        for head in stored["columns"]
    )
    rows = tuple(
        TableRow(row["label"], tuple(_cell_from(cell) for cell in row["cells"]), row["total"])
        for row in stored["rows"]
    )
    return Table(
        ref=stored["ref"],
        title=stored["title"],
        corner=stored["corner"],
        headings=headings,
        rows=rows,
        spec=stored["spec"],
        unit=stored["unit"],
        label_weight=stored["label_weight"],
    )


def outcome_object(outcome: Outcome) -> dict[str, Any]:
    """One cross-foot check with its figures."""
    return {
        "check": outcome.check.text,
        "spec": outcome.check.spec,
        "values": list(outcome.values),
        "holds": outcome.holds,
    }


def outcome_from(stored: dict[str, Any]) -> Outcome:
    """Undo `outcome_object`."""
    return Outcome(Check(stored["check"], stored["spec"]), tuple(stored["values"]))


def dump(document: dict[str, Any]) -> str:
    """JSON text, the same for the same data."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _cell_object(cell: Cell) -> dict[str, Any]:
    made: dict[str, Any] = {"cell": str(cell.address), "value": cell.value, "format": cell.format.value}
    if cell.shown is not None:
        made["shown"] = cell.shown
    if cell.opens:
        made["opens"] = True
    return made


def _cell_from(stored: dict[str, Any]) -> Cell:
    return Cell(
        Address.parse(stored["cell"]),
        stored["value"],
        Format(stored["format"]),
        stored.get("shown"),
        stored.get("opens", False),
    )
