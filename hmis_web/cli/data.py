"""HMIS CSV in and out, and the fictional community."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from hmis_web.access.actor import Actor
from hmis_web.cli.common import FINDING, LineProgress, opened, print_json, told
from hmis_web.cli.projects import project_keys, source_id, whole_life

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
@click.option("--hash", "hashed", is_flag=True, help="Hash names and SSN (HashStatus 4).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@told
def export_command(
    out: Path,
    source: str | None,
    start: datetime | None,
    end: datetime | None,
    projects: tuple[str, ...],
    hashed: bool,
    as_json: bool,
) -> None:
    """Export to an HMIS CSV FY2026 zip."""
    from hmis_web.exporting.hmis_csv import ExportParams, export

    if (start is None) != (end is None):
        raise click.UsageError("--start and --end go together")
    progress = LineProgress()
    with opened() as parts:
        with parts.database.session() as session:
            source_key = source_id(session, source)
            keys = project_keys(session, projects, source_key) if projects else None
            first, last = _day(start), _day(end)
            if keys and first is None:
                first, last = whole_life(session, keys, parts.today())
        params = ExportParams(
            start=first,
            end=last,
            project_keys=keys,
            data_source_id=source_key,
            hash=hashed,
            everything=first is None,
            source_name=parts.settings.community_name,
        )
        now = parts.now().astimezone(parts.settings.timezone)
        outcome = export(parts.database, parts.keyring, params, out, Actor.system(), now, progress)
    progress.done()
    if as_json:
        print_json(outcome.to_json())
    else:
        click.echo(f"Wrote {outcome.total} rows to {outcome.path}")


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None
