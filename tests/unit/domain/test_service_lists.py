"""Which of HUD's service lists a project is offered."""

import pytest

from hmis_web import standards
from hmis_web.domain.service_lists import BY_TYPE, RULES, offer, sub_types, type_label
from hmis_web.standards.codes import RecordType


@pytest.mark.parametrize(
    ("project_type", "funders", "lists", "borrowed"),
    [
        (1, set(), {200}, False),
        (1, {13}, {200, 143}, False),
        (4, {21}, {141}, False),
        (6, {21}, {141}, False),
        (2, {24}, {142}, False),
        (4, {25}, {141}, True),
        (13, {33}, {144, 152}, False),
        (2, {33}, {143}, True),
        (3, {2}, {300}, False),
        (3, {2, 15}, {143, 300}, False),
        (13, {3}, {144}, True),
        (0, {8}, {143}, True),
        (14, {4}, set(), False),
        (None, set(), set(), False),
    ],
)
def test_offer_follows_funders_then_type(
    project_type: int | None, funders: set[int], lists: set[int], borrowed: bool
) -> None:
    offered = offer(project_type, frozenset(funders))

    assert {each.record_type for each in offered.types} == lists
    assert offered.borrowed is borrowed


def test_offer_holds_every_active_code_of_its_list_once() -> None:
    codes = [each.type_provided for each in offer(4, frozenset({21})).types]

    assert codes == [int(code.value) for code in standards.offered("P1.2")]


def test_rules_name_funders_and_types_of_huds_lists() -> None:
    funders, types = standards.code_list("2.06.1").numbers, standards.code_list("2.02.6").numbers

    assert all(rule.funders <= funders and rule.types <= types for rule in RULES)
    assert set(BY_TYPE) <= types


def test_offer_without_a_fitting_code_finds_nothing() -> None:
    offered = offer(1, frozenset())

    assert offered.find(200, 200) is not None
    assert offered.find(141, 6) is None
    assert offered.find(None, None) is None


@pytest.mark.parametrize(
    ("record_type", "type_provided", "label"),
    [
        (200, 200, "Bed night"),
        (141, 6, "Case management"),
        (141, 999, "unknown (999)"),
        (999, 1, "unknown (999)"),
    ],
)
def test_type_label_reads_codes_of_any_file(record_type: int, type_provided: int, label: str) -> None:
    assert type_label(record_type, type_provided) == label


def test_sub_types_are_known_for_three_services_of_ssvf() -> None:
    with_some = [code for code in range(1, 11) if sub_types(RecordType.SSVF_SERVICE, code)]

    assert with_some == [3, 4, 5]
