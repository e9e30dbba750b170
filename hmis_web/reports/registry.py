"""Every report that can be run, by name."""

from __future__ import annotations

from hmis_web.reports.apr.definition import APR
from hmis_web.reports.engine.definition import Definition

REPORTS: dict[str, Definition] = {report.name: report for report in (APR,)}


def report(name: str) -> Definition:
    """The report called `name`. Raises KeyError when there is none."""
    return REPORTS[name]
