"""Q11, Age: by age band and household type."""

from __future__ import annotations

from hmis_web.reports import predicates as p
from hmis_web.reports.apr.shared import HOUSEHOLD_COLUMNS, NOT_COLLECTED_LABEL, NOT_TOLD_LABEL
from hmis_web.reports.engine.checks import Check
from hmis_web.reports.engine.crosstab import CrossTab, Row, Total

BANDS = (
    ("Under 5", 0, 4),
    ("5-12", 5, 12),
    ("13-17", 13, 17),
    ("18-24", 18, 24),
    ("25-34", 25, 34),
    ("35-44", 35, 44),
    ("45-54", 45, 54),
    ("55-64", 55, 64),
    ("65+", 65, None),
)

Q11 = CrossTab(
    ref="Q11",
    title="Age",
    spec="APR Q11; Glossary, Age",
    universe=p.REPORTED,
    columns=HOUSEHOLD_COLUMNS,
    rows=(
        *(Row(label, p.aged(first, last)) for label, first, last in BANDS),
        Row(NOT_TOLD_LABEL, p.AGE_NOT_TOLD),
        Row(NOT_COLLECTED_LABEL, p.AGE_NOT_COLLECTED),
        Total(),
    ),
    shaded=frozenset({"C2", "C3", "C4", "E5", "E6", "E7", "E8", "E9", "E10"}),
    checks=(
        Check("Q11.B13 = Q5a.C2"),
        Check("Q11.B2 + Q11.B3 + Q11.B4 = Q5a.C4"),
        Check("Q11.B5 + Q11.B6 + Q11.B7 + Q11.B8 + Q11.B9 + Q11.B10 = Q5a.C3"),
        Check("Q11.B11 + Q11.B12 = Q5a.C5"),
    ),
)
