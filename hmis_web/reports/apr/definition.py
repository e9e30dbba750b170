"""The CoC Annual Performance Report, FY2026: its questions in official order."""

from __future__ import annotations

from hmis_web.reports.apr.q04a import ProjectIdentifiers
from hmis_web.reports.apr.q05a import Q5A
from hmis_web.reports.apr.q07a import Q7A
from hmis_web.reports.apr.q07b import Q7B
from hmis_web.reports.apr.q08a import Q8A
from hmis_web.reports.apr.q11 import Q11
from hmis_web.reports.engine.definition import Definition

APR = Definition(
    kind="apr",
    title="CoC Annual Performance Report",
    category="HUD project reports",
    spec_version="FY2026",
    spec="CoC APR and ESG CAPER HMIS Programming Specifications FY2026, October 2025",
    questions=(ProjectIdentifiers(), Q5A, Q7A, Q7B, Q8A, Q11),
    frames=frozenset(
        {
            "organization", "project", "funder", "project_coc", "affiliation", "ce_participation", "client",
            "enrollment", "exit", "bed_night", "start_disability",
        }
    ),
    key_figures=(
        ("Persons served", "Q5a.C2"),
        ("Households", "Q8a.B2"),
        ("Adults", "Q5a.C3"),
        ("Children", "Q5a.C4"),
        ("Leavers", "Q5a.C6"),
        ("Stayers", "Q5a.C9"),
    ),
)  # fmt: skip
