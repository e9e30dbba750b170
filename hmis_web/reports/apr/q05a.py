"""Q5a, Report Validations Table: the counts that all other tables are held against."""

from __future__ import annotations

from hmis_web.reports import predicates as p
from hmis_web.reports.engine.checks import Check
from hmis_web.reports.engine.crosstab import Column, CrossTab, Row
from hmis_web.reports.engine.predicate import ALL

_ADDS_UP = tuple(
    Check(f"Q5a.{column}{whole} = {' + '.join(f'Q5a.{column}{part}' for part in parts)}", "APR Q5a")
    for column in ("B", "C")
    for whole, parts in ((2, (3, 4, 5)), (2, (6, 9)))
)

Q5A = CrossTab(
    ref="Q5a",
    title="Report Validations Table",
    spec="APR Q5a; Glossary, HMIS Data Quality Report, Q1",
    corner="Category",
    universe=ALL,
    columns=(Column("Count of Clients for DQ", p.ENGAGED), Column("Count of Clients", p.REPORTED)),
    rows=(
        Row("Total number of persons served", ALL),
        Row("Number of adults (age 18 or over)", p.ADULT),
        Row("Number of children (under age 18)", p.CHILD),
        Row("Number of persons with unknown age", p.AGE_UNKNOWN),
        Row("Number of leavers", p.LEAVER),
        Row("Number of adult leavers", p.ADULT & p.LEAVER),
        Row("Number of adult and head of household leavers", (p.ADULT | p.HEAD) & p.LEAVER),
        Row("Number of stayers", p.STAYER),
        Row("Number of adult stayers", p.ADULT & p.STAYER),
        Row("Number of veterans", p.VETERAN),
        Row("Number of chronically homeless persons", p.CHRONIC),
        Row("Number of youth under age 25", p.YOUTH),
        Row("Number of parenting youth under age 25 with children", p.PARENTING_YOUTH),
        Row("Number of adult heads of household", p.ADULT & p.HEAD),
        Row("Number of child and unknown-age heads of household", ~p.ADULT & p.HEAD),
        Row("Heads of households and adult stayers in the project 365 days or more", p.LONG_TERM_STAYER),
    ),
    label_weight=14,
    checks=_ADDS_UP,
)
