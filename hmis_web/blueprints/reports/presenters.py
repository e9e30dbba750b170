"""How reports are shown: the list, a run, the people behind a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.actor import Actor
from hmis_web.domain import jobs
from hmis_web.jobs import report_files
from hmis_web.jobs.report_files import Letterhead
from hmis_web.jobs.report_jobs import RunLine
from hmis_web.reports.engine.definition import Definition
from hmis_web.reports.engine.params import ReportParams
from hmis_web.reports.registry import report
from hmis_web.reports.result import ReportResult
from hmis_web.web.filters import hud_date, hud_datetime
from hmis_web.web.job_progress import progress_of, state_tag

MANY = 3


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
    asked = ReportParams.from_json(jobs.parameters(job)["params"])
    title, detail = report(asked.kind).title, f"{hud_date(asked.start)} – {hud_date(asked.end)}"
    return _page(title, detail, job.state, message=message, job=progress_of(job) if under_way else None)


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
