"""Which suites are slow, run on both databases, or begin first."""

from __future__ import annotations

SLOW_SUITES = (
    "tests/access/",
    "tests/integration/intake/",
    "tests/integration/home/",
    "tests/audit/test_pages",
    "tests/audit/test_walk",
    "tests/importing/test_import_again",
    "tests/importing/test_import_beside_others",
    "tests/importing/test_import_hostile",
    "tests/importing/test_import_killed",
    "tests/importing/test_import_real_files",
    "tests/importing/test_import_stamps",
    "tests/integration/admin/",
    "tests/integration/auth/",
    "tests/integration/reports/",
    "tests/search/test_ranking",
    "tests/stays/",
)
"""Suites that take long together, though each of their tests is quick: not for the inner loop."""
ON_BOTH = ("tests/access/test_victim", "tests/integration/auth/")
"""Suites that run on both databases as a whole."""
WALKS = (
    "tests/access/test_matrix",
    "tests/access/test_every_route",
    "tests/access/test_fields",
    "tests/access/test_other_agency",
)
"""Every role at every door: on SQLite each time, on PostgreSQL among the long loops."""
LONGEST = (
    "tests/importing/test_import_real_files",
    "tests/importing/test_import_killed",
    "tests/exporting/test_round_trip",
    "tests/e2e/test_every_page",
)
"""Suites whose tests take longest: begun first, so that no worker is left with one of them at the end."""
