"""Importing HMIS CSV: upload, plan, confirmation, result."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.admin import bp, import_presenters
from hmis_web.blueprints.admin.export_presenters import size_text
from hmis_web.blueprints.admin.forms import ConfirmForm, ImportForm
from hmis_web.domain import imports
from hmis_web.domain.imports import RunLine
from hmis_web.importing import runs
from hmis_web.importing.run_record import read_plan
from hmis_web.jobs import import_jobs
from hmis_web.web.access_guard import takes_upload
from hmis_web.web.htmx import see_other
from hmis_web.web.job_progress import enqueue
from hmis_web.web.state import (
    actor,
    clock,
    installation,
    keyring,
    note_read,
    read_session,
    request_id,
    session,
)
from hmis_web.web.transactions import reads_only

MOST_FINDINGS = 25


@bp.route("/imports")
@requires(Permission.HMIS_CSV_IMPORT)
def import_list() -> ResponseReturnValue:
    """Imports, newest first."""
    page = max(1, request.args.get("page", 1, type=int))
    per_page = import_presenters.PER_PAGE
    lines = imports.latest(read_session(), actor(), per_page, (page - 1) * per_page)
    counts = imports.finding_counts(read_session(), [line.run.id for line in lines])
    context = import_presenters.list_page(lines, counts, page, imports.count(read_session()))
    return render_template("admin/import_list.html", **context)


@bp.route("/imports/new", methods=["GET", "POST"])
@requires(Permission.HMIS_CSV_IMPORT)
@takes_upload
@reads_only
def import_new() -> ResponseReturnValue:
    """Take a file in and start to check it. Keeping it has transactions of its own, which wait for other
    writers."""
    form = ImportForm()
    parts = installation()
    if form.validate_on_submit():
        run_id, job_id = import_jobs.receive(
            (parts.database, parts.settings, parts.keyring),
            actor(),
            save=form.file.data.save,
            file_name=form.file.data.filename,
            source_name=(form.source.data or "").strip() or None,
            clock=clock(),
            request_id=request_id(),
        )
        parts.queue.enqueue(job_id)
        return see_other(url_for("admin.import_show", run_id=run_id))
    limit, back = size_text(parts.settings.upload_limit_bytes), url_for("admin.import_list")
    page = render_template("admin/import_new.html", form=form, limit=limit, cancel_url=back)
    return page, 422 if form.is_submitted() else 200


@bp.route("/imports/<int:run_id>")
@requires(Permission.HMIS_CSV_IMPORT)
def import_show(run_id: int) -> ResponseReturnValue:
    """An import, wherever it is on its way."""
    line = imports.get(read_session(), actor(), run_id)
    job = import_jobs.under_way(read_session(), line.run)
    form = _questions(line) if line.run.state == "planned" and job is None else None
    return _show(line, form)


def _show(line: RunLine, form: ConfirmForm | None) -> str:
    job = import_jobs.under_way(read_session(), line.run)
    groups = imports.finding_groups(read_session(), line.run.id, MOST_FINDINGS + 1)
    size = import_jobs.size_of(installation().settings, line.run)
    context = import_presenters.show_page(line, job, groups[:MOST_FINDINGS], form, size)
    context["findings_more"] = len(groups) > MOST_FINDINGS
    return render_template("admin/import_show.html", **context)


@bp.route("/imports/<int:run_id>/apply", methods=["POST"])
@requires(Permission.HMIS_CSV_IMPORT)
def import_confirm(run_id: int) -> ResponseReturnValue:
    """Start to write what the plan says."""
    line = imports.get(session(), actor(), run_id)
    form = _questions(line)
    if not form.validate():
        return _show(line, form), 422
    job = import_jobs.request_apply(
        session(),
        actor(),
        line.run,
        choices=form.to_choices(),
        clock=clock(),
    )
    if job is not None:
        enqueue(job)
    return see_other(url_for("admin.import_show", run_id=run_id))


@bp.route("/imports/<int:run_id>/cancel", methods=["POST"])
@requires(Permission.HMIS_CSV_IMPORT)
@reads_only
def import_cancel(run_id: int) -> ResponseReturnValue:
    """Give an import up; while it is worked on, ask the work to stop. Works while another import is being
    written."""
    line = imports.get(read_session(), actor(), run_id)
    job = import_jobs.under_way(read_session(), line.run)
    parts = installation()
    if job is not None:
        parts.queue.request_cancel(job.id)
        note_read("job:cancel", "job", job.id)
    else:
        runs.cancel(parts.database, parts.settings, run_id, actor())
    return see_other(url_for("admin.import_show", run_id=run_id))


@bp.route("/imports/<int:run_id>/findings")
@requires(Permission.HMIS_CSV_IMPORT)
def import_findings(run_id: int) -> ResponseReturnValue:
    """Everything that was found, as CSV to send back to the source."""
    line = imports.get(read_session(), actor(), run_id)
    note_read("import:findings", "import_run", run_id)
    response = make_response(runs.findings_csv(installation().database, keyring(), line.run.id))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="findings-{run_id}.csv"'
    return response


def _questions(line: RunLine) -> ConfirmForm:
    plan = read_plan(line.run)
    conflicts, missing = (plan.total("conflict"), plan.total("missing")) if plan else (0, 0)
    return ConfirmForm.ask(
        conflicts=conflicts, missing=missing, source_is_new=plan is not None and plan.source_is_new
    )
