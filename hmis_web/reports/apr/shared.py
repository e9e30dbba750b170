"""Columns and labels that many questions of the APR share."""

from __future__ import annotations

from hmis_web.reports import predicates as p
from hmis_web.reports.engine.crosstab import Column

HOUSEHOLD_COLUMNS = (
    Column("Total", total=True),
    Column("Without Children", p.WITHOUT_CHILDREN),
    Column("With Children and Adults", p.WITH_CHILDREN_AND_ADULTS),
    Column("With Only Children", p.WITH_ONLY_CHILDREN),
    Column("Unknown Household Type", p.HOUSEHOLD_UNKNOWN),
)
"""B to F of most tables: the household type of the person's reported stay. APR, "Determining Each Client's
Household Type"."""

NOT_TOLD_LABEL = "Client Doesn’t Know/Prefers Not to Answer"
NOT_COLLECTED_LABEL = "Data Not Collected"
