"""How reports are shown: the list, a run, the people behind a number."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.actor import Actor
from hmis_web.domain.clients import Person
from hmis_web.jobs import report_files
from hmis_web.jobs.report_files import Letterhead
from hmis_web.jobs.report_jobs import RunLine
from hmis_web.reports.engine.definition import Definition
from hmis_web.reports.engine.members import KEYS
from hmis_web.reports.engine.universe import Universe
from hmis_web.reports.evidence import EVIDENCE
from hmis_web.reports.registry import report
from hmis_web.reports.result import ReportResult
from hmis_web.web.filters import hud_date, hud_datetime
from hmis_web.web.job_progress import progress_of, state_tag
from hmis_web.web.presenters import name_of

PER_PAGE = 50
MANY = 3


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


def list_page(reports: Sequence[Definition], lately: Sequence[RunLine], actor: Actor) -> dict[str, Any]:
    """The context of reports/report_list.html."""
    return {
        "reports": [
            {
                "name": each.kind,
                "title": each.title,
                "description": f"{each.category}, {each.spec_version}",
                "url": url_for("reports.report_new", kind=each.kind),
            }
            for each in reports
        ],
        "runs": [run_item(line, actor) for line in lately],
    }


def run_item(line: RunLine, actor: Actor) -> dict[str, Any]:
    """A run in a list."""
    asked = line.params
    programs = ngettext("%(num)s program", "%(num)s programs", len(asked.project_keys))
    url = (
        url_for("reports.report_run_show", run_id=line.run_id)
        if line.run_id is not None
        else url_for("reports.report_job_show", job_id=line.job_id)
    )
    return {
        "url": url,
        "title": report(asked.kind).title,
        "detail": f"{hud_date(asked.start)} – {hud_date(asked.end)} · {programs}",
        "started": line.created_at,
        "by": actor.display_name,
        "state": state_tag(line.state),
    }


def new_page(definition: Definition) -> dict[str, Any]:
    """The context of reports/report_new.html besides the form."""
    return {
        "report": {"title": definition.title, "description": definition.spec},
        "cancel_url": url_for("reports.report_list"),
    }


def waiting_page(job: Any) -> dict[str, Any]:
    """The context of reports/report_run_show.html while the run is made, or when it failed."""
    under_way = job.state in ("queued", "running")
    message = job.message or ""
    if job.reference:
        message = _("%(message)s. Reference: %(reference)s", message=message, reference=job.reference)
    return _page(_("Report"), "", job.state, message=message, job=progress_of(job) if under_way else None)


def run_page(run_id: int, result: ReportResult, *, has_pdf: bool, job: Any) -> dict[str, Any]:
    """The context of reports/report_run_show.html for a finished run."""
    detail = " · ".join(
        (
            _projects(result.projects),
            f"{hud_date(result.params.start)} – {hud_date(result.params.end)}",
            _("data as of %(moment)s", moment=hud_datetime(result.data_as_of)),
        )
    )
    page = _page(result.title, detail, "done", job=progress_of(job, _("PDF")) if job else None)
    return page | {
        "tables": result.tables,
        "cell_url": _cell_url(run_id),
        "checks": [
            {"label": each.check.text, "ok": each.holds, "detail": each.sentence} for each in result.outcomes
        ],
        "downloads": _downloads(run_id, has_pdf=has_pdf),
        "make_pdf_url": None if has_pdf or job else url_for("reports.report_pdf_new", run_id=run_id),
        "sections": [],
    }


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


def file_name(result: ReportResult, form: str) -> str:
    """`apr-2025-10-01-2026-09-30.xlsx`."""
    ending = "zip" if form == "csv" else form
    return f"{result.params.kind}-{result.params.start}-{result.params.end}.{ending}"


def file_content(result: ReportResult, form: str, letter: Letterhead) -> bytes:
    """A run in one of the forms that are made at once."""
    if form == "xlsx":
        return report_files.report_xlsx(result, letter)
    return report_files.report_csv(result) if form == "csv" else report_files.report_json(result)


def _page(title: str, detail: str, state: str, *, message: str = "", job: Any = None) -> dict[str, Any]:
    return {
        "run": {"title": title, "detail": detail, "state": state, "message": message},
        "job": job,
        "tables": [],
        "cell_url": None,
        "checks": [],
        "downloads": [],
        "make_pdf_url": None,
        "sections": [],
        "list_url": url_for("reports.report_list"),
    }


def _downloads(run_id: int, *, has_pdf: bool) -> list[dict[str, Any]]:
    made = [
        {"label": label, "url": url_for("reports.report_file", run_id=run_id, form=form), "primary": False}
        for form, label in (("csv", _("HUD CSV")), ("xlsx", _("Excel")))
    ]
    if has_pdf:
        url = url_for("reports.report_pdf", run_id=run_id)
        made.append({"label": _("Download the PDF"), "url": url, "primary": True})
    return made


def _cell_url(run_id: int) -> Callable[[str, int, str], str]:
    def address(ref: str, row: int, column: str) -> str:
        return url_for("reports.report_cell", run_id=run_id, ref=ref, cell=f"{column}{row}")

    return address


def _projects(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MANY])
    more = len(names) - MANY
    return _("%(names)s and %(more)s more", names=shown, more=more) if more > 0 else shown


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
