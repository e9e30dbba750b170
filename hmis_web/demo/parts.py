"""The community as parts ready to be written: all that can be done without the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table

from hmis_web import standards
from hmis_web.db.keys import KeyRing
from hmis_web.demo import bulk
from hmis_web.demo.bulk import Part
from hmis_web.demo.community import generate
from hmis_web.demo.surrogates import Surrogates
from hmis_web.models import ClientAgency

AGENCIES: Table = ClientAgency.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class Recipe:
    """What the rows of a community depend on."""

    clients: int
    seed: int
    as_of: date
    bases: dict[str, int]
    source: int
    dialect: str


def community_parts(recipe: Recipe, keyring: KeyRing) -> Iterator[Part | int]:
    """The community as rows of our tables, ready to be written; after each batch the number of people so
    far."""
    surrogates = Surrogates(recipe.bases)
    constants = {"data_source_id": recipe.source}
    for batch in generate(recipe.clients, recipe.seed, recipe.as_of):
        for name, frame in batch.items():
            rows = surrogates.rows(name, frame, keyring)
            yield from bulk.prepare(standards.file(name).table, rows, constants, recipe.dialect)
        if "Enrollment" in batch:
            seen_by = surrogates.agencies(batch["Enrollment"], batch["Client"])
            yield from bulk.prepare(AGENCIES.name, seen_by, {}, recipe.dialect)
        yield surrogates.loaded.get("Client", 0)
