"""Q7b, Point-in-Time Count of Persons on the Last Wednesday of January, April, July and October."""

from __future__ import annotations

from hmis_web.reports import predicates as p
from hmis_web.reports.apr.shared import HOUSEHOLD_COLUMNS
from hmis_web.reports.engine.crosstab import CrossTab, Row
from hmis_web.reports.engine.predicate import ALL

Q7B = CrossTab(
    ref="Q7b",
    title="Point-in-Time Count of Persons on the Last Wednesday",
    spec="APR Q7b",
    universe=ALL,  # every active stay, not only the reported one (instruction 2)
    columns=HOUSEHOLD_COLUMNS,
    rows=tuple(Row(month.title(), present) for month, present in p.PRESENT.items()),
    once=False,
)
