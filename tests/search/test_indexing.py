"""The index follows the clients."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from hmis_web.domain.progress import Cancelled
from hmis_web.domain.search.indexing import rebuild, reindex_clients, reindex_clients_set
from hmis_web.models import Client, ClientSearchName, ClientSearchPerson, SearchNameKey
from tests.factories import hud
from tests.search.conftest import Town

pytestmark = pytest.mark.both_databases


def index(session: Session) -> tuple[list[tuple[object, ...]], ...]:
    """All rows of the index."""
    return tuple(
        sorted(tuple(row) for row in session.execute(select(*model.__table__.columns)))
        for model in (ClientSearchName, ClientSearchPerson, SearchNameKey)
    )


def people(town: Town) -> list[Client]:
    """Clients of all sorts, not indexed."""
    home, other = town.community.home, town.community.other
    many = [hud.organization(town.session, f"Agency {number}") for number in range(5)]
    return [
        hud.client(town.session, town.keyring, home, first_name="José", last_name="García-López"),
        hud.client(
            town.session, town.keyring, home, other, first_name="Mary Ann", middle_name="Lee", last_name="Ott"
        ),
        hud.client(
            town.session, town.keyring, home, *many, first_name=None, last_name="de la Cruz", dob=None
        ),
        hud.client(town.session, town.keyring, other, first_name=None, last_name=None, dob=date(1999, 1, 1)),
        hud.client(town.session, town.keyring, first_name="Nobody", last_name="Sees"),
    ]


def test_rebuild_makes_the_same_index_as_step_by_step(town: Town) -> None:
    made = people(town)
    for person in made:
        reindex_clients(town.session, [person.id])
    step_by_step = index(town.session)

    count = rebuild(town.session.connection())

    assert count == len(made)
    assert index(town.session) == step_by_step
    assert len(step_by_step[0]) > len(made)


def test_reindexing_a_set_makes_the_same_index(town: Town) -> None:
    people(town)
    rebuild(town.session.connection())
    rebuilt = index(town.session)
    rebuild_nothing = reindex_clients_set(town.session.connection(), select(Client.id))

    assert rebuild_nothing == 5
    assert index(town.session) == rebuilt


def test_many_renamed_clients_make_the_same_index_as_a_rebuild(town: Town) -> None:
    source = hud.data_source(town.session)
    town.session.execute(
        insert(Client),
        [
            {
                "data_source_id": source.id,
                "personal_id": f"P{at}",
                "first_name": f"Ana {at % 7}",
                "last_name": "Ruiz",
            }
            for at in range(900)
        ],
    )
    connection = town.session.connection()
    reindex_clients_set(connection, select(Client.id))
    town.session.execute(update(Client).values(first_name="Eva", last_name=Client.personal_id + "x"))

    reindex_clients_set(connection, select(Client.id))
    changed = index(town.session)
    rebuild(connection)

    assert changed[:2] == index(town.session)[:2]
    assert len(changed[0]) == 1800


def test_renamed_client_is_found_by_the_new_name_only(town: Town) -> None:
    client = town.add("Ana", "Ruiz", dob=date(1960, 3, 14))
    client.first_name, client.last_name, client.dob = "Eva", "Santos", date(1961, 3, 14)
    reindex_clients(town.session, [client.id])

    assert town.found("ana ruiz") == town.found("ruiz") == town.found("3/14/1960") == []
    assert town.found("eva santos") == town.found("3/14/1961") == [client.id]


def test_deleted_client_leaves_the_index(town: Town) -> None:
    client = town.add("Ana", "Ruiz")
    client.date_deleted = "2026-01-01 00:00:00"
    reindex_clients(town.session, [client.id])

    names, persons, _ = index(town.session)

    assert names == persons == []


def test_restored_client_is_found_again(town: Town) -> None:
    client = town.add("Ana", "Ruiz")
    for stamp in ("2026-01-01 00:00:00", None):
        client.date_deleted = stamp
        reindex_clients(town.session, [client.id])

    assert town.found("ana ruiz") == [client.id]


def test_widely_shared_client_stands_once_beside_everyone(town: Town) -> None:
    agencies = [hud.organization(town.session, f"Agency {number}") for number in range(20)]
    town.add("Ana", "Ruiz", *agencies)

    scopes = set(town.session.scalars(select(ClientSearchName.scope)))

    assert scopes == {0, -1}


def test_names_are_learned_once(town: Town) -> None:
    town.add("Ana", "Ruiz")
    before = index(town.session)[2]
    town.add("Ana", "Ruiz")

    assert index(town.session)[2] == before


def test_unknown_ids_are_ignored(town: Town) -> None:
    reindex_clients(town.session, [999_999])
    reindex_clients(town.session, [])

    assert index(town.session)[0] == []


class _Stop:
    def update(self, fraction: float, message: str) -> None:
        assert 0 <= fraction <= 1

    def check_cancelled(self) -> None:
        raise Cancelled


def test_cancelled_rebuild_leaves_the_old_index(town: Town) -> None:
    town.add("Ana", "Ruiz")
    town.session.commit()
    before = index(town.session)

    with pytest.raises(Cancelled):
        rebuild(town.session.connection(), _Stop())
    town.session.rollback()

    assert index(town.session) == before
    assert town.found("ana ruiz")


def test_sqlite_uses_the_index_of_pairs(town: Town) -> None:
    if town.session.connection().dialect.name != "sqlite":
        return
    town.add("Ana", "Ruiz")
    plan = town.session.execute(
        text(
            "EXPLAIN QUERY PLAN SELECT client_id FROM client_search_name"
            " INDEXED BY ix_client_search_name_pair"
            " WHERE scope = 0 AND name IN ('ana') AND other IN ('ruiz')"
        )
    ).fetchall()

    assert "COVERING INDEX ix_client_search_name_pair" in str(plan)
