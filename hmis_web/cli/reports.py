"""`hmis report`: run reports without a worker."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hmis_web.access.actor import Actor
from hmis_web.cli.common import FINDING, LineProgress, Opened, fail, opened, print_json, told
from hmis_web.cli.data import DAY
from hmis_web.cli.projects import project_keys, source_id

if TYPE_CHECKING:
    from hmis_web.reports.engine.params import ReportParams


@click.group()
def report() -> None:
    """List and run reports."""


@report.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_reports(as_json: bool) -> None:
    """The reports there are."""
    from hmis_web.reports.registry import reports

    if as_json:
        print_json({"reports": [{"name": each.kind, "title": each.title} for each in reports()]})
        return
    for each in reports():
        click.echo(f"{each.kind:12} {each.title}")


@report.command("run")
@click.argument("name")
@click.option("--start", type=DAY, required=True)
@click.option("--end", type=DAY, required=True)
@click.option("--source", default=None, help="Name of the data source.")
@click.option(
    "--project", "projects", multiple=True, help="HUD ProjectID; may be repeated; all if not given."
)
@click.option("--coc", "cocs", multiple=True, help="CoC code, such as XX-500; may be repeated.")
@click.option("--format", "form", type=click.Choice(["csv", "json", "pdf", "xlsx"]), required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="File; for csv a folder.")
@told
def run(
    name: str,
    start: datetime,
    end: datetime,
    source: str | None,
    projects: tuple[str, ...],
    cocs: tuple[str, ...],
    form: str,
    out: Path,
) -> None:
    """Run a report at once and write it."""
    from hmis_web.reports.engine.params import ReportParams
    from hmis_web.reports.registry import reports

    if name not in {each.kind for each in reports()}:
        fail(f"There is no report called {name}; `hmis report list` shows them", FINDING)
    if end < start:
        raise click.UsageError("--end is before --start")
    progress = LineProgress()
    with opened() as parts:
        with parts.database.session() as session:
            keys = project_keys(session, projects, source_id(session, source))
        params = ReportParams(name, start.date(), end.date(), keys, parts.today(), coc_codes=cocs)
        _write(parts, params, form, out, progress)
    progress.done()


def _write(parts: Opened, params: ReportParams, form: str, out: Path, progress: LineProgress) -> None:
    from hmis_web.jobs.report_files import Letterhead, write_report
    from hmis_web.reports import runs

    actor = Actor.system()
    with parts.database.session() as session:
        result = runs.run(session, actor, params, progress, now=parts.now())
    letter = Letterhead(
        community=parts.settings.community_name,
        agency="",
        made_by=actor.display_name,
        made=parts.now(),
        zone=parts.settings.timezone,
    )
    write_report(result, form, out, letter)
    click.echo(f"Wrote {out}", err=True)
    if result.broken:
        fail(f"{len(result.broken)} cross-checks do not hold; see the report", FINDING)
