"""Each element can be answered where its rule says, and nowhere else; and each of its columns has a question.

What the standard says is taken from a table of its own (`facts.csv`: element, when, about whom, rule as an
expression over one funder and the project type), and evaluated here in another way than the product does.
"""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from hmis_web.standards import elements
from hmis_web.standards.elements import CollectionPoint, Person
from hmis_web.standards.forms import Place, cleaned, form_for, questions_by_key, shown, with_known
from hmis_web.standards.lists import code_list

FACTS = list(csv.DictReader((Path(__file__).parent / "facts.csv").read_text().splitlines()))
ASIDE = {"InformationDate", "DataCollectionStage"}
TYPES = [int(code.value) for code in code_list("2.02.6").codes]
FUNDERS = [None, *(int(code.value) for code in code_list("2.06.1").codes)]
ACCESS_POINTS = [(None, 6, True), (4, 14, True), (21, 4, True), (2, 3, True)]
PEOPLE = [Person(*flags) for flags in product((False, True), repeat=3)]
POINTS = {
    "record": CollectionPoint.RECORD_CREATION, "entry": CollectionPoint.ENTRY,
    "update": CollectionPoint.UPDATE, "annual": CollectionPoint.ANNUAL, "exit": CollectionPoint.EXIT,
    "post-exit": CollectionPoint.POST_EXIT, "occurrence": CollectionPoint.OCCURRENCE,
}  # fmt: skip
ASKED_OF = {
    "all clients": lambda _who: True,
    "adults": lambda who: who.is_adult,
    "HoH": lambda who: who.is_hoh,
    "HoH and adults": lambda who: who.is_hoh or who.is_adult,
    "veterans": lambda who: who.is_veteran,
    "veteran HoH": lambda who: who.is_veteran and who.is_hoh,
}
"""About whom; services and HIV/AIDS are decided by other answers, so everybody may be asked."""


def test_every_element_is_asked_where_its_rule_says_and_nowhere_else() -> None:
    rules: dict[str, CodeType] = {row["rule"]: compile(row["rule"], "rule", "eval") for row in FACTS}
    for funder, project_type, access_point in [*product(FUNDERS, TYPES, [False]), *ACCESS_POINTS]:
        names = {"F": funder, "PT": project_type, "always": True, "AccessPoint": int(access_point)}
        true = {rule for rule, code in rules.items() if eval(code, {"__builtins__": {}}, names)}  # noqa: S307
        here = [row for row in FACTS if row["rule"] in true]
        place = Place(project_type, frozenset({funder} - {None}), access_point)
        for point, stage in POINTS.items():
            at_stage = [row for row in here if point in row["collected_at"].split()]
            for who in PEOPLE:
                expected = {row["element"] for row in at_stage if _is_about(row, who)}
                form = form_for(stage, place, who)
                asked = {each.element for section in form for each in section.questions}
                assert asked == expected, (place, stage, who, asked ^ expected)


def test_project_with_several_funders_asks_what_any_of_them_wants() -> None:
    for pair in ((3, 33), (21, 22), (15, 20), (9, 43)):
        for project_type, stage in product((3, 4, 12, 13), POINTS.values()):
            who = Person(is_hoh=True, is_adult=True, is_veteran=True)

            both = _keys(stage, Place(project_type, frozenset(pair)), who)

            each = [_keys(stage, Place(project_type, frozenset({one})), who) for one in pair]
            assert both == each[0] | each[1]


def test_every_column_of_every_element_has_one_question_and_no_other_has_any() -> None:
    wanted = {
        (element.number, f"{column.file}.{column.name}")
        for element in elements()
        for column in element.columns
        if column.name not in ASIDE
    }
    asked = [(each.element, f"{each.column.file}.{each.column.name}") for each in questions_by_key().values()]

    assert sorted(asked) == sorted(wanted)
    assert {row["element"] for row in FACTS} == {element.number for element in elements()}


def test_facts_are_those_of_the_reference_table(test_data: Path) -> None:
    reference = test_data.parent / "standards" / "elements.csv"
    if not reference.exists():
        pytest.skip(f"no reference table of elements at {reference}")
    told = {
        row["element"]: row
        for row in csv.DictReader(reference.read_text(encoding="utf-8").splitlines())
        if row["confidence"] in ("sure", "likely")
    }

    assert [row["element"] for row in FACTS] == list(told)
    for row in FACTS:
        other = told[row["element"]]
        points = other["collected_at"].partition("(")[0].replace("record creation", "record")
        assert row["collected_at"].split() == points.replace("+", " ").split()
        assert row["collected_about"] == other["collected_about"]
        assert row["rule"] == other["rule"].replace("CEParticipation.AccessPoint", "AccessPoint")


@pytest.mark.parametrize("case", [
    ("13 3", {"living_situation": 435}, {"rental_subsidy_type"}, {"date_to_street_essh"}),
    ("13 3", {"living_situation": 410, "length_of_stay": 2}, set(), {"previous_street_essh"}),
    ("13 3", {"living_situation": 410, "length_of_stay": 11}, {"previous_street_essh"},
     {"date_to_street_essh"}),
    ("13 3", {"living_situation": 215, "length_of_stay": 3}, {"previous_street_essh"},
     {"date_to_street_essh"}),
    ("13 3", {"living_situation": 215, "length_of_stay": 4}, set(), {"previous_street_essh"}),
    ("13 3", {"living_situation": 410, "length_of_stay": 10, "previous_street_essh": 1},
     {"date_to_street_essh", "times_homeless_past_three_years"}, set()),
    ("13 3", {"living_situation": 410, "length_of_stay": 2, "previous_street_essh": 1}, set(),
     {"date_to_street_essh", "previous_street_essh"}),
    ("13 3", {"living_situation": 116}, {"date_to_street_essh"}, {"previous_street_essh"}),
    ("0 8", {}, {"date_to_street_essh"}, {"previous_street_essh", "los_under_threshold"}),
    ("2 22", {"former_ward_child_welfare": 1, "child_welfare_years": 1}, {"child_welfare_months"}, set()),
    ("2 22", {"former_ward_child_welfare": 0, "child_welfare_years": 1}, set(), {"child_welfare_months"}),
])  # fmt: skip
def test_branch_follows_the_answers(case: Any) -> None:
    place, answers, opened, closed = case
    project_type, funder = (int(part) for part in place.split())
    form = form_for(CollectionPoint.ENTRY, Place(project_type, frozenset({funder})), Person(True, True))
    given = {f"enrollment.{name}": value for name, value in answers.items()}

    names = {each.column.attribute for section in shown(form, given) for each in section.questions}

    assert opened <= names
    assert not closed & names
    assert not closed & {key.partition(".")[2] for key in cleaned(form, given)}


def test_hiv_details_are_asked_in_hopwa_projects_after_a_yes_now_or_before() -> None:
    who, yes = Person(True, True), {"disabilities.8.disability_response": 1}
    for project, stage, known, asked in (
        (Place(3, frozenset({15})), CollectionPoint.ENTRY, {}, True),
        (Place(3, frozenset({2})), CollectionPoint.ENTRY, {}, False),
        (Place(3, frozenset({15})), CollectionPoint.ANNUAL, yes, True),
        (Place(3, frozenset({15})), CollectionPoint.ANNUAL, {}, False),
    ):
        form = with_known(form_for(stage, project, who), known)
        sections = shown(form, yes if stage is CollectionPoint.ENTRY else {})
        assert ("hiv" in {section.key for section in sections}) is asked


def _is_about(row: dict[str, str], who: Person) -> bool:
    return ASKED_OF.get(row["collected_about"], ASKED_OF["all clients"])(who)


def _keys(stage: CollectionPoint, place: Place, who: Person) -> set[str]:
    return {each.key for section in form_for(stage, place, who) for each in section.questions}
