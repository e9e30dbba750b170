"""Named conditions on a person's stay. Each is declared once, with the section of HUD's text that defines
it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, eq=False)
class Predicate:
    """A yes/no question about one row of the universe, named so that every table asks it in the same words.

    An unknown answer (null) counts as no, so that `~` is its exact opposite.
    """

    name: str
    expr: pl.Expr
    spec: str
    """Section of HUD's Reporting Glossary or of the report's specifications."""
    meaning: str
    evidence: tuple[str, ...] = ()
    """Columns of the universe whose values answer it, shown when a number is opened."""

    def __post_init__(self) -> None:
        """Make the expression two-valued."""
        object.__setattr__(self, "expr", self.expr.fill_null(value=False))

    def __and__(self, other: Predicate) -> Predicate:
        """Both hold."""
        return self._combined(other, self.expr & other.expr, "and")

    def __or__(self, other: Predicate) -> Predicate:
        """At least one holds."""
        return self._combined(other, self.expr | other.expr, "or")

    def __invert__(self) -> Predicate:
        """It does not hold."""
        return Predicate(f"not {self.name}", ~self.expr, self.spec, f"not: {self.meaning}", self.evidence)

    def _combined(self, other: Predicate, expr: pl.Expr, word: str) -> Predicate:
        return Predicate(
            name=f"({self.name} {word} {other.name})",
            expr=expr,
            spec="; ".join(dict.fromkeys((self.spec, other.spec))),
            meaning=f"{self.meaning} {word} {other.meaning}",
            evidence=tuple(dict.fromkeys(self.evidence + other.evidence)),
        )


ALL = Predicate("everyone", pl.lit(value=True), "", "no further condition")


def flags(frame: pl.DataFrame, predicates: list[Predicate]) -> pl.DataFrame:
    """One boolean column per distinct predicate, named after it, in the order of the rows of `frame`.
    Raises ValueError when two predicates share a name but not a condition: a name must mean one thing."""
    known: dict[str, Predicate] = {}
    for predicate in predicates:
        other = known.setdefault(predicate.name, predicate)
        if other is not predicate and not other.expr.meta.eq(predicate.expr):
            raise ValueError(f"two conditions are called {predicate.name!r}")
    columns = [predicate.expr.alias(name) for name, predicate in known.items()]
    return frame.with_columns(columns).select(*known)
