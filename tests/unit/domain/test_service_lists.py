"""Which of HUD's service lists a project is offered."""

import pytest

from hmis_web import standards
from hmis_web.domain.service_details import wanted_details
from hmis_web.domain.service_lists import offer, sub_types, type_label
from hmis_web.standards.codes import RecordType

YOUTH_TYPES, HOPWA_FUNDERS = {0, 2, 6, 12}, range(13, 20)
RECORDED: dict[int, list[tuple[int | None, set[int]]]] = {
    200: [(1, set()), (1, {8}), (1, {46})],
    141: [(4, {21}), (6, {21, 4})],
    161: [(4, {21}), (6, {21})],
    142: [(kind, {funder}) for kind in sorted(YOUTH_TYPES) for funder in (22, 23, 24, 26)],
    143: [(kind, {funder}) for kind in (0, 2, 3, 6, 12) for funder in HOPWA_FUNDERS],
    151: [(kind, {funder}) for kind in (6, 12) for funder in (16, 17)],
    144: [(12, {33}), (13, {33, 3})],
    152: [(12, {33}), (13, {33})],
    210: [(3, {20})],
    300: [(3, {funder}) for funder in (2, 43, 54, 55, 56)],
}
"""Record type: project types with funders that record it (the header of each element)."""
NOT_RECORDED: dict[int, list[tuple[int | None, set[int]]]] = {
    200: [(0, {8}), (2, set()), (None, set())],
    141: [(4, {25}), (4, set()), (6, {4}), (11, {46})],
    161: [(4, set()), (4, {11})],
    142: [(4, {25}), (2, {5})],
    143: [(0, {8}), (2, set()), (3, {2}), (12, {33})],
    151: [(3, {15}), (12, {9}), (6, {13})],
    144: [(2, {33}), (13, {3}), (13, set())],
    152: [(2, {33}), (12, set())],
    210: [(2, {20}), (3, {2})],
    300: [(3, {20}), (13, {2}), (3, set())],
}


@pytest.mark.parametrize("record_type", sorted(RecordType))
def test_list_is_offered_where_the_funder_has_it_and_nowhere_else(record_type: int) -> None:
    def offered(case: tuple[int | None, set[int]]) -> bool:
        kind, funders = case
        found = offer(kind, frozenset(funders))
        return record_type in {each.record_type for each in found.types}

    assert [case for case in RECORDED[record_type] if not offered(case)] == []
    assert [case for case in NOT_RECORDED[record_type] if offered(case)] == []


@pytest.mark.parametrize(
    ("service", "wanted"),
    [
        ((200, 200), set()),
        ((141, 6), set()),
        ((161, 1), {"referral_outcome"}),
        ((142, 8), set()),
        ((143, 2), set()),
        ((151, 1), {"fa_amount"}),
        ((144, 2), set()),
        ((144, 3), {"sub_type_provided"}),
        ((144, 4), {"sub_type_provided"}),
        ((144, 5), {"sub_type_provided"}),
        ((144, 6), {"other_type"}),
        ((152, 1), {"fa_amount", "fa_start_date", "fa_end_date"}),
        ((210, 3), set()),
        ((210, 12), {"other_type"}),
        ((300, 1), set()),
        ((300, 5), {"other_type"}),
    ],
)
def test_service_wants_the_details_that_its_columns_have(service: tuple[int, int], wanted: set[str]) -> None:
    assert wanted_details(*service) == wanted


def test_offer_holds_every_active_code_of_its_lists_once() -> None:
    codes = [(each.record_type, each.type_provided) for each in offer(4, frozenset({21})).types]

    lists = ((141, "P1.2"), (161, "P2.2"))
    assert codes == [(kind, int(code.value)) for kind, each in lists for code in standards.offered(each)]


def test_referral_and_service_of_the_same_name_are_told_apart() -> None:
    labels = [each.label for each in offer(4, frozenset({21})).types]

    assert len(labels) == len(set(labels))
    assert {"Community mental health", "Referral: Community mental health"} <= set(labels)


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
