"""How the people behind a number are shown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from flask import url_for
from flask_babel import gettext as _

from hmis_web.domain.clients import Person
from hmis_web.reports.engine.members import KEYS
from hmis_web.reports.engine.universe import Universe
from hmis_web.reports.evidence import EVIDENCE
from hmis_web.reports.result import ReportResult
from hmis_web.web.filters import hud_date
from hmis_web.web.presenters import name_of

PER_PAGE = 50


@dataclass(frozen=True)
class Listing:
    """One page of the stays behind a number."""

    stays: pl.DataFrame
    total: int
    persons: int
    page: int

    @property
    def client_ids(self) -> list[int]:
        """The clients of this page."""
        return self.stays["client_key"].unique().to_list()


def listing(found: pl.DataFrame, page: int) -> Listing:
    """One page of the stays behind a number; pages count from 1."""
    page = min(max(page, 1), max(1, math.ceil(found.height / PER_PAGE)))
    rows = found.slice((page - 1) * PER_PAGE, PER_PAGE)
    return Listing(rows, found.height, found["client_key"].n_unique(), page)


def cell_page(
    run_id: int, result: ReportResult, ref: str, cell: str, listing: Listing, people: Mapping[int, Person]
) -> dict[str, Any]:
    """The context of reports/report_cell.html."""
    table = result.table(ref)
    found = table.cell(cell)
    heading = next(head for head in table.headings if head.letter == found.address.column)
    evidence = [name for name in listing.stays.columns if name not in KEYS]
    projects = dict(universe_of(result).projects.select("project_key", "project_name").iter_rows())
    url = url_for("reports.report_cell", run_id=run_id, ref=ref, cell=cell)
    return {
        "cell": {
            "table": f"{table.ref} {table.title}",
            "row": table.rows[found.address.row - 2].label,
            "column": heading.label,
            "value": found.text,
            "note": _note(listing, table.unit),
        },
        "columns": [
            (_("Person"), ""),
            (_("Program"), ""),
            *((EVIDENCE[name].label, _kind(listing.stays, name)) for name in evidence),
        ],
        "people": [
            _person(people.get(row["client_key"]), projects.get(row["project_key"]) or "", row, evidence)
            for row in listing.stays.iter_rows(named=True)
        ],
        "page": _pager(listing, url),
        "back_url": f"{url_for('reports.report_run_show', run_id=run_id)}#{table.ref}",
    }


def universe_of(result: ReportResult) -> Universe:
    """The rows behind a run that was loaded with them."""
    if result.universe is None:
        raise ValueError("the run was loaded without its universe")
    return result.universe


def _note(listing: Listing, unit: str) -> str:
    """Why the list is longer than the number, when it is."""
    if unit != "persons":
        return _("The number counts households; their people are listed.")
    if listing.total != listing.persons:
        return _("Somebody with several stays in the report stands here once for each.")
    return ""


def _person(
    person: Person | None, project: str, row: Mapping[str, Any], evidence: list[str]
) -> dict[str, Any]:
    return {
        "url": url_for("intake.client_show", client_id=person.id) if person else None,
        "label": name_of(person) if person else _("Not shared with you"),
        "cells": [project, *(_text(EVIDENCE[name].text(row[name])) for name in evidence)],
    }


def _text(value: Any) -> str:
    if value is None:
        return ""
    return hud_date(value) if isinstance(value, date) else str(value)


def _kind(stays: pl.DataFrame, name: str) -> str:
    return "num" if stays.schema[name].is_numeric() and EVIDENCE[name].coded is None else ""


def _pager(listing: Listing, url: str) -> dict[str, Any]:
    first = (listing.page - 1) * PER_PAGE + 1
    last = min(listing.total, first + PER_PAGE - 1)
    return {
        "first": first,
        "last": last,
        "total": listing.total,
        "previous_url": f"{url}?page={listing.page - 1}" if listing.page > 1 else None,
        "next_url": f"{url}?page={listing.page + 1}" if last < listing.total else None,
    }
