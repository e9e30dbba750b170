"""Probes of the matrix rows about people and their consent: adding, editing, merging, releases, privacy."""

from __future__ import annotations

from tests.access.world import NONE, World
from tests.browser import field_value, page


def add_client(world: World) -> set[str]:
    """Row 3. Who may not add anybody has no button for it either."""
    sent = {
        "first_name": "Ula", "last_name": "Brook", "dob": "2/3/1991", "ssn_data_quality": "99",
        "idempotency_key": "once", "organization_id": str(world.elsewhere),
    }  # fmt: skip
    made = world.visitor.post("/clients/new", sent).status_code == 303
    offered = "Add this person" in page(world.visitor.post("/clients/search", {"q": "zzz nobody"})).main.text
    return {"C"} if made and offered else NONE if not (made or offered) else {"half"}


def edit_client(world: World) -> set[str]:
    """Row 4. The page comes with what is recorded, and saves it."""
    path = f"/clients/{world.town.client}/edit"
    answer = world.visitor.get(path)
    if answer.status_code != 200:
        return NONE
    sent = {"first_name": "Teresa", "last_name": "Martin", "dob": "3/14/1960", "middle_name": "Ines"}
    saved = world.visitor.post(path, sent | {"version": field_value(answer, "version")})
    return {"E"} if saved.status_code == 303 else {"half"}


def merge_clients(world: World) -> set[str]:
    """Row 5. The merged record is gone as one of its own, and comes back."""
    one, two = world.town.client, world.town.child
    path = f"/clients/{one}/merge"
    compared = world.visitor.get(f"{path}?other={two}")
    if compared.status_code != 200:
        return NONE
    versions = {f"version-{key}": field_value(compared, f"version-{key}") for key in (one, two)}
    merged = world.visitor.post(path, versions | {"other": str(two), "keep": str(one)}).status_code == 303
    gone = world.visitor.get(f"/clients/{two}").status_code == 303
    forms = [str(form["action"]) for form in page(world.visitor.get("/clients/merges")).select("main form")]
    undone = [world.visitor.post(url).status_code for url in {*forms} if url.endswith("/undo")]
    return {"D"} if merged and gone and undone == [303] else {"half"}


def releases(world: World) -> set[str]:
    """Row 11. Recording, taking back, and deleting what was recorded by mistake."""
    path = f"/clients/{world.town.client}/releases"
    day = world.town.today
    sent = {"kind": "verbal", "signed_on": str(day), "ends_on": str(day), "idempotency_key": "once"}
    if world.visitor.post(f"{path}/new", sent).status_code != 303:
        return NONE
    forms = [str(form["action"]) for form in page(world.visitor.get(path)).select("main form")]
    revoke = next(url for url in forms if url.endswith("/revoke"))
    found = {"C"}
    if world.visitor.post(revoke).status_code == 303:
        found.add("E")
    delete = revoke.removesuffix("revoke") + "delete"
    if world.visitor.post(delete, {"reason": "wrong person"}).status_code == 303:
        found.add("D")
    return found


def privacy(world: World) -> set[str]:
    """Row 12."""
    path = f"/clients/{world.town.client}/privacy"
    begun = world.visitor.post(path, {"reason": "in danger"}).status_code == 303
    ended = world.visitor.post(f"{path}/end").status_code == 303
    return {"E"} if begun and ended else NONE if not (begun or ended) else {"half"}
