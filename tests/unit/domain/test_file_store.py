"""Where contents of files lie: no more of them than rows, and one a file."""

from __future__ import annotations

import os
import threading
from datetime import timedelta

import pytest

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import files
from hmis_web.domain.file_store import FileStore, remove_nobodys
from tests.factories import hud
from tests.personas import Community, build_community
from tests.unit.domain.conftest import CLOCK, NOW, World
from tests.unit.domain.test_files import lying, store, upload

__all__ = ["store"]
pytestmark = pytest.mark.both_databases


def test_content_without_a_row_is_removed_a_day_later(world: World, store: FileStore) -> None:
    session = world.session
    files.keep(session, world.actor("direct-service"), store, world.ana.id, upload(), CLOCK)
    [kept] = lying(store)
    lost, fresh = store.var / store.put(b"lost"), store.var / store.put(b"on its way")
    long_ago = (NOW - timedelta(days=2)).timestamp()
    for path in (kept, lost):
        os.utime(path, (long_ago, long_ago))

    assert remove_nobodys(session, store.var, NOW) == 1

    assert lying(store) == sorted([kept, fresh])


def test_file_sent_twice_at_the_same_moment_is_kept_once(
    database: Database, keyring: KeyRing, store: FileStore
) -> None:
    with database.session(write=True) as session:
        community: Community = build_community(session)
        ana = hud.client(session, keyring, community.home).id
        session.commit()
    together, made = threading.Barrier(3), []

    def send() -> None:
        with database.session() as reading:
            actor = community.actor(reading, "direct-service")
        together.wait()
        with database.session(write=True, wait=20) as session:
            made.append(files.keep(session, actor, store, ana, upload(), CLOCK))
            session.commit()

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 3
    assert len(set(made)) == 1
    assert len(lying(store)) == 1
