"""The `hmis` command line, kept stable because others script against it (docs/cli.md).

Exit status: 0 done, 1 a finding or failure, 2 wrong usage. `--json` prints one object on standard output.
"""

from __future__ import annotations

import click

from hmis_web.cli import audit, data, installation, reports, users


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Homeless Management Information System."""


for command in (
    installation.init,
    installation.check,
    installation.serve,
    installation.worker,
    installation.demo,
    data.demo_data,
    data.import_command,
    data.export_command,
    users.user,
    reports.report,
    audit.audit_commands,
):
    main.add_command(command)
