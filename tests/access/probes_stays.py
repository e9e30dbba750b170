"""What a role can really do with stays after entry: exit, take that back, open again, delete. Each probe
leaves everything as it was."""

from __future__ import annotations

from tests.access.world import NONE, World
from tests.browser import page

WHY = {"reason": "A mistake"}


def leave(world: World) -> set[str]:
    """Row 16: the household leaves, and is back by Undo."""
    return {"E"} if _leave(world) and _send(world, "/exit/undo") else NONE


def reopen(world: World) -> set[str]:
    """Row 17: the household has left, and is opened again."""
    everybody = _household(world)
    left = _leave(world)
    opened = _send(world, "/reopen", {"members": everybody, "why": "A mistake"})
    if left and not opened:
        _send(world, "/exit/undo")
    return {"E"} if opened else NONE


def delete(world: World) -> set[str]:
    """Row 18: the child's enrollment goes, and is restored."""
    town, child = world.town, next(iter(_household(world)[1:]), str(world.town.stay))
    path = f"/clients/{town.child}/enrollments/{child}/delete"
    if world.visitor.post(path, WHY).status_code != 303:
        return NONE
    undo = page(world.visitor.get("/")).select_one("#flash form[action$='/restore']")
    assert undo is not None
    return {"D"} if world.visitor.post(str(undo["action"])).status_code == 303 else NONE


def _leave(world: World) -> bool:
    """Whether the household leaves on the day that the page suggests."""
    form = page(world.visitor.get(_address(world, "/exit")))
    fields = {
        str(field["name"]): str(field["value"])
        for field in form.select("main form [name=idempotency_key], main form [name=exit_date]")
    }
    return _send(world, "/exit", {**fields, "leaves": _household(world), "all-exit.destination": "410"})


def _household(world: World) -> list[str]:
    """The household's enrollments, the head's first, as far as the page of the exit opens."""
    form = page(world.visitor.get(_address(world, "/exit")))
    return [str(field["value"]) for field in form.select("[name=leaves]")]


def _send(world: World, rest: str, fields: dict[str, object] | None = None) -> bool:
    return world.visitor.post(_address(world, rest), dict(fields or {})).status_code == 303


def _address(world: World, rest: str) -> str:
    return f"/clients/{world.town.client}/enrollments/{world.town.stay}{rest}"
