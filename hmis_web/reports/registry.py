"""Every report that can be run, by name."""

from __future__ import annotations

from hmis_web.reports.apr.definition import APR
from hmis_web.reports.engine.definition import Definition

REPORTS: dict[str, Definition] = {each.kind: each for each in (APR,)}


def reports() -> tuple[Definition, ...]:
    """Every report, in the order in which it is offered."""
    return tuple(REPORTS.values())


def report(kind: str) -> Definition:
    """The report called `kind`. Raises KeyError when there is none."""
    return REPORTS[kind]
