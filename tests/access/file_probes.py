"""Probes of files, the photo and the history (rows 7, 41 to 43, 52), and what they look for."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from hmis_web.config import Settings
from hmis_web.db.keys import KeyRing
from hmis_web.domain import files, photos
from hmis_web.domain.clock import Clock
from hmis_web.domain.file_content import MEBIBYTE, FileLimits, checked
from hmis_web.domain.file_images import portrait
from hmis_web.domain.file_store import FileStore
from hmis_web.domain.files import FileFacts, NewFile
from tests.browser import page
from tests.factories.uploads import PDF, picture
from tests.personas import HOME, Community

if TYPE_CHECKING:
    from tests.access.world import World

NAME = "Lease of the corner house"
ALL_AGENCIES = 0


def record(
    session: Session, community: Community, client_id: int, keyring: KeyRing, settings: Settings
) -> int:
    """Keep a file and a photo of a client; answers the file's number."""
    clock, manager = Clock(datetime.now(UTC), settings.timezone), community.actor(session, "agency-manager")
    limits = FileLimits(MEBIBYTE, MEBIBYTE)
    new = NewFile(checked(PDF, "x.pdf", limits, None), FileFacts(NAME, "housing"), "once")
    photos.set_photo(session, manager, keyring, client_id, portrait(picture()), clock)
    return files.keep(session, manager, FileStore(settings.var, keyring, limits), client_id, new, clock)


def photo(world: World) -> set[str]:
    """Row 7."""
    path = f"/clients/{world.town.client}/photo"
    seen = world.visitor.get(path).status_code == 200
    done = _send(world, f"{path}/edit", file=(picture(), "face.jpg"))
    return ({"V"} if seen else set()) | ({"E"} if done else set())


def read_file(world: World) -> set[str]:
    """Row 41. Limited viewing knows names alone."""
    path = f"/clients/{world.town.client}/files"
    shown = world.visitor.get(path)
    named = shown.status_code == 200 and NAME in page(shown).main.text
    taken = world.visitor.get(f"{path}/{world.file}")
    if taken.status_code == 200 and taken.data == PDF:
        return {"V"} if named else {"half"}
    return {"lim"} if named else set()


def write_file(world: World) -> set[str]:
    """Row 42. A system administrator acts for an agency first."""
    path, facts = f"/clients/{world.town.client}/files", {"category": "letter", "name": "Letter"}
    made = _send(world, f"{path}/new", file=(PDF, "Letter.pdf"), **facts)
    if not made and _act_for(world, HOME):
        made = _send(world, f"{path}/new", file=(PDF, "Letter.pdf"), **facts)
        world.visitor.post("/switch-agency", {"organization_id": str(ALL_AGENCIES)})
    changed = _send(world, f"{path}/{world.file}/edit", version="1", **facts)
    return ({"C"} if made else set()) | ({"E"} if changed else set())


def delete_file(world: World) -> set[str]:
    """Row 43."""
    path = f"/clients/{world.town.client}/files/{world.file}/delete"
    return {"D"} if _send(world, path, reason="Entered for the wrong person") else set()


def history(world: World) -> set[str]:
    """Row 52. Limited viewing knows no stay that is over."""
    answer = world.visitor.get(f"/clients/{world.town.client}/history")
    text = page(answer).main.text if answer.status_code == 200 else ""
    return ({"V"} if "Left the program" in text else {"lim"}) if "Entered the program" in text else set()


def _send(world: World, path: str, **values: Any) -> bool:
    if "file" in values:
        data, name = values["file"]
        values["file"] = (io.BytesIO(data), name)
    return world.visitor.post(path, values).status_code == 303


def _act_for(world: World, agency: str) -> bool:
    """Act for an agency, if one may choose among all."""
    choices = page(world.visitor.get("/agencies")).select("button[name=organization_id]")
    if str(ALL_AGENCIES) not in {str(choice["value"]) for choice in choices}:
        return False
    chosen = next(str(choice["value"]) for choice in choices if agency in choice.text)
    return world.visitor.post("/switch-agency", {"organization_id": chosen}).status_code == 303


FILE_PROBES: dict[int, Callable[[World], set[str]]] = {
    7: photo,
    41: read_file,
    42: write_file,
    43: delete_file,
    52: history,
}
