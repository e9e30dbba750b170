"""What a role can really do with households, enrollments and their answers."""

from __future__ import annotations

from tests.access.world import FULL, NONE, World
from tests.browser import page


def change_household(world: World) -> set[str]:
    """Row 9: make one, end a membership, delete one."""
    town, day = world.town, str(world.town.today)
    someone = {"lines": "1", "l0-first_name": "Nia", "l0-last_name": "Bell", "l0-relationship": "1"}
    made = world.visitor.post("/households/new", {**someone, "on": day, "project": town.shelter})
    home = f"/clients/{town.client}/households/{town.household}"
    stays = {f"m{town.client}-place": "stays", f"m{town.client}-relationship": "1"}
    gone = {"on": day, "version": "1", **stays, f"m{town.child}-place": "leaves"}
    left = world.visitor.post(f"{home}/edit", gone)
    deleted = world.visitor.post(
        f"{home}/delete", {"household-version": "2", "household-reason": "A mistake"}
    )
    answers = {"C": made, "E": left, "D": deleted}
    return {token for token, answer in answers.items() if answer.status_code == 303}


def enroll(world: World) -> set[str]:
    """Row 14."""
    return {"C"} if _enroll(world, world.town.client) else NONE


def change_enrollment(world: World) -> set[str]:
    """Row 15."""
    return {"E"} if _change_entry(world) else NONE


def answers(world: World) -> set[str]:
    """Row 19: seen on the stay's page, given at entry, changed afterwards. Who may do all three is the system
    administrator alone; where answers are given they are seen as well."""
    stay = world.visitor.get(f"/clients/{world.town.client}/enrollments/{world.town.stay}")
    seen = stay.status_code == 200 and "Entry" in str(page(stay).select_one("#recorded tbody"))
    given, changed = _enroll(world, world.town.child), _change_entry(world)
    every = world.visitor.get("/imports").status_code == 200
    shown = FULL if seen and (every or not given) else NONE
    return shown | ({"C"} if given else NONE) | ({"E"} if changed else NONE)


def _enroll(world: World, client: int) -> bool:
    """Whether somebody can be enrolled in outreach, with an answer."""
    town = world.town
    sent = {
        "do": "save",
        "project": town.outreach,
        "entry_date": str(town.today),
        "idempotency_key": str(client),
        f"m{client}-known": "1",
        f"m{client}-inside": "y",
        f"m{client}-relation": "1",
        f"m{client}-enrollment.disabling_condition": "0",
    }
    return world.visitor.post(f"/clients/{client}/enrollments/new", sent).status_code == 303


def _change_entry(world: World) -> bool:
    """Whether the entry of the stay can be changed, with an answer."""
    path = f"/clients/{world.town.client}/enrollments/{world.town.stay}/edit"
    form = world.visitor.get(path)
    if form.status_code != 200:
        return world.visitor.post(path, {"do": "save"}).status_code == 303
    fields = {
        str(field["name"]): str(field.get("value", ""))
        for field in page(form).select("form[data-draft] input[name]")
        if field.get("type") not in ("radio", "checkbox")
    }
    chosen = {
        str(each.find_parent("select")["name"]): str(each["value"])
        for each in page(form).select("form[data-draft] option[selected]")
    }
    sent = {**fields, **chosen, "enrollment.disabling_condition": "1", "do": "save"}
    return world.visitor.post(path, sent).status_code == 303
