from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.db.keys import KeyRing
from hmis_web.exporting.hmis_csv import ExportParams
from tests.exporting.conftest import Exporting
from tests.factories import hud

pytestmark = pytest.mark.both_databases

START, END = date(2026, 1, 1), date(2026, 3, 31)
QUARTER = ExportParams(start=START, end=END)
EVERYTHING = ExportParams(everything=True)


@pytest.fixture
def agency(session: Session) -> models.Organization:
    return hud.organization(session)


@pytest.fixture
def shelter(session: Session, agency: models.Organization) -> models.Project:
    return hud.project(session, agency, project_id="SHELTER")


@pytest.fixture
def person(session: Session, keyring: KeyRing, agency: models.Organization) -> models.Client:
    return hud.client(session, keyring, agency, personal_id="ANA")


@pytest.mark.parametrize(
    ("entry", "left", "inside"),
    [
        (END, None, True),
        (date(2026, 4, 1), None, False),
        (date(2020, 5, 5), None, True),
        (date(2020, 5, 5), START, True),
        (date(2020, 5, 5), date(2025, 12, 31), False),
        (date(2026, 2, 1), date(2026, 2, 1), True),
    ],
)
def test_export_of_a_period_takes_stays_that_overlap_it(
    session: Session,
    person: models.Client,
    shelter: models.Project,
    exported: Exporting,
    entry: date,
    left: date | None,
    inside: bool,
) -> None:
    stay = hud.enrollment(session, person, shelter, entry_date=entry)
    if left is not None:
        hud.exit(session, stay, left)
    session.commit()
    made = exported(QUARTER)

    assert (made.column("Enrollment", "EnrollmentID") == [stay.enrollment_id]) is inside
    assert (made.column("Client", "PersonalID") == ["ANA"]) is inside
    assert made.column("Project", "ProjectID") == ["SHELTER"]


def test_export_of_a_period_leaves_out_what_is_dated_after_its_end(
    session: Session, person: models.Client, shelter: models.Project, exported: Exporting
) -> None:
    stay = hud.enrollment(
        session, person, shelter, entry_date=date(2025, 6, 1), move_in_date=date(2026, 4, 1),
        date_of_engagement=date(2026, 3, 31), client_enrolled_in_path=1, date_of_path_status=date(2026, 5, 1),
    )  # fmt: skip
    hud.exit(session, stay, date(2026, 4, 2))
    for day in (date(2025, 6, 1), END, date(2026, 4, 1)):
        hud.service(session, stay, day)
    session.commit()
    made = exported(QUARTER)

    assert made.rows("Exit") == []
    assert made.column("Services", "DateProvided") == ["2025-06-01", "2026-03-31"]
    (row,) = made.rows("Enrollment")
    assert row["MoveInDate"] == ""
    assert row["DateOfEngagement"] == "2026-03-31"
    assert (row["DateOfPATHStatus"], row["ClientEnrolledInPATH"]) == ("", "")
    (whole,) = exported(EVERYTHING).rows("Enrollment")
    assert (whole["MoveInDate"], whole["ClientEnrolledInPATH"]) == ("2026-04-01", "1")


def test_export_assessment_results_follow_their_assessment(
    session: Session, person: models.Client, shelter: models.Project, exported: Exporting
) -> None:
    stay = hud.enrollment(session, person, shelter)
    common = {
        "data_source_id": stay.data_source_id, "enrollment_key": stay.id, "client_key": person.id,
        "enrollment_id": stay.enrollment_id, "personal_id": person.personal_id,
    }  # fmt: skip
    for name, day in (("NOW", END), ("LATER", date(2026, 4, 1))):
        held = models.Assessment(**common, assessment_id=name, assessment_date=day)
        session.add(held)
        session.flush()
        session.add(
            models.AssessmentResults(
                **common, assessment_key=held.id, assessment_id=name, assessment_result_id=name
            )
        )
    session.commit()
    made = exported(QUARTER)

    assert made.column("Assessment", "AssessmentID") == ["NOW"]
    assert made.column("AssessmentResults", "AssessmentID") == ["NOW"]
    assert exported(EVERYTHING).column("AssessmentResults", "AssessmentID") == ["LATER", "NOW"]


def test_export_deleted_rows_stay_out_of_a_period_and_come_with_everything(
    session: Session, person: models.Client, shelter: models.Project, exported: Exporting
) -> None:
    stay = hud.enrollment(session, person, shelter)
    hud.service(session, stay, START, services_id="GONE", date_deleted="2026-02-02 10:00:00")
    hud.enrollment(session, person, shelter, enrollment_id="DELETED", date_deleted="2026-02-02 10:00:00")
    session.commit()

    assert exported(QUARTER).column("Services", "ServicesID") == []
    assert exported(QUARTER).column("Enrollment", "EnrollmentID") == [stay.enrollment_id]
    (row,) = exported(EVERYTHING).rows("Services")
    assert row["DateDeleted"] == "2026-02-02 10:00:00"
    assert "DELETED" in exported(EVERYTHING).column("Enrollment", "EnrollmentID")


def test_export_of_chosen_projects_has_no_other_project_client_or_user(
    session: Session,
    keyring: KeyRing,
    agency: models.Organization,
    shelter: models.Project,
    exported: Exporting,
) -> None:
    other = hud.project(session, agency, "Outreach", project_id="OUTREACH")
    for name, program in (("ANA", shelter), ("BEN", other)):
        person = hud.client(session, keyring, agency, personal_id=name, user_id=f"U-{name}")
        hud.enrollment(session, person, program)
    for name in ("U-ANA", "U-BEN", "U1"):
        session.add(models.HudUser(data_source_id=agency.data_source_id, user_id=name))
    session.commit()
    made = exported(replace(QUARTER, project_keys=(shelter.id,)))

    assert made.column("Project", "ProjectID") == ["SHELTER"]
    assert made.column("Client", "PersonalID") == ["ANA"]
    assert made.column("User", "UserID") == ["U-ANA", "U1"]


def test_export_brings_the_residential_project_that_a_chosen_one_is_affiliated_with(
    session: Session,
    keyring: KeyRing,
    agency: models.Organization,
    shelter: models.Project,
    exported: Exporting,
) -> None:
    partner = hud.organization(session, "Partner", organization_id="PARTNER")
    beds = hud.project(session, partner, "Beds", project_id="BEDS")
    hud.enrollment(session, hud.client(session, keyring, partner), beds)
    session.add(
        models.Affiliation(
            data_source_id=agency.data_source_id, affiliation_id="A1", project_key=shelter.id,
            project_id="SHELTER", res_project_key=beds.id, res_project_id="BEDS",
        )
    )  # fmt: skip
    session.commit()
    made = exported(replace(QUARTER, project_keys=(shelter.id,)))

    assert made.column("Project", "ProjectID") == ["BEDS", "SHELTER"]
    assert made.column("Organization", "OrganizationID") == sorted([agency.organization_id, "PARTNER"])
    assert made.rows("Enrollment") == []


@pytest.mark.parametrize(("code", "inside"), [("XX-501", ["CHILD", "HEAD"]), ("XX-502", [])])
def test_export_of_a_coc_follows_the_head_of_household(
    session: Session,
    person: models.Client,
    shelter: models.Project,
    exported: Exporting,
    code: str,
    inside: list[str],
) -> None:
    for name in ("XX-501", "XX-502"):
        session.add(
            models.ProjectCoC(
                data_source_id=shelter.data_source_id,
                project_key=shelter.id,
                project_coc_id=name,
                coc_code=name,
            )
        )
    common = {"household_id": "H1"}
    hud.enrollment(session, person, shelter, enrollment_id="HEAD", enrollment_coc="XX-501", **common)
    hud.enrollment(session, person, shelter, enrollment_id="CHILD", relationship_to_hoh=2, **common)
    session.commit()
    made = exported(replace(QUARTER, coc_codes=(code,)))

    assert made.column("Enrollment", "EnrollmentID") == inside
    assert made.rows("Export")[0]["SourceID"] == code
    assert exported(replace(QUARTER, coc_codes=("XX-509",))).rows("Project") == []


def test_export_of_a_merged_client_names_the_survivor(
    session: Session, keyring: KeyRing, person: models.Client, shelter: models.Project, exported: Exporting
) -> None:
    stay = hud.enrollment(session, person, shelter)
    stay.personal_id = "ANA-OLD"
    hud.service(session, stay, START)
    session.add(
        models.ClientAlias(data_source_id=person.data_source_id, personal_id="ANA-OLD", client_id=person.id)
    )
    session.commit()

    for params in (QUARTER, EVERYTHING):
        made = exported(params)
        assert made.column("Enrollment", "PersonalID") == ["ANA"]
        assert made.column("Services", "PersonalID") == ["ANA"]


def test_export_holds_huds_services_and_nothing_of_the_agencys_own(
    session: Session,
    person: models.Client,
    shelter: models.Project,
    agency: models.Organization,
    exported: Exporting,
) -> None:
    stay = hud.enrollment(session, person, shelter, entry_date=START)
    night = hud.service(session, stay, START, note="upper bunk")
    heading = models.ServiceCategory(organization_id=agency.id, name="Food")
    session.add(heading)
    session.flush()
    item = models.ServiceItem(organization_id=agency.id, category_id=heading.id, name="Packed lunch")
    session.add(item)
    session.flush()
    given = {"item_id": item.id, "enrollment_key": stay.id, "project_key": shelter.id, "provided_on": START}
    given |= {"client_id": person.id, "organization_id": agency.id}
    when = datetime(2026, 1, 1, tzinfo=UTC)
    session.add(models.OwnService(created_at=when, note="no nuts", **given))
    session.commit()
    made = exported(EVERYTHING)

    assert made.column("Services", "ServicesID") == [night.services_id]
    for words in (b"upper bunk", b"Packed lunch", b"no nuts"):
        assert not [name for name, content in made.files.items() if words in content]
