"""What stands in the database when a test begins. A scene is built once a run; each test that asks for it has
a copy of its own: a copied file on SQLite, the rows put back on PostgreSQL.

A scene is a fixture that some test names, by itself or through others, and a function that builds it; a scene
may stand on another one. The richest of those that a test names is what it finds (`Scenes.stand`)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from tests.personas import build_community
from tests.restoring import Restorer
from tests.town import settle

EMPTY = "empty"


@dataclass(frozen=True)
class Scene:
    """How a scene comes about."""

    fixture: str
    """A test that names this fixture finds the scene."""
    on: str
    """What it stands on."""
    build: Callable[[Session, KeyRing], Any]
    """Adds the rows to those of `on`; answers what tests should know of them, as plain values."""


SCENES = {
    scene.fixture: scene
    for scene in (
        Scene("community", EMPTY, lambda session, _keyring: build_community(session) and None),
        Scene("settled", "community", settle),
    )
}
"""From the poorest to the richest."""


class Scenes:
    """The scenes of one worker. They are built anew when the day changes: people sign agreements today."""

    def __init__(self, empty: str, folder: Path, keyring: KeyRing, restorer: Restorer | None) -> None:
        """`empty`: the address of a migrated, empty database; `restorer`: on PostgreSQL alone."""
        self._empty = empty
        self._folder = folder
        self._keyring = keyring
        self._restorer = restorer
        self._built: dict[tuple[str, date], Any] = {}
        if restorer:
            restorer.keep(EMPTY)

    def stand(self, fixtures: Collection[str], target: Path) -> str:
        """Put the scene of a test's fixtures into its database; answers the address. `target`: the file of
        SQLite's."""
        wanted = [name for name in SCENES if name in fixtures]
        name = wanted[-1] if wanted else EMPTY
        if name != EMPTY:
            self.known(name)
        return self._put_back(name, target)

    def known(self, name: str) -> Any:
        """What a scene's builder answered; builds it when it is not there yet."""
        key = name, date.today()
        if key not in self._built:
            self._built[key] = self._build(SCENES[name])
        return self._built[key]

    def _build(self, scene: Scene) -> Any:
        if scene.on != EMPTY:
            self.known(scene.on)
        file = self._file(scene.fixture)
        database = Database(self._put_back(scene.on, file), self._keyring)
        with database.session(write=True) as session:
            answer = scene.build(session, self._keyring)
            session.commit()
        database.dispose()
        if self._restorer:
            self._restorer.keep(self._mark(scene.fixture))
        return answer

    def _put_back(self, name: str, target: Path) -> str:
        if self._restorer:
            self._restorer.put_back(name if name == EMPTY else self._mark(name))
            return self._empty
        model = Path(self._empty.removeprefix("sqlite:///")) if name == EMPTY else self._file(name)
        shutil.copy(model, target)
        return f"sqlite:///{target}"

    def _file(self, name: str) -> Path:
        return self._folder / f"{self._mark(name)}.sqlite"

    def _mark(self, name: str) -> str:
        return f"{name}_{date.today():%Y%m%d}"
