"""How imports are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.blueprints.admin.export_presenters import size_text
from hmis_web.domain.imports import FindingGroup, RunLine
from hmis_web.importing.outcome import FilePlan, Named, Plan
from hmis_web.importing.run_record import read_plan
from hmis_web.web.job_progress import progress_of

PER_PAGE = 25
SHOWN_CONFLICTS = 50
NUMBERS = ("rows", "new", "changed", "unchanged", "conflict", "stopped", "missing")
ORDER = ("reading", "checking", "planned", "applying", "applied")
ENDED_EARLY = ("refused", "failed", "cancelled")


def list_page(
    lines: Sequence[RunLine], counts: Mapping[tuple[int, str], int], page: int, total: int
) -> dict[str, Any]:
    """The context of admin/import_list.html."""
    first = (page - 1) * PER_PAGE + 1
    last = first + len(lines) - 1
    return {
        "imports": [_line(line, counts) for line in lines],
        "new_url": url_for("admin.import_new"),
        "page": {
            "first": first,
            "last": last,
            "total": total,
            "previous_url": url_for("admin.import_list", page=page - 1) if page > 1 else None,
            "next_url": url_for("admin.import_list", page=page + 1) if last < total else None,
        },
    }


def show_page(
    line: RunLine, job: Any, groups: Sequence[FindingGroup], form: Any, size: int
) -> dict[str, Any]:
    """The context of admin/import_show.html. `form`: the questions before applying, None when nothing
    waits."""
    run, plan = line.run, read_plan(line.run)
    # a job that was cancelled before it began leaves its run as it was
    state = "cancelled" if run.state == "queued" and job is None else run.state
    early = state in ENDED_EARLY
    waits = form is not None
    return {
        "run": {
            "file_name": run.file_name,
            "source": _source(line, plan),
            "format": plan.version if plan else _("format not known yet"),
            "size": size_text(size) if size else "",
            "by": line.by,
            "started": run.created_at,
            "state": state,
        },
        "stages": _stages(state),
        "job": progress_of(job, _("Import")) if job else None,
        "refusal": [run.message or ""] if early and state != "cancelled" else [],
        "plan": _files(plan) if plan and not early else [],
        "plan_total": _numbers(plan) if plan else {},
        "applied": run.state == "applied",
        "conflicts": [_conflict(named) for named in plan.conflicts[:SHOWN_CONFLICTS]] if plan else [],
        "conflicts_more": max(0, plan.total("conflict") - SHOWN_CONFLICTS) if plan else 0,
        "findings": [_finding(group) for group in groups] if plan or early else None,
        "findings_url": url_for("admin.import_findings", run_id=run.id),
        "confirm_url": url_for("admin.import_confirm", run_id=run.id) if waits else None,
        "confirm_form": form,
        "cancel_url": url_for("admin.import_cancel", run_id=run.id),
        "list_url": url_for("admin.import_list"),
    }


def state_tag(state: str) -> dict[str, str]:
    """An import's state in a word or two."""
    words = {
        "queued": (_("waiting"), ""),
        "reading": (_("reading"), "accent"),
        "checking": (_("checking"), "accent"),
        "planned": (_("waits for you"), "warn"),
        "applying": (_("applying"), "accent"),
        "applied": (_("done"), "good"),
        "unchanged": (_("unchanged"), "good"),
        "refused": (_("refused"), "bad"),
        "failed": (_("failed"), "bad"),
        "cancelled": (_("cancelled"), "warn"),
    }
    label, kind = words[state]
    return {"label": label, "kind": kind}


def _line(line: RunLine, counts: Mapping[tuple[int, str], int]) -> dict[str, Any]:
    run, plan = line.run, read_plan(line.run)
    return {
        "url": url_for("admin.import_show", run_id=run.id),
        "file_name": run.file_name,
        "source": _source(line, plan),
        "started": run.created_at,
        "by": line.by,
        "rows": plan.total("rows") if plan else None,
        "errors": counts.get((run.id, "error"), 0),
        "warnings": counts.get((run.id, "warning"), 0),
        "state": state_tag(run.state),
    }


def _source(line: RunLine, plan: Plan | None) -> str:
    return line.source or (plan.source_name if plan else "") or _("source not known yet")


def _stages(state: str) -> list[dict[str, str]]:
    labels = (_("Read"), _("Check and compare"), _("Confirm"), _("Apply"))
    if state in ENDED_EARLY:
        return [{"label": labels[0], "state": "done"}, {"label": labels[1], "state": "stopped"}] + [
            {"label": label, "state": "todo"} for label in labels[2:]
        ]
    if state in ("applied", "unchanged"):
        reached = len(labels)
    else:
        reached = ORDER.index(state) if state in ORDER else 0
    return [
        {"label": label, "state": "done" if place < reached else "current" if place == reached else "todo"}
        for place, label in enumerate(labels)
    ]


def _files(plan: Plan) -> list[dict[str, Any]]:
    return [{"file": f"{file.file}.csv"} | _file_numbers(file) for file in plan.files]


def _file_numbers(file: FilePlan) -> dict[str, int]:
    return {_name(number): getattr(file, number) for number in NUMBERS}


def _numbers(plan: Plan) -> dict[str, int]:
    return {_name(number): plan.total(number) for number in NUMBERS}


def _name(number: str) -> str:
    return {"rows": "read", "conflict": "conflicts"}.get(number, number)


def _conflict(named: Named) -> dict[str, str]:
    reasons = {"edited": _("edited here since"), "older": _("older than what is here")}
    return {
        "file": f"{named.file}.csv",
        "key": named.identifier,
        "reason": reasons.get(named.reason, named.reason),
    }


def _finding(group: FindingGroup) -> dict[str, Any]:
    return {
        "severity": "note" if group.severity == "info" else group.severity,
        "file": f"{group.file}.csv" if group.file else "",
        "column": group.column,
        "message": group.message,
        "count": group.count,
        "example": _("first in line %(line)s", line=f"{group.first_line:,}") if group.first_line else "",
    }
