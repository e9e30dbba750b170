"""Opening a number: the people behind a cell, and what put them there."""

from __future__ import annotations

import polars as pl

from hmis_web.reports.engine.definition import Definition
from hmis_web.reports.engine.universe import Universe

KEYS = ("client_key", "enrollment_key", "project_key")


def members(definition: Definition, universe: Universe, table_ref: str, address: str) -> pl.DataFrame:
    """The stays behind a cell, ordered by key: keys first, then the values that the cell's conditions ask
    about.

    The universe is filtered by the same conditions that counted the cell, so the number of distinct
    `client_key` is the number on the page. Raises KeyError when the report has no such table or cell, or the
    cell counts nobody.
    """
    parts = definition.question(table_ref).predicates(address, universe)
    evidence = dict.fromkeys(name for part in parts for name in part.evidence if name not in KEYS)
    chosen = universe.stays.filter([part.expr for part in parts])
    return chosen.select(*KEYS, *evidence).sort(KEYS)
