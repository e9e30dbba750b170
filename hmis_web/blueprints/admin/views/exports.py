"""Exporting HMIS CSV."""

from __future__ import annotations

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.admin import bp
from hmis_web.blueprints.admin.export_presenters import list_items, show_page
from hmis_web.blueprints.admin.forms import ExportForm
from hmis_web.db.errors import DomainError, NotFound
from hmis_web.domain import artifacts, custom_fields, jobs, projects
from hmis_web.jobs import export_jobs
from hmis_web.web import drafts
from hmis_web.web.htmx import see_other
from hmis_web.web.job_progress import enqueue, own_job
from hmis_web.web.state import actor, installation, keyring, note_read, now, read_session, session, today
from hmis_web.web.step_up import recently_authenticated, recently_authenticated_for


@bp.route("/exports", methods=["GET", "POST"])
@requires(Permission.HMIS_CSV_EXPORT)
@recently_authenticated
def export_new() -> ResponseReturnValue:
    """Choose programs and dates; make the export."""
    choices = projects.visible(read_session(), actor())
    form = ExportForm.ask(
        choices,
        today(),
        may_take_everything=actor().is_system_administrator,
        asks_own=bool(custom_fields.all_fields(read_session())),
    )
    if form.validate_on_submit():
        params = form.to_params(installation().settings.community_name)
        try:
            params.check()
            job = export_jobs.request_export(session(), actor(), params, now())
        except DomainError as error:
            form.refuse(error)
        else:
            drafts.finished()
            enqueue(job)
            return see_other(url_for("admin.export_show", job_id=job.id))
    earlier = list_items(jobs.own_jobs(read_session(), actor(), export_jobs.KIND))
    page = render_template("admin/export_new.html", form=form, exports=earlier)
    return page, 422 if form.is_submitted() else 200


@bp.route("/exports/<int:job_id>")
@requires(Permission.HMIS_CSV_EXPORT)
def export_show(job_id: int) -> ResponseReturnValue:
    """An export: how far it is, then its file."""
    job = _job(job_id)
    files = export_jobs.files_of(read_session(), job_id)
    rows = files.get(export_jobs.ROWS)
    content = artifacts.read(rows, installation().settings.var, keyring()) if rows else b"{}"
    context = show_page(job, files.get(export_jobs.ZIP), content, files.get(export_jobs.OWN))
    return render_template("admin/export_show.html", **context)


@bp.route("/exports/<int:job_id>/file")
@requires(Permission.HMIS_CSV_EXPORT)
@recently_authenticated_for("admin.export_show")
def export_download(job_id: int) -> ResponseReturnValue:
    """The zip."""
    return _file(job_id, export_jobs.ZIP)


@bp.route("/exports/<int:job_id>/own-questions")
@requires(Permission.HMIS_CSV_EXPORT)
@recently_authenticated_for("admin.export_show")
def export_own(job_id: int) -> ResponseReturnValue:
    """The community's own questions and answers, for an export that was asked for them."""
    return _file(job_id, export_jobs.OWN)


def _file(job_id: int, kind: str) -> ResponseReturnValue:
    _job(job_id)
    artifact = export_jobs.files_of(read_session(), job_id).get(kind)
    if artifact is None:
        raise NotFound("export")
    note_read("export:download", "job", job_id)
    response = make_response(artifacts.read(artifact, installation().settings.var, keyring()))
    response.headers["Content-Type"] = artifact.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{artifact.file_name}"'
    return response


def _job(job_id: int):  # type: ignore[no-untyped-def]  # noqa: ANN202
    job = own_job(job_id)
    if job.kind != export_jobs.KIND:
        raise NotFound("export")
    return job
