"""Each case is read in the FY2026 HMIS Data Standards Manual (headers of the elements), not in our tables."""

from __future__ import annotations

import pytest

from hmis_web.standards import CollectionPoint, Person, element, elements, elements_required
from hmis_web.standards.codes import DataCollectionStage, ProjectType

HEAD = Person(is_hoh=True, is_adult=True)
VETERAN = Person(is_hoh=True, is_adult=True, is_veteran=True)
ADULT = Person(is_adult=True)
CHILD = Person()
YOUNG_HEAD = Person(is_hoh=True)
ENTRY, UPDATE, EXIT, ANNUAL = 1, 2, 3, 5
RECORD, OCCURRENCE, AFTER = "record", "occurrence", "post-exit"
DISABILITIES = "4.05 4.06 4.07 4.08 4.09 4.10"


@pytest.mark.parametrize(
    ("funders", "project_type", "stage", "who", "required", "not_required"),
    [
        # universal elements: all programs, all components
        (set(), 11, ENTRY, HEAD, "3.08 3.10 3.15 3.16 3.917", "4.02 4.05"),
        (set(), 11, ENTRY, CHILD, "3.08 3.10 3.15", "3.16 3.917"),
        (set(), 11, ENTRY, ADULT, "3.917", "3.16"),
        (set(), 11, EXIT, CHILD, "3.11 3.12", "4.02"),
        (set(), 11, RECORD, CHILD, "3.01 3.02 3.03 3.04", "3.07 4.21 V1"),
        (set(), 11, RECORD, ADULT, "3.07", "V1"),
        # CoC permanent supportive housing (funder 2)
        ({2}, 3, ENTRY, HEAD, f"4.02 4.03 4.04 4.11 {DISABILITIES}", "C3 R4 W1 V6"),
        ({2}, 3, ENTRY, CHILD, f"4.04 {DISABILITIES}", "4.02 4.03 4.11"),
        ({2}, 3, ENTRY, YOUNG_HEAD, "4.02 4.03 4.11", ""),
        ({2}, 3, ANNUAL, HEAD, "4.02 4.03 4.04", f"4.11 {DISABILITIES}"),
        ({2}, 3, EXIT, HEAD, f"4.02 4.03 4.04 {DISABILITIES}", "4.11 W5"),
        ({2}, 3, UPDATE, HEAD, f"4.02 4.11 {DISABILITIES}", "3.917"),
        ({2}, 3, OCCURRENCE, HEAD, "3.20 C2", "4.12 4.13"),
        ({2}, 3, OCCURRENCE, ADULT, "", "3.20 C2"),
        ({2}, 3, RECORD, CHILD, "4.21", ""),
        # CoC coordinated entry (4) and street outreach (4)
        ({4}, 14, ENTRY, HEAD, "3.917", f"4.02 4.03 4.04 4.11 {DISABILITIES}"),
        ({4}, 14, OCCURRENCE, HEAD, "4.12 4.19 4.20", "4.13"),
        ({4}, 14, OCCURRENCE, ADULT, "4.12", "4.19 4.20"),
        ({4}, 14, RECORD, HEAD, "", "4.21"),
        ({4}, 4, OCCURRENCE, HEAD, "4.12 4.13", "4.14 4.19"),
        ({4}, 6, OCCURRENCE, HEAD, "", "4.12 4.13"),
        # CoC prevention (1): housing assessment at exit
        ({1}, 12, EXIT, CHILD, "W5", ""),
        # YHDP (43) rapid rehousing, CoC Builds (56)
        ({43}, 13, ENTRY, HEAD, "C3 4.02", "R4"),
        ({43}, 13, ENTRY, ADULT, "", "C3"),
        ({43}, 13, OCCURRENCE, HEAD, "3.20 4.12", "4.13"),
        ({56}, 3, OCCURRENCE, HEAD, "4.12 C2 3.20", ""),
        # ESG shelter (8): night-by-night leaves income out but not disabilities
        ({8}, 1, ENTRY, HEAD, f"4.11 {DISABILITIES}", "4.02 4.03 4.04"),
        ({8}, 1, OCCURRENCE, HEAD, "4.12 4.13 4.14", "3.20"),
        ({8}, 0, ENTRY, HEAD, "4.02 4.03 4.04 4.11", ""),
        ({8}, 0, OCCURRENCE, HEAD, "", "4.12 4.13 4.14"),
        ({11}, 4, OCCURRENCE, ADULT, "4.12 4.13", ""),
        ({9}, 12, EXIT, HEAD, "W5 4.02", ""),
        # ESG RUSH (53)
        ({53}, 1, ENTRY, HEAD, "", f"4.02 4.04 4.11 {DISABILITIES}"),
        ({53}, 4, ENTRY, HEAD, "", "4.02 4.05 4.11"),
        ({53}, 13, ENTRY, HEAD, "4.02 4.05 4.11", ""),
        ({53}, 1, OCCURRENCE, HEAD, "4.12 4.14", "4.13"),
        # HOPWA (15 housing, 17 short-term payments)
        ({15}, 3, ENTRY, CHILD, "W3 W4 W6", "W1 4.02"),
        ({15}, 3, ANNUAL, CHILD, "W4 4.04", "W3 W6"),
        ({15}, 3, OCCURRENCE, CHILD, "W1", "W2"),
        ({17}, 12, OCCURRENCE, HEAD, "W1 W2", ""),
        ({15}, 3, EXIT, CHILD, "W5", ""),
        # PATH, funder 21
        ({21}, 4, OCCURRENCE, ADULT, "P1 P2 P3 4.12 4.13", "R14"),
        ({21}, 4, ENTRY, HEAD, "P4 4.02 4.05", "4.08"),
        ({21}, 6, ANNUAL, HEAD, "P4", ""),
        # RHY: Basic Center (22), transitional living (24), outreach (25)
        ({22}, 0, ENTRY, YOUNG_HEAD, "R1 R2 R4 R5 R6 R7 R8 R9 R10 R11 R12 R13 4.03 4.04", "4.02 4.08 4.11"),
        ({22}, 0, ENTRY, CHILD, "R2 4.04 4.05", "R1 R10"),
        ({22}, 0, EXIT, YOUNG_HEAD, "R15 R16 R17 R18 R19 R4", "R1 R20"),
        ({22}, 12, EXIT, YOUNG_HEAD, "R15 R18", "R17 R19"),
        ({22}, 0, AFTER, YOUNG_HEAD, "R20", "R19"),
        ({24}, 2, ENTRY, HEAD, "4.02 4.03 R13", "R2"),
        ({24}, 2, OCCURRENCE, HEAD, "R14", "4.12"),
        ({25}, 4, ENTRY, HEAD, "R10 4.04 4.05", "4.02 4.03 R1 R4 R5 R13"),
        ({25}, 4, EXIT, HEAD, "R15 R16", "R17 R18 R19"),
        ({25}, 4, OCCURRENCE, HEAD, "4.12 4.13", "R14"),
        ({25}, 4, AFTER, HEAD, "", "R20"),
        # VA: SSVF (33), GPD (37, 45), contract residential (27), safe haven (30)
        ({33}, 13, ENTRY, VETERAN, "V4 V6 V10 R4 R6 P4 4.02 4.11", "V7 4.05 4.08 R5"),
        ({33}, 12, ENTRY, HEAD, "V7 V4 V6", "V10"),
        ({33}, 12, RECORD, VETERAN, "V1 4.21", ""),
        ({33}, 12, RECORD, HEAD, "", "V1"),
        ({33}, 13, OCCURRENCE, CHILD, "V2 V3", "3.20"),
        ({37}, 2, ENTRY, VETERAN, "V6 R6 4.02 4.03 4.04 4.11", "V4 V10 R4 4.05"),
        ({45}, 6, ENTRY, VETERAN, "V10 V6", "V4"),
        ({45}, 6, OCCURRENCE, HEAD, "3.20", ""),
        ({27}, 2, ENTRY, HEAD, "V6 4.02 4.11", "R6 4.05"),
        ({30}, 8, RECORD, VETERAN, "V1 4.21", ""),
        # HUD-VASH, funder 20
        ({20}, 3, ENTRY, HEAD, "4.02 4.08 4.11 R4 R6 R7 V6", "4.05 4.09 R8 R9"),
        ({20}, 3, EXIT, VETERAN, "V9", "W5"),
        ({20}, 3, OCCURRENCE, VETERAN, "V8 3.20", "C2"),
        ({20}, 3, OCCURRENCE, HEAD, "", "V8"),
        # Pay for Success (35), special NOFO (54, 55), two funders at once
        ({35}, 7, OCCURRENCE, HEAD, "3.20", "4.12"),
        ({54}, 4, OCCURRENCE, HEAD, "4.12 4.13", ""),
        ({55}, 14, ENTRY, HEAD, "", "4.02 4.05"),
        ({2, 20}, 3, ENTRY, HEAD, "4.05 R7 V6", ""),
    ],
)  # fmt: skip
def test_elements_required_by_hud_text_are_required(
    funders: set[int], project_type: int, stage: int | str, who: Person, required: str, not_required: str
) -> None:
    found = {each.number for each in elements_required(funders, project_type, stage, who)}

    assert set(required.split()) - found == set()
    assert set(not_required.split()) & found == set()


def test_elements_required_of_an_access_point_include_coordinated_entry() -> None:
    numbers = {
        each.number for each in elements_required({2}, ProjectType.PSH, "occurrence", HEAD, access_point=True)
    }

    assert {"4.19", "4.20"} <= numbers


def test_elements_required_at_a_stage_that_does_not_exist_raises() -> None:
    with pytest.raises(ValueError, match="4 is not a valid"):
        elements_required({2}, ProjectType.PSH, 4, HEAD)
    with pytest.raises(ValueError, match="later"):
        elements_required({2}, ProjectType.PSH, "later", HEAD)


def test_elements_required_by_code_or_by_name_of_a_stage_are_the_same() -> None:
    for stage, point in ((DataCollectionStage.ENTRY, "entry"), (DataCollectionStage.POST_EXIT, "post-exit")):
        assert elements_required({24}, 2, stage, HEAD) == elements_required({24}, 2, point, HEAD)


def test_elements_are_all_there_with_columns_that_exist_and_a_place_in_time() -> None:
    numbers = [each.number for each in elements()]

    assert len(numbers) == len(set(numbers)) == 69
    assert all(each.columns and each.collected for each in elements())
    assert {each.number[0] for each in elements()} == {"3", "4", "C", "P", "R", "V", "W"}


def test_element_of_a_shared_file_names_the_rows_that_are_its_own() -> None:
    shared = {each.number: each.record for each in elements() if each.record}

    assert shared["4.08"] == shared["W4"] == ("DisabilityType", 8)
    assert shared["4.14"] == ("RecordType", 200)
    for each in elements():
        if each.record:
            assert {column.file for column in each.columns} <= {"Disabilities", "Services"}


def test_element_by_number_finds_its_name_and_points() -> None:
    income = element("4.02")

    assert income.name == "Income and Sources"
    assert CollectionPoint.ANNUAL in income.collected
