"""What htmx is answered with on the enrollment page stays small, however much is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import brotli
from bs4 import Tag

from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.models import Client, Organization, Project
from tests.browser import Visitor, page
from tests.factories import hud
from tests.integration.intake.entering import WORKER, entry, path
from tests.town import Town

MOST_BYTES = 4_000
Enter = Callable[[str], Visitor]


def test_parts_fit_the_budget_with_everything_answered(
    signed_in: Enter, town: Town, housing: int, database: Database
) -> None:
    with database.session(write=True) as session:
        session.get_one(Client, town.child).dob = date(1980, 1, 1)
        session.commit()
    visitor, address, me = signed_in(WORKER), path(town), f"m{town.client}-"
    sent = _everything(visitor, address, entry(town, housing, do="", show=str(town.client)), me)

    opened = page(visitor.post(address, sent))
    keys = [str(tag["id"]).removeprefix("part-") for tag in opened.select("#asked > [id^=part-]")]
    assert opened.select_one("#part-income [name$='.earned_amount']") is not None
    assert len(keys) >= 6
    for key in keys:
        answer = visitor.post(f"{address}?part={key}", sent, htmx=True)
        assert (answer.status_code, _size(answer.data) < MOST_BYTES / 2) == (200, True), key
    turned = visitor.post(f"{address}?part=turned", sent | {"do": "next"}, htmx=True)
    assert _size(turned.data) < MOST_BYTES

    part, other = page(turned), f"m{town.child}-"
    assert part.select_one("#entry") is None
    assert part.select_one("#shown[hx-swap-oob]")["value"] == str(town.child)
    assert part.select_one(f"#asked [name='{other}enrollment.living_situation']") is not None
    names = {str(tag["name"]) for tag in part.select(f"#who-{town.client}[hx-swap-oob] input[type=hidden]")}
    assert names == {name for name in sent if name.startswith(me) and "." in name}
    assert part.select_one("noscript") is None


def test_who_has_answers_already_is_turned_to_with_a_page(signed_in: Enter, town: Town, housing: int) -> None:
    visitor, me = signed_in(WORKER), f"m{town.client}-"
    answers = {
        f"m{town.child}-enrollment.disabling_condition": "1",
        f"{me}disabilities.8.disability_response": "1",
    }
    begun = entry(town, housing, do="", show=str(town.client))

    new = page(visitor.post(path(town), begun)).select_one("button[value=next]")
    known = page(visitor.post(path(town), begun | answers)).select_one("button[value=next]")
    back = page(visitor.post(path(town), begun | answers | {"do": "next"}))
    other = visitor.post(f"{path(town)}?part=gone", begun, htmx=True)

    assert new["hx-post"].endswith("?part=turned")
    assert "hx-post" not in known.attrs
    assert back.select_one("#current[autofocus]").text == "Luz Martin"
    assert other.headers["HX-Retarget"] == "#entry"
    assert page(other).select_one("#entry") is not None


def test_change_of_an_entry_brings_its_section(signed_in: Enter, town: Town, housing: int) -> None:
    visitor = signed_in(WORKER)
    home = visitor.post(path(town), entry(town, housing)).location
    sent = {"entry_date": str(town.today), "disabilities.8.disability_response": "1"}

    part = page(answer := visitor.post(f"{home}/edit?part=disability", sent, htmx=True))
    whole = page(visitor.post(f"{home}/edit", sent, htmx=True))

    assert _size(answer.data) < MOST_BYTES
    assert (
        part.select_one("#part-disability [name='disabilities.8.disability_response'][checked]") is not None
    )
    assert part.select_one("#entry") is None
    assert "answered" in part.select_one("#counted[hx-swap-oob]").text
    assert whole.select_one("#entry #asked[hx-trigger=load]")["hx-post"].endswith("/edit?part=asked")
    carried = whole.select_one("#asked input[name='disabilities.8.disability_response'][type=hidden]")
    assert carried["value"] == "1"
    asked = page(answer := visitor.post(f"{home}/edit?part=asked", sent, htmx=True))
    assert _size(answer.data) < MOST_BYTES
    assert asked.select_one("#asked #part-disability [checked]") is not None
    assert asked.select_one("noscript") is None
    assert whole.select_one("noscript") is None
    assert page(visitor.get(f"{home}/edit")).select_one("noscript button") is not None


def test_every_change_of_a_household_of_six_fits_the_budget(
    signed_in: Enter, town: Town, housing: int, database: Database, keyring: KeyRing
) -> None:
    with database.session(write=True) as session:
        home = session.get_one(Organization, session.get_one(Project, housing).organization_key)
        more = [
            hud.client(session, keyring, home, first_name=name).id for name in ("Ana", "Ben", "Cai", "Dov")
        ]
        session.commit()
    visitor, address, me = signed_in(WORKER), path(town), f"m{town.client}-"
    sent: dict[str, Any] = entry(town, housing, do="", show=str(town.client)) | {"also": list(map(str, more))}
    for key in more:
        sent |= {f"m{key}-known": "1", f"m{key}-inside": "y", f"m{key}-relation": "5"}
    answers = {f"{me}disabilities.8.disability_response": "1", f"{me}enrollment.living_situation": "101"}
    other, yesterday = {"show": str(more[0])}, town.today - timedelta(days=1)
    cases: dict[str, tuple[str, dict[str, Any]]] = {
        "a program is chosen": ("", {}),
        "another entry date": (
            "",
            answers | {"entry_date": str(yesterday)},
        ),
        "another relation": ("", answers | {f"m{more[3]}-relation": "4"}),
        "find": ("", answers | {"do": "find", "q": "Martin"}),
        "nothing found": ("", answers | {"do": "find", "q": "Zzyzx"}),
        "the questions": ("asked", answers),
        "Enter": ("asked", answers | {"next": "1"}),
        "a member's own date": ("asked", other | {f"m{more[0]}-entry": str(town.today)}),
    }
    for name, (part, change) in cases.items():
        answer = visitor.post(f"{address}?part={part}" if part else address, sent | change, htmx=True)
        shown = page(answer)
        assert (answer.status_code, _size(answer.data) < MOST_BYTES) == (200, True), name
        assert len(shown.select("[id^=who-]")) == (1 if part else 6), name
        typed = {str(tag["name"]) for tag in shown.select("#asked [name], [id^=who-] [name]")}
        assert typed >= {key for key in answers if key in change}, name
        assert bool(shown.select("#asked[hx-trigger=load]")) == (not part), name
        assert bool(shown.select("#asked [id^=part-]")) == bool(part), name


def _everything(visitor: Visitor, address: str, sent: dict[str, str], prefix: str) -> dict[str, str]:
    """A form with every question of a member answered so that it opens the next ones."""
    while True:
        shown = page(visitor.post(address, sent))
        more = {
            str(tag["name"]): _answer(tag, sent["entry_date"])
            for tag in reversed(shown.select(f"#asked [name^='{prefix}']"))
            if tag["name"] not in sent
        }
        if not more:
            return sent
        sent = sent | more


def _answer(tag: Tag, day: str) -> str:
    if tag.name == "select":
        offered = [str(option["value"]) for option in tag.select("option") if option["value"]]
        return "101" if "101" in offered else offered[0]
    if tag["type"] in ("radio", "checkbox"):
        return "1"
    return day if tag["type"] == "date" else "120"


def _size(content: bytes) -> int:
    """Over the wire, as the server compresses."""
    return len(brotli.compress(content, quality=4))
