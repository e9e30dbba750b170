"""The same small town as the page tests."""

from tests.town import town

__all__ = ["town"]
