"""What Q4a says of a project: access point, affiliations, continua, subtype."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hmis_web.reports.universe.projects import project_frame
from tests.reports.communities import DAY, END, START, Community, params


def described(made: Community, projects: tuple[int, ...] = (1,)) -> list[dict[str, Any]]:
    return project_frame(made.frames(), params(projects=projects)).to_dicts()


def _access(made: Community, answer: int, begins: date, ends: date | None = None) -> None:
    made.add(
        "ce_participation",
        project_key=1,
        access_point=answer,
        ce_participation_status_start_date=begins,
        ce_participation_status_end_date=ends,
    )


def test_access_point_of_a_project_without_a_record_is_no() -> None:
    assert described(Community().project())[0]["access_point"] == 0


def test_access_point_is_that_in_force_at_the_end_of_the_report() -> None:
    made = Community().project()
    _access(made, 1, START, END - DAY)
    _access(made, 0, END)
    _access(made, 1, END + DAY)

    assert described(made)[0]["access_point"] == 0


def test_access_point_of_a_closed_project_is_that_of_its_last_day() -> None:
    made = Community().project(operating_end_date=date(2026, 3, 31))
    _access(made, 1, date(2020, 1, 1), date(2026, 3, 31))
    _access(made, 0, date(2026, 4, 1))

    assert described(made)[0]["access_point"] == 1


def test_access_point_of_overlapping_records_is_that_ending_last() -> None:
    made = Community().project()
    _access(made, 1, date(2020, 1, 1), None)
    _access(made, 0, date(2024, 1, 1), END + DAY)

    assert described(made)[0]["access_point"] == 1


@pytest.mark.parametrize(
    ("project_type", "subtype", "answer", "listed"),
    [
        (6, None, 1, "P7, P8"),
        (6, None, 0, None),
        (13, 1, 1, "P7, P8"),
        (13, 2, None, None),
        (3, None, None, None),
    ],
)
def test_affiliations_are_asked_of_services_only_projects(
    project_type: int, subtype: int | None, answer: int | None, listed: str | None
) -> None:
    made = Community().project(
        project_type=project_type, rrh_sub_type=subtype, residential_affiliation=answer or 0
    )
    if answer:
        made.rows["project"][0]["residential_affiliation"] = answer
    made.add("affiliation", project_key=1, res_project_id="P8").add(
        "affiliation", project_key=1, res_project_id="P7"
    )

    (row,) = described(made)

    assert (row["residential_affiliation"], row["affiliated_projects"]) == (answer, listed)


def test_rrh_subtype_of_other_types_is_blank() -> None:
    assert described(Community().project(project_type=3, rrh_sub_type=1))[0]["rrh_sub_type"] is None


def test_continua_are_listed_with_their_geocodes_in_one_order() -> None:
    made = Community().project()
    made.add("project_coc", project_key=1, coc_code="XX-501", geocode="069999")
    made.add("project_coc", project_key=1, coc_code="XX-500", geocode="061111")
    made.add(
        "project_coc", project_key=1, coc_code="XX-502", geocode="062222", date_deleted="2026-01-01 00:00:00"
    )

    (row,) = described(made)

    assert (row["coc_codes"], row["geocodes"], row["only_coc"]) == ("XX-500, XX-501", "061111, 069999", None)


@pytest.mark.parametrize(
    ("begins", "ends", "counts"),
    [
        (date(2020, 1, 1), None, True),
        (END, None, True),
        (END + DAY, None, False),
        (date(2020, 1, 1), START - DAY, False),
    ],
)
def test_funding_counts_when_it_ran_in_the_report(begins: date, ends: date | None, *, counts: bool) -> None:
    made = Community().project(project_type=7)
    made.add("funder", project_key=1, funder=35, start_date=begins, end_date=ends)

    assert described(made)[0]["is_pay_for_success"] is counts


def test_projects_come_by_agency_and_name() -> None:
    made = Community().project(2).project(1).project(3)

    assert [row["project_key"] for row in described(made, (3, 2, 1))] == [1, 2, 3]
