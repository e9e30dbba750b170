"""How a report is declared and reckoned: named predicates, tables of rows by columns, checks. Knows no
question by name."""

ENGINE_VERSION = "1"
"""Raised whenever a number could come out differently for the same rows."""
