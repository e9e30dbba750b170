"""Rows for tests: one factory a noun."""
