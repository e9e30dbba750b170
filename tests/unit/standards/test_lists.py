"""Expected values are those of appendix B of the HMIS CSV Format Specifications FY2026, not of our tables."""

from __future__ import annotations

import pytest

from hmis_web import standards
from hmis_web.standards import code_list, code_lists, file, files, label, list_for, offered, selector_lists


def test_every_code_list_that_a_column_names_exists() -> None:
    named = set()
    for hud_file in files():
        for column in hud_file.columns:
            if ":" in column.code_list:
                named |= set(selector_lists(column)[1].values())
            elif column.code_list:
                named.add(column.code_list)

    known = {each.id for each in code_lists()}
    assert named <= known
    assert known - named <= {"CoC"}


@pytest.mark.parametrize(
    ("list_id", "code", "text"),
    [
        ("2.02.6", 1, "Emergency Shelter - Night-by-Night"),
        ("2.02.6", "13", "PH - Rapid Re-Housing"),
        ("2.06.1", 56, "HUD: CoC Builds"),
        ("3.12.1", 435, "Rental by client, with ongoing housing subsidy"),
        ("4.21", 0, "Female"),
        ("1.8", 9, "Client prefers not to answer"),
        ("3.15.1", 1, "Self (Head of Household)"),
        ("V6.1", "459GE", "(459GE) Guam"),
    ],
)
def test_label_of_a_code_is_hud_wording(list_id: str, code: int | str, text: str) -> None:
    assert label(list_id, code) == text


def test_label_of_an_unknown_code_is_said_and_of_none_is_blank() -> None:
    assert label("3.12.1", 999) == "unknown (999)"
    assert label("3.12.1", None) == ""
    assert label("3.12.1", "") == ""


@pytest.mark.parametrize(
    ("context", "present", "absent"),
    [
        ("prior", {"116", "335", "336", "435"}, {"17", "24", "30", "37", "312", "327", "422", "426"}),
        ("current", {"116", "17", "37", "336"}, {"24", "30", "312", "423"}),
        ("destination", {"24", "30", "312", "422", "426", "17"}, {"37", "335", "336"}),
    ],
)
def test_offered_living_situations_are_those_of_the_context(
    context: str, present: set[str], absent: set[str]
) -> None:
    codes = {code.value for code in offered("3.12.1", context)}

    assert present <= codes
    assert not absent & codes


def test_offered_codes_leave_retired_ones_out_but_keep_their_labels() -> None:
    codes = {code.value for code in offered("2.06.1")}

    assert not {"12", "32", "47", "48", "49"} & codes
    assert label("2.06.1", 47) == "HUD: ESG - CV"


@pytest.mark.parametrize(
    ("list_id", "first", "last"),
    [
        ("3.12.1", ["116", "101", "118", "215"], ["37", "8", "9", "99"]),
        ("3.917.2", ["10", "11", "2"], ["8", "9", "99"]),
        ("3.917.5", ["101", "102"], ["113", "8", "9", "99"]),
        ("R4.1", ["1", "2"], ["14", "8", "9", "99"]),
        ("V6.1", ["402"], ["657A5", "99"]),
    ],
)
def test_codes_stand_in_the_order_of_hud_forms(list_id: str, first: list[str], last: list[str]) -> None:
    codes = [code.value for code in code_list(list_id).codes]

    assert codes[: len(first)] == first
    assert codes[-len(last) :] == last


def test_reasons_for_missing_data_come_last_in_every_list() -> None:
    for each in code_lists():
        reasons = [code for code in each.codes if code.label in ("Client doesn't know", "Data not collected")]
        if reasons:
            tail = each.codes[-3:]
            assert all(code in tail for code in reasons), each.id


@pytest.mark.parametrize(
    ("file_name", "column", "selectors", "list_id"),
    [
        ("Services", "TypeProvided", (141,), "P1.2"),
        ("Services", "TypeProvided", (152,), "V3.4"),
        ("Services", "TypeProvided", ("200",), "4.14"),
        ("Services", "TypeProvided", (999,), None),
        ("Services", "SubTypeProvided", (144, 4), "V2.B"),
        ("Services", "SubTypeProvided", (144, 2), None),
        ("Disabilities", "DisabilityResponse", (10,), "4.10.2"),
        ("Disabilities", "DisabilityResponse", (8,), "1.8"),
        ("Exit", "Destination", (), "3.12.1"),
        ("Exit", "ExitDate", (), None),
    ],
)
def test_list_of_a_column_may_depend_on_another_answer(
    file_name: str, column: str, selectors: tuple[int | str, ...], list_id: str | None
) -> None:
    assert list_for(file(file_name).column(column), *selectors) == list_id


def test_labels_and_codes_are_written_once() -> None:
    for each in code_lists():
        values = [code.value for code in each.codes]
        assert len(values) == len(set(values)), each.id
        assert all(code.label for code in each.codes), each.id
    ids = [each.id for each in standards.code_lists()]
    assert len(ids) == len(set(ids))
