"""Nothing that a client is handed in Spanish is half in English."""

from __future__ import annotations

from hmis_web.standards import lists, spanish
from hmis_web.standards.elements import CollectionPoint, element
from hmis_web.standards.questions import CONTEXTS, questions_by_key

AT_INTAKE = {CollectionPoint.ENTRY, CollectionPoint.RECORD_CREATION}
SERVICES = ("1.4", "4.14", "P1.2", "P2.2", "R14.2", "W1.2", "W2.2", "V2.2", "V2.A", "V2.B", "V2.C", "V3.4",
            "V8.2", "C2.2")  # fmt: skip
PROPER_NAMES = {"V6.1"}


def test_every_question_of_the_intake_form_has_spanish_words() -> None:
    asked = [each for each in questions_by_key().values() if element(each.element).collected & AT_INTAKE]

    for each in asked:
        words = spanish.question(each.key)
        assert words.label, each.key
        assert bool(words.hint) == bool(each.hint), each.key
    assert len(asked) > 150


def test_every_code_that_a_client_reads_has_a_spanish_label() -> None:
    asked = [each for each in questions_by_key().values() if element(each.element).collected & AT_INTAKE]
    used = {(each.list_id, CONTEXTS.get(each.key)) for each in asked if each.list_id}
    used |= {(list_id, None) for list_id in SERVICES}
    missing = {
        f"{list_id}: {code.label}"
        for list_id, context in used
        for code in lists.offered(list_id, context)
        if list_id not in PROPER_NAMES and not code.label.isdigit() and not spanish.is_translated(code.label)
    }

    assert missing == set()
