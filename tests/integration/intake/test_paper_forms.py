"""Forms on paper: blank ones with the way from question to question, in both languages, and filled ones for
signature; every form there is can be laid out."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pypdf
import pytest

from hmis_web.db.session import Database
from hmis_web.domain import answers
from hmis_web.domain.clock import Clock
from hmis_web.jobs.form_prints import PEOPLE
from hmis_web.models import Enrollment, Project
from hmis_web.standards import spanish
from hmis_web.standards.elements import CollectionPoint
from hmis_web.standards.forms import Place, form_for
from hmis_web.standards.lists import Code
from hmis_web.standards.own_questions import OwnQuestion, own_question
from hmis_web.standards.paper import paper_form
from hmis_web.standards.paper_words import Arrows
from tests.browser import Visitor, page
from tests.factories import hud
from tests.personas import ADMINISTRATOR, Community
from tests.town import Town

Enter = Callable[[str], Visitor]
Work = Callable[[], None]
POINT = CollectionPoint
FILLED = (
    "Teresa Martin", "Harbor Nights", "Place not meant for habitation", "Physical disability? Yes",
    "Will it last long", "How many pets? 3", "These answers are as I gave them", "Signatures",
)  # fmt: skip
PLACES = (
    (0, 8),
    (1, None),
    (2, 24),
    (3, 20),
    (4, 21),
    (4, 25),
    (6, 14),
    (12, 33),
    (13, 15),
    (13, 43),
    (14, None),
)
"""(project type, funder) that together ask every element."""


def words_of(data: bytes) -> str:
    read = pypdf.PdfReader(io.BytesIO(data))
    assert read.root_object["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(each.extract_text() for each in read.pages).split())


def test_every_form_can_stand_on_paper_with_each_question_once_and_arrows_forward() -> None:
    for kind, funder in PLACES:
        place = Place(kind, frozenset() if funder is None else frozenset({funder}), kind == 14)
        for who, stage in product(PEOPLE.values(), (POINT.ENTRY, POINT.UPDATE, POINT.ANNUAL, POINT.EXIT)):
            parts = paper_form(form_for(stage, place, who))
            items = [item for part in parts for item in part.items]
            assert [item.number for item in items] == list(range(1, len(items) + 1))
            keys = [q.key for item in items for q in (item.question, *item.fields)]
            assert len(keys) == len(set(keys))
            arrows = Arrows.of(parts, "en")
            for item in items:
                arrows.needs(item.needs)
                if item.go_to:
                    assert item.number < item.go_to[1] == item.number + 1
                    assert item.go_to[2] == 0 or item.go_to[2] > item.go_to[1]
                    assert "go to" in arrows.go_to(item)


def test_arrows_say_in_words_what_the_screen_decides() -> None:
    housing = paper_form(form_for(POINT.ENTRY, Place(13, frozenset({3})), PEOPLE["adult"]))
    street = paper_form(form_for(POINT.ENTRY, Place(4, frozenset({21})), PEOPLE["adult"]))
    items = {item.question.key: item for part in housing for item in part.items}
    arrows, spanish_arrows = Arrows.of(housing, "en"), Arrows.of(housing, "es")
    since = items["enrollment.date_to_street_essh"]

    subsidy = items["enrollment.rental_subsidy_type"].number
    assert arrows.go_to(items["enrollment.living_situation"]) == (
        f"If Rental by client, with ongoing housing subsidy: go to {subsidy}. Otherwise: go to {subsidy + 1}."
    )
    for words, says in ((arrows, ("Place not meant", " or question ", " is Yes")),
                        (spanish_arrows, ("Lugar no destinado", " o la pregunta ", " es Sí"))):  # fmt: skip
        assert all(part in words.needs(since.needs) for part in says), words.needs(since.needs)
    assert "Institutional situations or Temporary housing or Permanent housing" in arrows.needs(
        items["enrollment.los_under_threshold"].needs
    )
    on_the_street = {item.question.key: item for part in street for item in part.items}
    assert not on_the_street["enrollment.date_to_street_essh"].needs.tests
    assert "enrollment.los_under_threshold" not in on_the_street
    earned = items["income_benefits.earned"]
    assert [field.key for field in earned.fields] == ["income_benefits.earned_amount"]
    assert all(spanish.is_translated(part.title) for part in (*housing, *street))


def test_communitys_own_questions_stand_on_paper_last() -> None:
    codes = (Code("1", "Dog", "", frozenset(), active=True), Code("2", "Bird", "", frozenset(), active=False))
    pets = own_question(7, "several", "Which pets?", "", codes, required=False)
    own = (OwnQuestion(pets, frozenset({POINT.ENTRY}), "everybody"),)
    last = paper_form(form_for(POINT.ENTRY, Place(1, own=own), PEOPLE["child"]))[-1]

    assert [(item.question.label, [code.label for code in item.options]) for item in last.items] == [
        ("Which pets?", ["Dog"])
    ]
    assert spanish.is_translated(last.title)


PETS = {
    "label": "How many pets?", "kind": "number", "subject": "stay", "who": "everybody", "hint": "",
    "stages": ["entry"], "idempotency_key": "pets",
}  # fmt: skip
"""A question of the community's own."""


@pytest.mark.slow
def test_blank_form_prints_in_spanish_from_the_page(signed_in: Enter, town: Town, work: Work) -> None:
    assert signed_in(ADMINISTRATOR).post("/admin/fields/new", PETS).status_code == 303
    visitor = signed_in("direct-service")
    sent = {"project": str(town.outreach), "stage": "entry", "about": "adult", "language": "es"}
    for wrong, words in (
        ({}, "Choose a program"),
        (sent | {"stage": "exit"}, "English alone"),
        (sent | {"project": "999"}, "Not a valid choice"),
    ):
        answer = visitor.post("/forms", wrong)
        assert answer.status_code == 422
        assert words in page(answer).main.text
    assert visitor.post("/forms", sent).status_code == 303
    work()
    link = page(visitor.get("/forms")).select_one("aside a[download]")["href"]
    words = words_of(visitor.client.get(link).data)

    for part in ("Formulario de ingreso", "Street Team", "☐", "Ingresos por trabajo", "pase a la", "Solo si",
                 PETS["label"], "Firmas", "Página 1 de", "Confidencial"):  # fmt: skip
        assert part in words, part
    assert signed_in("agency-manager").get(link).status_code == 404
    assert signed_in("services-only").get("/forms").status_code == 403


@pytest.mark.slow
def test_filled_form_holds_the_answers_for_signature(
    signed_in: Enter, town: Town, work: Work, database: Database, community: Community
) -> None:
    assert signed_in(ADMINISTRATOR).post("/admin/fields/new", PETS).status_code == 303
    with database.session(write=True) as session:
        stay = session.get_one(Enrollment, town.stay)
        actor = community.actor(session, "direct-service")
        clock = Clock(datetime.now(UTC), ZoneInfo("UTC"))
        told = {
            "enrollment.living_situation": 116,
            "disabilities.5.disability_response": 1,
            "own.1": 3,
        }
        entry = stay.entry_date
        hud.funder(session, session.get_one(Project, town.shelter), 8)
        answers.save(session, actor, stay.id, POINT.ENTRY, entry, told, clock, complete=False)
        session.commit()
    visitor, path = signed_in("direct-service"), f"/clients/{town.client}/print"
    values = [each["value"] for each in page(visitor.get(path)).select("button[value^=form]")]
    assert f"form:{town.stay}:entry:{entry}" in values
    assert any(value.startswith(f"form:{town.past_stay}:exit:") for value in values)

    assert visitor.post(path, {"what": f"form:{town.stay}:nothing:{entry}"}).status_code == 422
    assert visitor.post(path, {"what": f"form:{town.stay}:entry:2026-13-40"}).status_code == 422
    assert visitor.post(path, {"what": f"form:{town.stay}:entry:{entry}"}).status_code == 303
    work()
    link = page(visitor.get(path)).select_one("aside a[download]")
    words = words_of(visitor.client.get(link["href"]).data)

    assert f"Intake form, {entry:%d %b %Y}" in link.text
    for part in FILLED:
        assert part in words, f"{part}: {words}"
    assert "Kind of rental subsidy" not in words
