"""The standard's conditions ("Null unless ...") as Polars expressions over one file's columns.

HMIS CSV Format Specifications FY2026, column "Notes". A condition that needs another file, or is prose, is
not checked here.
"""

from __future__ import annotations

import re
from functools import cache, reduce

import polars as pl

from hmis_web import standards
from hmis_web.standards import HudColumn, HudFile

_TOKENS = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?P<word>\b(?:and|or)\b)"
    r"|(?P<name>[A-Za-z]\w*)\s*(?:(?P<null>is not null)|=\s*(?P<value>\d+)"
    r"|in\s*\((?P<values>[\d,\s]+)\)|in\s+(?P<low>\d+)-(?P<high>\d+)))"
)


@cache
def condition(column: HudColumn) -> pl.Expr | None:
    """When a value of the column is allowed; None when always, or when this file alone cannot tell."""
    if not column.only_if:
        return None
    try:
        tokens = _tokens(column.only_if.replace(", or ", " or "), standards.file(column.file))
        expression, rest = _either(tokens)
    except (ValueError, KeyError):
        return None
    return None if rest else expression


@cache
def asks_about(column: HudColumn) -> frozenset[str]:
    """The attributes that `condition` looks at."""
    found = condition(column)
    return frozenset() if found is None else frozenset(found.meta.root_names())


def _tokens(text: str, file: HudFile) -> list[str | pl.Expr]:
    """Brackets, `and`, `or` and comparisons. Raises ValueError for prose, KeyError for a column of another
    file."""
    found: list[str | pl.Expr] = []
    at = 0
    while at < len(text):
        part = _TOKENS.match(text, at)
        if part is None:
            raise ValueError(text)
        at = part.end()
        found.append(part["open"] or part["close"] or part["word"] or _comparison(part, file))
    return found


def _comparison(part: re.Match[str], file: HudFile) -> pl.Expr:
    column = pl.col(file.column(part["name"]).attribute)
    if part["null"]:
        return column.is_not_null()
    if part["value"]:
        return column == int(part["value"])
    if part["values"]:
        return column.is_in([int(value) for value in part["values"].split(",")])
    return column.is_between(int(part["low"]), int(part["high"]))


def _either(tokens: list[str | pl.Expr]) -> tuple[pl.Expr, list[str | pl.Expr]]:
    parts = []
    first, tokens = _both(tokens)
    parts.append(first)
    while tokens and isinstance(tokens[0], str) and tokens[0] == "or":
        following, tokens = _both(tokens[1:])
        parts.append(following)
    return reduce(lambda left, right: left | right, parts), tokens


def _both(tokens: list[str | pl.Expr]) -> tuple[pl.Expr, list[str | pl.Expr]]:
    first, tokens = _one(tokens)
    parts = [first]
    while tokens and isinstance(tokens[0], str) and tokens[0] == "and":
        following, tokens = _one(tokens[1:])
        parts.append(following)
    return reduce(lambda left, right: left & right, parts), tokens


def _one(tokens: list[str | pl.Expr]) -> tuple[pl.Expr, list[str | pl.Expr]]:
    if not tokens:
        raise ValueError("a condition ends too soon")
    head, rest = tokens[0], tokens[1:]
    if isinstance(head, pl.Expr):
        return head, rest
    if head != "(":
        raise ValueError(head)
    inner, rest = _either(rest)
    if not rest or not isinstance(rest[0], str) or rest[0] != ")":
        raise ValueError("a bracket is not closed")
    return inner, rest[1:]
