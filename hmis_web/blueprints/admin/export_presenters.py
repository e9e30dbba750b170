"""How exports are shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.domain import jobs
from hmis_web.exporting.hmis_csv import ExportParams
from hmis_web.jobs import export_jobs
from hmis_web.web.filters import hud_date, hud_datetime
from hmis_web.web.job_progress import is_under_way, progress_of, state_tag

KILO = 1024


def list_items(earlier: Sequence[Any]) -> list[dict[str, Any]]:
    """Earlier exports, newest first."""
    return [
        {
            "url": url_for("admin.export_show", job_id=job.id),
            "title": _period(_params(job)),
            "detail": f"{hud_datetime(job.created_at)} · {_programs(_params(job))}",
            "state": state_tag(job.state),
        }
        for job in earlier
    ]


def show_page(job: Any, artifact: Any, rows: bytes, own: Any = None) -> dict[str, Any]:
    """The context of admin/export_show.html. `rows`: JSON of the rows per file; `own`: the community's own
    questions, when they were asked for."""
    params = _params(job)
    url = url_for("admin.export_download", job_id=job.id) if artifact else None
    return {
        "export": {
            "title": _period(params),
            "params": _chosen(params, job),
            "state": "running" if is_under_way(job) else job.state,
            "message": job.message or "",
            "rows": [(f"{name}.csv", number) for name, number in json.loads(rows).items()],
            "size": size_text(artifact.size) if artifact else "",
        },
        "job": progress_of(job, _("Export")) if is_under_way(job) else None,
        "download_url": url,
        "own_url": url_for("admin.export_own", job_id=job.id) if own else None,
        "expires": artifact.expires_at.date() if artifact and artifact.expires_at else None,
        "list_url": url_for("admin.export_new"),
    }


def size_text(size: int) -> str:
    """`12 KB`, `3.4 MB`, `1 GB`."""
    if size < KILO**2:
        return f"{max(1, round(size / KILO)):,} KB"
    if size < KILO**3:
        return f"{size / KILO**2:,.1f} MB"
    return f"{size / KILO**3:,.3g} GB"


def _params(job: Any) -> ExportParams:
    return export_jobs.from_json(jobs.parameters(job)["params"])


def _period(params: ExportParams) -> str:
    if params.everything:
        return _("Everything")
    return f"{hud_date(params.start)} – {hud_date(params.end)}"


def _programs(params: ExportParams) -> str:
    if params.project_keys is None:
        return _("all programs")
    return ngettext("%(num)s program", "%(num)s programs", len(params.project_keys))


def _chosen(params: ExportParams, job: Any) -> list[tuple[str, str]]:
    return [
        (_("Period"), _period(params)),
        (_("Programs"), _programs(params)),
        (_("Names and SSN"), _("hashed") if params.hash else _("in the clear")),
        *([(_("Your own questions"), _("in a second file"))] if params.own_fields else []),
        (_("Asked for"), hud_datetime(job.created_at)),
    ]
