"""HMIS CSV in and out, and the fictional community."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hmis_web.access.actor import Actor
from hmis_web.cli.common import FINDING, LineProgress, Opened, opened, print_json, told
from hmis_web.cli.projects import project_keys, source_id, whole_life

if TYPE_CHECKING:
    from hmis_web.exporting.hmis_csv import ExportParams

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("demo-data")
@click.option("--clients", default=300, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=7, show_default=True)
@click.option("--as-of", type=DAY, default=None, help="Last day of the community's life; today if not given.")
@told
def demo_data(clients: int, seed: int, as_of: datetime | None) -> None:
    """Fill the database with a fictional community; the same seed and day give the same rows."""
    from hmis_web.demo import seed_community

    progress = LineProgress()
    with opened() as parts:
        seed_community(parts.database, parts.keyring, clients, seed, _day(as_of) or parts.today(), progress)
    progress.done()


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source", default=None, help="Name of the data source; the file's own SourceName or ID if not given."
)
@click.option(
    "--share",
    type=click.Choice(["enrolling", "all"]),
    default="enrolling",
    show_default=True,
    help="Who sees the clients of a new source: agencies that enrolled them, or all agencies of the source.",
)
@click.option("--check-only", is_flag=True, help="Read, check and plan; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@told
def import_command(file: Path, source: str | None, share: str, check_only: bool, as_json: bool) -> None:
    """Import an HMIS CSV zip: all or nothing, and nothing twice."""
    from hmis_web.importing.runs import import_file

    progress = LineProgress()
    with opened() as parts:
        outcome = import_file(
            parts.database,
            parts.settings,
            parts.keyring,
            file,
            source_name=source,
            actor=Actor.system(),
            progress=progress,
            check_only=check_only,
            sharing=share,
        )
    progress.done()
    if as_json:
        print_json(outcome.to_json())
    else:
        click.echo(outcome.summary())
    if not outcome.ok:
        raise SystemExit(FINDING)


@click.command("export")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The zip to write."
)
@click.option("--source", default=None, help="Only this data source.")
@click.option(
    "--start", type=DAY, default=None, help="First day; with no dates and projects everything is exported."
)
@click.option("--end", type=DAY, default=None, help="Last day.")
@click.option(
    "--project",
    "projects",
    multiple=True,
    help="HUD ProjectID; may be repeated; without dates, all its time.",
)
@click.option(
    "--own",
    "own_out",
    default=None,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A second zip: the community's own questions and answers.",
)
@click.option("--hash", "hashed", is_flag=True, help="Hash names and SSN (HashStatus 4).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@told
def export_command(
    out: Path,
    source: str | None,
    start: datetime | None,
    end: datetime | None,
    projects: tuple[str, ...],
    own_out: Path | None,
    hashed: bool,
    as_json: bool,
) -> None:
    """Export to an HMIS CSV FY2026 zip."""
    from hmis_web.exporting.custom_fields import export_own
    from hmis_web.exporting.hmis_csv import export

    if (start is None) != (end is None):
        raise click.UsageError("--start and --end go together")
    progress = LineProgress()
    with opened() as parts:
        params = _params(parts, source, projects, _day(start), _day(end), hashed=hashed)
        now, who = parts.now().astimezone(parts.settings.timezone), Actor.system()
        outcome = export(parts.database, parts.keyring, params, out, who, now, progress)
        answers = 0
        if own_out is not None:
            answers = export_own(parts.database, params, own_out, who, now, progress)
    progress.done()
    if as_json:
        beside = {"own_file": str(own_out), "own_answers": answers} if own_out is not None else {}
        print_json(outcome.to_json() | beside)
        return
    click.echo(f"Wrote {outcome.total} rows to {outcome.path}")
    if own_out is not None:
        click.echo(f"Wrote {answers} answers to the community's own questions to {own_out}")


def _params(
    parts: Opened,
    source: str | None,
    projects: tuple[str, ...],
    first: date | None,
    last: date | None,
    *,
    hashed: bool,
) -> ExportParams:
    """What an export holds; projects without dates with all their time. Raises click's UsageError for a name
    that isn't there."""
    from hmis_web.exporting.hmis_csv import ExportParams

    with parts.database.session() as session:
        source_key = source_id(session, source)
        keys = project_keys(session, projects, source_key) if projects else None
        if keys and first is None:
            first, last = whole_life(session, keys, parts.today())
    return ExportParams(
        start=first,
        end=last,
        project_keys=keys,
        data_source_id=source_key,
        hash=hashed,
        everything=first is None,
        source_name=parts.settings.community_name,
    )


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None
