"""Reports: choosing one, its result, the people behind a number, its files."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from hmis_web.access.decorators import requires
from hmis_web.access.permissions import Permission
from hmis_web.blueprints.reports import bp, cells, presenters
from hmis_web.blueprints.reports.forms import ReportForm
from hmis_web.db.errors import NotFound
from hmis_web.domain import artifacts, clients, projects
from hmis_web.jobs import report_files, report_jobs
from hmis_web.reports import runs
from hmis_web.reports.engine.definition import Definition
from hmis_web.reports.engine.members import members
from hmis_web.reports.registry import report, reports
from hmis_web.reports.result import ReportResult
from hmis_web.web import drafts
from hmis_web.web.htmx import see_other
from hmis_web.web.job_progress import enqueue, own_job
from hmis_web.web.state import actor, installation, keyring, note_read, now, read_session, session, today

RUN = "/reports/runs/<int:run_id>"
A_FORM = '<any("csv", "xlsx", "json"):form>'


@bp.route("/reports")
@requires(Permission.REPORT_RUN)
def report_list() -> ResponseReturnValue:
    """The reports there are, and the runs of late."""
    lately = report_jobs.latest(read_session(), actor(), now())
    return render_template("reports/report_list.html", **presenters.list_page(reports(), lately, actor()))


@bp.route("/reports/<string(maxlength=20):kind>/new", methods=["GET", "POST"])
@requires(Permission.REPORT_RUN)
def report_new(kind: str) -> ResponseReturnValue:
    """Choose programs and dates; start the run."""
    definition = _definition(kind)
    form = ReportForm.ask(projects.visible(read_session(), actor()), today())
    if form.validate_on_submit():
        job = report_jobs.request_run(session(), actor(), form.to_params(kind, today()), now())
        drafts.finished()
        enqueue(job)
        return see_other(url_for("reports.report_job_show", job_id=job.id))
    page = render_template("reports/report_new.html", form=form, **presenters.new_page(definition))
    return page, 422 if form.is_submitted() else 200


@bp.route("/reports/jobs/<int:job_id>")
@requires(Permission.REPORT_RUN)
def report_job_show(job_id: int) -> ResponseReturnValue:
    """A run under way; when it is done, its result."""
    job = own_job(job_id)
    run_id = report_jobs.run_of_job(read_session(), job_id)
    if run_id is not None:
        return see_other(url_for("reports.report_run_show", run_id=run_id))
    if job.kind != report_jobs.RUN:
        raise NotFound("job")
    return render_template("reports/report_run_show.html", **presenters.waiting_page(job))


@bp.route(RUN)
@requires(Permission.REPORT_RUN)
def report_run_show(run_id: int) -> ResponseReturnValue:
    """The tables of a run."""
    result = _result(run_id)
    pdf = artifacts.of_report(read_session(), run_id, report_jobs.PDF_FILE)
    job = None if pdf else report_jobs.pdf_job(read_session(), actor(), run_id)
    note_read("report:read", "report_run", run_id)
    context = presenters.run_page(run_id, result, has_pdf=pdf is not None, job=job)
    return render_template("reports/report_run_show.html", **context)


@bp.route(f"{RUN}/pdf", methods=["POST"])
@requires(Permission.REPORT_RUN)
def report_pdf_new(run_id: int) -> ResponseReturnValue:
    """Print a run, unless it is printed already."""
    job = report_jobs.request_pdf(session(), actor(), run_id, now())
    if job is not None:
        enqueue(job)
    return see_other(url_for("reports.report_run_show", run_id=run_id))


@bp.route(f"{RUN}/pdf")
@requires(Permission.REPORT_RUN)
def report_pdf(run_id: int) -> ResponseReturnValue:
    """The printed run."""
    runs.get_visible(read_session(), actor(), run_id)
    artifact = artifacts.of_report(read_session(), run_id, report_jobs.PDF_FILE)
    if artifact is None:
        raise NotFound("pdf")
    note_read("report:print", "report_run", run_id)
    content = artifacts.read(artifact, installation().settings.var, keyring())
    return _file(content, artifact.media_type, artifact.file_name)


@bp.route(f"{RUN}/files/{A_FORM}")
@requires(Permission.REPORT_RUN)
def report_file(run_id: int, form: str) -> ResponseReturnValue:
    """A run for other programs: HUD's CSV upload, a workbook, or JSON."""
    result = _result(run_id)
    note_read(f"report:{form}", "report_run", run_id)
    name = presenters.file_name(result, form)
    return _file(presenters.file_content(result, form, _letterhead()), report_files.MEDIA_TYPES[form], name)


@bp.route(f"{RUN}/tables/<string(maxlength=12):ref>/cells/<string(maxlength=5):cell>")
@requires(Permission.REPORT_RUN)
def report_cell(run_id: int, ref: str, cell: str) -> ResponseReturnValue:
    """The people behind one number, as far as the person sees them now."""
    result = _result(run_id, with_universe=True)
    try:
        found = members(result.definition, cells.universe_of(result), ref, cell)
    except (KeyError, ValueError) as error:
        raise NotFound("cell") from error
    listing = cells.listing(found, request.args.get("page", 1, type=int))
    people = clients.by_ids(read_session(), actor(), listing.client_ids, today())
    for key in people:
        note_read("report:open-number", "report_run", run_id, client_id=key)
    return render_template(
        "reports/report_cell.html", **cells.cell_page(run_id, result, ref, cell, listing, people)
    )


def _definition(kind: str) -> Definition:
    try:
        return report(kind)
    except KeyError as error:
        raise NotFound("report") from error


def _result(run_id: int, *, with_universe: bool = False) -> ReportResult:
    var = installation().settings.var
    return runs.load_run(read_session(), actor(), var, keyring(), run_id, with_universe=with_universe)


def _letterhead() -> report_files.Letterhead:
    settings, person = installation().settings, actor()
    agency = person.organization_name if person.organization_id is not None else ""
    return report_files.Letterhead(
        settings.community_name, agency, person.display_name, now(), settings.timezone
    )


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
