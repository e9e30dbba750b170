"""Errors in the log: where they happened and what they are, never what they say.

Messages of databases and parsers repeat values: a failing row, a name that could not be read.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator


def trace(error: BaseException) -> str:
    """An error and those that caused it, each with its type, its constraint where a database names one, and
    the lines of code that it came through; no message and no value."""
    return "\n".join(line for each in _chain(error) for line in _lines(each))


def _lines(error: BaseException) -> Iterator[str]:
    kind = type(error)
    diagnosis = getattr(error, "diag", None)
    constraint = getattr(diagnosis, "constraint_name", None)
    yield f"{kind.__module__}.{kind.__qualname__}{f' of {constraint}' if constraint else ''}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"


def _chain(error: BaseException) -> list[BaseException]:
    """The first cause first."""
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in found:
        found.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return found[::-1]
