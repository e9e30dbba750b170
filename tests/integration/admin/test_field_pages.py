"""The pages of the community's own questions: defined by the administrator, answered, exported."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable

import pytest

from hmis_web.db.session import Database
from hmis_web.domain import custom_fields
from hmis_web.domain.custom_fields import FieldLine
from hmis_web.standards import files
from tests.browser import Visitor, page
from tests.town import Town

pytestmark = pytest.mark.both_databases
Enter = Callable[[str], Visitor]
NEW = "/admin/fields/new"
LANGUAGE = {
    "label": "First language", "hint": "To find a translator.", "kind": "choice", "subject": "client",
    "who": "everybody", "new_options": "Spanish\nEnglish\n\nTigrinya", "idempotency_key": "one",
}  # fmt: skip
PETS = {
    "label": "Pets", "hint": "", "kind": "number", "subject": "stay", "stages": ["entry", "exit"],
    "who": "heads", "project_types": ["1"], "idempotency_key": "two",
}  # fmt: skip


@pytest.fixture
def fields(database: Database) -> Callable[[], list[FieldLine]]:
    """Every field as it is now."""

    def read() -> list[FieldLine]:
        with database.session() as session:
            return custom_fields.all_fields(session)

    return read


def test_question_is_previewed_added_once_changed_moved_retired_and_asked_again(
    administrator: Visitor, fields: Callable[[], list[FieldLine]]
) -> None:
    looks = administrator.post(NEW, LANGUAGE | {"preview": "1"})
    assert "Tigrinya" in page(looks).select_one("aside").text
    assert looks.status_code == 200
    assert fields() == []

    for sent in (LANGUAGE, LANGUAGE, PETS):
        assert administrator.post(NEW, sent).status_code == 303
    language, pets = fields()
    assert [each.label for each in language.options] == ["Spanish", "English", "Tigrinya"]
    assert (pets.who, {each.value for each in pets.stages}, set(pets.project_types)) == (
        "heads", {"entry", "exit"}, {1},
    )  # fmt: skip

    here = f"/admin/fields/{language.id}"
    offered = [str(each.id) for each in language.options[:2]]
    changed = {"version": "1", "label": "Language", "hint": "", "who": "adults", "offered": offered,
               "new_options": "Amharic"}  # fmt: skip
    assert administrator.post(here, changed).status_code == 303
    both = administrator.post(here, changed | {"label": "Tongue"})
    assert (both.status_code, "Tongue" in both.text) == (409, True)
    assert administrator.post(f"/admin/fields/{pets.id}/move", {"to": "up"}).status_code == 303
    assert administrator.post(f"{here}/retire", {"version": "2"}).status_code == 303
    assert [(each.label, each.retired_at is None) for each in fields()] == [
        ("Pets", True),
        ("Language", False),
    ]
    listed = administrator.get("/admin/fields")
    assert "Retired" in page(listed).main.text
    assert administrator.post(f"{here}/reactivate", {"version": "3"}).status_code == 303
    assert administrator.get(here).status_code == 200
    line = fields()[1]
    assert (line.version, [each.label for each in line.options if not each.is_retired]) == (
        4, ["Spanish", "English", "Amharic"],
    )  # fmt: skip


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_added(
    administrator: Visitor, fields: Callable[[], list[FieldLine]]
) -> None:
    cases = (
        (PETS | {"label": ""}, "Enter the question"),
        (PETS | {"stages": []}, "without a stage nobody is ever asked"),
        (LANGUAGE | {"new_options": " \n"}, "Enter the answers to choose from"),
        (LANGUAGE | {"who": "heads"}, "Only a stay has a head of household"),
        (PETS | {"kind": "essay"}, "valid choice"),
        (PETS | {"project_types": ["77"]}, "valid choice"),
    )

    for sent, words in cases:
        answer = administrator.post(NEW, sent)
        assert (answer.status_code, words in answer.text) == (422, True), words
    assert fields() == []


def test_client_is_asked_by_who_may_edit_and_two_people_see_both_answers(
    administrator: Visitor, signed_in: Enter, town: Town
) -> None:
    administrator.post(NEW, LANGUAGE | {"is_required": "y"})
    worker, reader, stranger = signed_in("direct-service"), signed_in("read-only"), signed_in("outsider")
    here = f"/clients/{town.client}/own-questions"
    form = page(worker.get(f"{here}/edit"))
    spanish, english = (str(each["value"]) for each in form.select("select[name='own.1'] option")[1:3])
    sent = {"version": "0", "own.1": spanish}

    missed = worker.post(f"{here}/edit", {"version": "0", "own.1": ""})
    assert (missed.status_code, "Answer this question" in missed.text) == (422, True)
    odd = worker.post(f"{here}/edit", {"version": "0", "own.1": "o999"})
    assert (odd.status_code, "Choose one of the answers offered" in odd.text) == (422, True)
    for _twice in range(2):
        assert worker.post(f"{here}/edit", sent).status_code == 303
    assert "Spanish" in page(worker.get(here)).main.text
    assert "Your community" in worker.get(f"/clients/{town.client}").text
    late = worker.post(f"{here}/edit", {"version": "0", "own.1": english})
    assert late.status_code == 409
    assert all(word in page(late).main.text for word in ("Spanish", "English"))
    assert reader.get(here).status_code == 403
    assert worker.get(f"/clients/{town.stranger}/own-questions").status_code == 404
    assert stranger.get(f"{here}/edit").status_code == 404
    administrator.post("/admin/fields/1/retire", {"version": "1"})
    assert "No longer asked" in worker.get(here).text
    counted = administrator.get("/admin/fields/1")
    assert "Spanish1" in "".join(page(counted).select_one("aside table").text.split())


def test_export_holds_them_in_a_file_beside_huds_when_asked(
    administrator: Visitor, signed_in: Enter, town: Town, work: Callable[[], None]
) -> None:
    assert "own_fields" not in administrator.get("/exports").text
    administrator.post(NEW, LANGUAGE | {"kind": "several"})
    administrator.post(NEW, LANGUAGE | {"label": "Wish", "kind": "text", "idempotency_key": "x"})
    here = f"/clients/{town.client}/own-questions/edit"
    worker = signed_in("direct-service")
    boxes = [str(box["value"]) for box in page(worker.get(here)).select("main fieldset input[type=checkbox]")]
    given = {"version": "0", "own.1": boxes[:2], "own.2": "A window"}
    assert worker.post(here, given).status_code == 303

    def taken(**asked: str) -> dict[str, list[dict[str, str]]]:
        day = str(town.today)
        sent = {"start": "2020-01-01", "end": day, "own_fields": "y"} | asked
        show = administrator.post("/exports", sent).headers["Location"]
        work()
        plain = zipfile.ZipFile(io.BytesIO(administrator.get(f"{show}/file").data))
        assert {f"{file.name}.csv" for file in files()} == set(plain.namelist())
        own = zipfile.ZipFile(io.BytesIO(administrator.get(f"{show}/own-questions").data))
        return {name: list(csv.DictReader(io.StringIO(own.read(name).decode()))) for name in own.namelist()}

    found = taken()
    assert [row["Options"] for row in found["CustomFields.csv"]] == ["Spanish; English; Tigrinya", ""]
    rows = [(row["Question"], row["Value"]) for row in found["CustomValues.csv"]]
    assert rows == [("First language", "Spanish"), ("First language", "English"), ("Wish", "A window")]
    assert len({row["PersonalID"] for row in found["CustomValues.csv"]}) == 1
    hashed = taken(hash="y")
    assert "window" not in str(hashed)
    show = administrator.post("/exports", {"start": "2020-01-01", "end": "2020-02-01"}).headers["Location"]
    work()
    assert administrator.get(f"{show}/own-questions").status_code == 404
