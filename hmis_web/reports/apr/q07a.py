"""Q7a, Number of Persons Served: by age group and household type."""

from __future__ import annotations

from hmis_web.reports import predicates as p
from hmis_web.reports.apr.shared import HOUSEHOLD_COLUMNS, NOT_COLLECTED_LABEL, NOT_TOLD_LABEL
from hmis_web.reports.engine.checks import Check
from hmis_web.reports.engine.crosstab import CrossTab, Row, Total

Q7A = CrossTab(
    ref="Q7a",
    title="Number of Persons Served",
    spec="APR Q7a",
    universe=p.REPORTED,
    columns=HOUSEHOLD_COLUMNS,
    rows=(
        Row("Adults", p.ADULT),
        Row("Children", p.CHILD),
        Row(NOT_TOLD_LABEL, p.AGE_NOT_TOLD),
        Row(NOT_COLLECTED_LABEL, p.AGE_NOT_COLLECTED),
        Total(),
        Row("For PSH & RRH – the total persons served who moved into housing", p.MOVED_IN),
    ),
    shaded=frozenset({"C3", "E2"}),
    checks=(
        Check("Q7a.B2 = Q5a.C3"),
        Check("Q7a.B3 = Q5a.C4"),
        Check("Q7a.B4 + Q7a.B5 = Q5a.C5"),
        Check("Q7a.B6 = Q5a.C2"),
    ),
)
