"""Probes of what stands around a person: services, contacts, locations, notes, alerts, and restoring."""

from __future__ import annotations

from datetime import timedelta

from bs4 import Tag

from tests.access.probes import FULL, LIMITED, NONE, Probe, World, log
from tests.browser import filled, page

CONTACT, PLACE, ADDRESS = "Rosa Canto", "Behind the old cannery", "12 Mill Street"
DELETED = "Nobody should read this."
"""A note that was deleted."""


def edit_service(world: World) -> set[str]:
    """Row 24. Who may not change any may take back what they logged this minute."""
    link = page(world.tab("services")).select_one("main a[href*='/services/'][href$='/edit']")
    if link is not None:
        return _change(world, link, {"date_provided": str(world.town.today - timedelta(days=5))}, {"E"})
    if not log(world, world.town.stay, "200:200", world.town.today - timedelta(days=4)):
        return NONE
    undo = page(world.visitor.get(f"/clients/{world.town.client}")).select_one(".toast form")
    gone = undo is not None and world.visitor.post(str(undo["action"])).status_code == 303
    return {"undo"} if gone else {"half"}


def delete_service(world: World) -> set[str]:
    """Row 25."""
    return _delete(world, "services", "/services/")


def contacts(world: World) -> set[str]:
    """Row 35. Limited viewing knows the kind and the name."""
    text = world.tab("contacts").text
    return (FULL if "555-0177" in text else LIMITED) if CONTACT in text else NONE


def write_contacts(world: World) -> set[str]:
    """Row 36."""
    sent = {"kind": "phone", "phone": "707 555 0101", "valid_from": str(world.town.today)}
    made = {"C"} if world.write("contacts/new", sent) else NONE
    link = _way(world, "contacts", CONTACT, "/edit")
    return made | (_change(world, link, {"name": f"{CONTACT} again"}, {"E"}) if link else NONE)


def delete_contact(world: World) -> set[str]:
    """Row 37."""
    return _delete(world, "contacts", "/contacts/")


def places(world: World) -> set[str]:
    """Row 38. Limited viewing knows how the present place is called."""
    text = world.tab("contacts").text
    return (FULL if ADDRESS in text else LIMITED) if PLACE in text else NONE


def write_places(world: World) -> set[str]:
    """Row 39."""
    sent = {"kind": "mail", "label": "General delivery", "valid_from": str(world.town.today)}
    made = {"C"} if world.write("locations/new", sent) else NONE
    link = _way(world, "contacts", PLACE, "/edit")
    return made | (_change(world, link, {"comment": "blue tent"}, {"E"}) if link else NONE)


def delete_place(world: World) -> set[str]:
    """Row 40."""
    return _delete(world, "contacts", "/locations/")


def write_note(world: World) -> set[str]:
    """Row 45."""
    sent = {"written_on": str(world.town.today), "text": "Of my own."}
    return {"C"} if world.write("notes/new", sent) else NONE


def edit_note(world: World) -> set[str]:
    """Row 46: somebody else's, or one's own of today."""
    return _edit_any_or_own(world, world.note, "Of my own.", {"text": "Read once more."}, "/notes/")


def delete_note(world: World) -> set[str]:
    """Row 47."""
    return _delete(world, "notes", "/notes/")


def post_alert(world: World) -> set[str]:
    """Row 49."""
    until = str(world.town.today + timedelta(days=9))
    sent = {"title": "Mine to end", "priority": "info", "phone": "707 555 0101", "ends_on": until}
    return {"C"} if world.write("alerts/new", sent) else NONE


def edit_alert(world: World) -> set[str]:
    """Row 50: somebody else's, or one's own."""
    told = {"text": "Please call.", "phone": "707 555 0101"}
    return _edit_any_or_own(world, world.alert, "Mine to end", told, "/alerts/")


def delete_alert(world: World) -> set[str]:
    """Row 51."""
    return _delete(world, "notes", "/alerts/")


def restore(world: World) -> set[str]:
    """Row 61."""
    form = page(world.tab("notes")).select_one("#deleted form")
    if form is None:
        return NONE
    back = world.visitor.post(str(form["action"])).status_code == 303
    return {"E"} if back and DELETED in world.tab("notes").text else {"half"}


def _edit_any_or_own(world: World, any_one: str, mine: str, told: dict[str, str], where: str) -> set[str]:
    link = _way(world, "notes", any_one, "/edit", where)
    if link is not None:
        return _change(world, link, told, {"E"})
    link = _way(world, "notes", mine, "/edit", where)
    return _change(world, link, told, {"own"}) if link is not None else NONE


def _way(world: World, tab: str, words: str, ending: str, where: str = "/") -> Tag | None:
    """The link in the line of a tab that holds certain words."""
    for line in page(world.tab(tab)).select("main li, main tr"):
        link = line.select_one(f"a[href*='{where}'][href$='{ending}']")
        if words in line.text and link is not None:
            return link
    return None


def _change(world: World, link: Tag, told: dict[str, str], done: set[str]) -> set[str]:
    """Send the form behind a link with some answers changed."""
    path = str(link["href"])
    sent = filled(world.visitor.get(path)) | told
    return done if world.visitor.post(path, sent).status_code == 303 else {"half"}


def _delete(world: World, tab: str, where: str) -> set[str]:
    """Delete the first row of a tab that offers it."""
    link = page(world.tab(tab)).select_one(f"main a[href*='{where}'][href$='/delete']")
    return NONE if link is None else _change(world, link, {"reason": "Entered twice"}, {"D"})


AROUND: dict[int, Probe] = {
    24: edit_service,
    25: delete_service,
    35: contacts,
    36: write_contacts,
    37: delete_contact,
    38: places,
    39: write_places,
    40: delete_place,
    45: write_note,
    46: edit_note,
    47: delete_note,
    49: post_alert,
    50: edit_alert,
    51: delete_alert,
    61: restore,
}
