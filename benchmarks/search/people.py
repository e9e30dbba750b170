"""A million invented clients with the skew of real names, for the search benchmark.

Shares of first and last names are those of the 1990 census of the United States (public domain): 5,163
first and the 30,000 most frequent last names. Birth years peak around 1980, one in 25 is said to be born on 1
January, as intake desks write it when only the year is known. SSNs are of the range 900-999, which is
never issued.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import polars as pl
from sqlalchemy import insert

from hmis_web import models
from hmis_web.db import migrations
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain.search.store import insert_rows

DATA = Path(__file__).parent / "data"
SEED = 20260101
AGENCIES = 40
RAREST = 0.0003
BATCH = 50_000
YEARS = range(1930, 2026)
NOW = "2026-01-02 09:30:00"


@dataclass(frozen=True)
class Person:
    """What a query may be made from."""

    client_id: int
    first: str
    middle: str | None
    last: str
    dob: dt.date | None
    ssn: str | None


class Pool:
    """Names with their shares."""

    def __init__(self, file: str) -> None:
        with (DATA / file).open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        self.names = [row["name"].capitalize() for row in rows]
        self._shares = list(accumulate(max(float(row["share"]), RAREST) for row in rows))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """Names, frequent ones often."""
        return chance.choices(self.names, cum_weights=self._shares, k=count)


def invent(count: int, seed: int = SEED) -> list[Person]:
    """The people, the same for the same seed."""
    chance = random.Random(seed)
    first, last = Pool("first_names.csv"), Pool("last_names.csv")
    firsts, middles = first.draw(chance, count), first.draw(chance, count)
    lasts, seconds = last.draw(chance, count), last.draw(chance, count)
    weights = [max(1.0, 60 - abs(year - 1980)) for year in YEARS]
    years = chance.choices(YEARS, weights, k=count)
    people = []
    for at in range(count):
        one = chance.random()
        middle = middles[at] if one < 0.25 else middles[at][0] if one < 0.65 else None
        family = lasts[at]
        if one > 0.96:
            family += ("-" if one > 0.98 else " ") + seconds[at]
        day = 1 if chance.random() < 0.04 else 1 + int(chance.random() * 365)
        born = None if chance.random() < 0.015 else dt.date(years[at], 1, 1) + dt.timedelta(day - 1)
        ssn = None if chance.random() < 0.1 else f"9{chance.randrange(10**8):08d}"
        people.append(Person(at + 1, firsts[at], middle, family, born, ssn))
    return people


def load(database: Database, keyring: KeyRing, people: list[Person], seed: int = SEED) -> None:
    """Write clients and who sees them: one to three of 40 agencies, large ones more often. Not the search
    index."""
    chance = random.Random(seed + 1)
    migrations.upgrade(database.engine)
    with database.engine.begin() as connection:
        connection.execute(
            insert(models.DataSource), [{"id": 1, "name": "local", "created_at": dt.datetime.now(dt.UTC)}]
        )
        connection.execute(
            insert(models.Organization),
            [
                {
                    "id": number,
                    "data_source_id": 1,
                    "organization_id": f"O{number}",
                    "organization_name": f"Agency {number}",
                }
                for number in range(1, AGENCIES + 1)
            ],
        )
        for start in range(0, len(people), BATCH):
            part = people[start : start + BATCH]
            insert_rows(
                connection,
                models.Client.__table__,
                pl.DataFrame(_clients(part, keyring), infer_schema_length=None),
            )
            insert_rows(connection, models.ClientAgency.__table__, pl.DataFrame(_agencies(part, chance)))
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE client")
            connection.exec_driver_sql("ANALYZE client_agency")


def _clients(people: list[Person], keyring: KeyRing) -> list[dict[str, object]]:
    ssns = [person.ssn for person in people]
    stored = keyring.encrypt_many("ssn", ssns)
    whole = keyring.blind_many("ssn", ssns)
    last4 = keyring.blind_many("ssn4", [ssn and ssn[-4:] for ssn in ssns])
    return [
        {
            "id": person.client_id, "data_source_id": 1, "personal_id": f"P{person.client_id:08d}",
            "first_name": person.first, "middle_name": person.middle, "last_name": person.last, "dob":
            person.dob, "ssn": stored[at], "ssn_index": whole[at], "ssn4_index": last4[at],
            "date_created": NOW, "date_updated": NOW,
        }
        for at, person in enumerate(people)
    ]  # fmt: skip


def _agencies(people: list[Person], chance: random.Random) -> list[dict[str, int]]:
    numbers = range(1, AGENCIES + 1)
    weights = [1 / number for number in numbers]
    return [
        {"client_id": person.client_id, "organization_id": number}
        for person in people
        for number in set(chance.choices(numbers, weights, k=chance.choice((1, 1, 2, 3))))
    ]
