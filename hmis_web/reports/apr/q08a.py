"""Q8a, Number of Households Served: counted by their heads."""

from __future__ import annotations

from hmis_web.reports import predicates as p
from hmis_web.reports.apr.shared import HOUSEHOLD_COLUMNS
from hmis_web.reports.engine.checks import Check
from hmis_web.reports.engine.crosstab import CrossTab, Row

Q8A = CrossTab(
    ref="Q8a",
    title="Number of Households Served",
    spec="APR Q8a; Glossary, Unduplicated Household Counts",
    unit="households",
    universe=p.REPORTED,
    columns=HOUSEHOLD_COLUMNS,
    rows=(
        Row("Total Households", p.HEAD),
        Row("For PSH & RRH – the total households served who moved into housing", p.HEAD_MOVED_IN),
    ),
    checks=(Check("Q8a.B2 = Q5a.C15 + Q5a.C16"),),
)
