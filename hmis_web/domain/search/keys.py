"""From clients to rows of the index, set-based: names are made plain once each, everything else is Polars."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl

from hmis_web.domain.names import deletions, parts, plain
from hmis_web.domain.names_sound import sounds
from hmis_web.models.client_search import EVERYONE, WIDELY_SHARED

MAX_SCOPES = 4
"""A client that more agencies see stands once in the scope WIDELY_SHARED: sharing with all must not
multiply the index."""

PERSON = {
    "client_id": pl.Int64,
    "given": pl.String,
    "middle": pl.String,
    "family": pl.String,
    "born": pl.Int64,
    "scopes": pl.String,
}
NAME = {"scope": pl.Int64, "name": pl.String, "born": pl.Int64, "other": pl.String, "client_id": pl.Int64}
KEY = {"key": pl.String, "name": pl.String}


def persons(clients: pl.DataFrame, agencies: pl.DataFrame) -> pl.DataFrame:
    """Clients (client_id, first_name, middle_name, last_name, dob) and who sees them (client_id,
    organization_id) to frames shaped PERSON."""
    scopes = (
        agencies.sort("organization_id")
        .group_by("client_id")
        .agg(pl.col("organization_id"))
        .select(
            "client_id",
            pl.when(pl.col("organization_id").list.len() > MAX_SCOPES)
            .then(pl.lit(str(WIDELY_SHARED)))
            .otherwise(pl.col("organization_id").cast(pl.List(pl.String)).list.join(" "))
            .alias("scopes"),
        )
    )
    born = (
        pl.col("dob").dt.year() * 10_000
        + pl.col("dob").dt.month().cast(pl.Int64) * 100
        + pl.col("dob").dt.day()
    )
    return (
        clients.with_columns(
            _each_once(clients, "first_name", plain).alias("given"),
            _each_once(clients, "middle_name", plain).alias("middle"),
            _each_once(clients, "last_name", plain).alias("family"),
            born.fill_null(0).cast(pl.Int64).alias("born"),
        )
        .join(scopes, on="client_id", how="left")
        .with_columns(pl.col("scopes").fill_null(""))
        .select(PERSON.keys())
        .cast(PERSON)  # type: ignore[arg-type]
    )


def name_rows(people: pl.DataFrame) -> pl.DataFrame:
    """People (shaped PERSON) to rows shaped NAME: each word of a name beside the main word of the other
    name."""
    words = people.select(
        "client_id",
        "born",
        "scopes",
        _words(people, "given").alias("given"),
        _words(people, "middle")
        .list.filter(pl.element().str.len_chars() > 1)
        .alias("middle"),  # initials find nobody
        _words(people, "family").alias("family"),
    ).with_columns(pl.concat_list("given", "middle").alias("given"))
    sides = [
        words.select(
            "client_id",
            "born",
            "scopes",
            pl.col(side).alias("name"),
            pl.col(beside).list.first().fill_null("").alias("other"),
        )
        for side, beside in (("given", "family"), ("family", "given"))
    ]
    rows = pl.concat(sides).explode("name").drop_nulls("name").unique()
    everyone = rows.with_columns(pl.lit(EVERYONE, pl.Int64).alias("scope"))
    shared = (
        rows.filter(pl.col("scopes") != "")
        .with_columns(pl.col("scopes").str.split(" ").cast(pl.List(pl.Int64)).alias("scope"))
        .explode("scope")
    )
    return pl.concat([everyone.select(NAME.keys()), shared.select(NAME.keys())]).cast(NAME)  # type: ignore[arg-type]


def key_rows(names: Iterable[str]) -> pl.DataFrame:
    """Different names to rows shaped KEY: spellings with a letter left out, and codes of the sound."""
    found = {(key, name) for name in names for key in (*deletions(name), *sounds(name))}
    return pl.DataFrame(list(found), schema=KEY, orient="row")


def _words(people: pl.DataFrame, column: str) -> pl.Series:
    """The words of a plain name as a list; [] for no name."""
    joined = _each_once(people, column, lambda name: " ".join(parts(name)))
    return joined.str.split(" ").list.filter(pl.element() != "")


def _each_once(frame: pl.DataFrame, column: str, change: Callable[[str], str]) -> pl.Series:
    """A column of text changed by a function that runs once for each different value; null becomes ""."""
    texts = frame.get_column(column).cast(pl.String).fill_null("")
    different = texts.unique()
    changed = pl.Series([change(text) for text in different.to_list()], dtype=pl.String)
    places = texts.replace_strict(different, pl.arange(different.len(), eager=True))
    return changed.gather(places.cast(pl.Int64))  # of no rows Polars makes text
