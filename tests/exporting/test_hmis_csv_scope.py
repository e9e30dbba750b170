from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.access.actor import Actor
from hmis_web.db.errors import DomainError, Forbidden, NotFound
from hmis_web.db.keys import KeyRing
from hmis_web.domain.progress import Cancelled
from hmis_web.exporting.hmis_csv import ExportParams
from hmis_web.standards.codes import ExportPeriodType
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


@pytest.mark.parametrize("params", [QUARTER, EVERYTHING])
def test_export_never_holds_clients_of_a_victim_service_provider(
    session: Session,
    keyring: KeyRing,
    person: models.Client,
    shelter: models.Project,
    exported: Exporting,
    params: ExportParams,
) -> None:
    hud.enrollment(session, person, shelter)
    refuge = hud.organization(session, "Refuge", victim_service_provider=1)
    hidden = hud.client(session, keyring, refuge, personal_id="HIDDEN")
    stay = hud.enrollment(session, hidden, hud.project(session, refuge, project_id="REFUGE"))
    hud.service(session, stay, START)
    session.commit()
    made = exported(params)

    assert made.column("Client", "PersonalID") == ["ANA"]
    assert len(made.rows("Enrollment")) == 1
    assert made.rows("Services") == []
    assert "REFUGE" in made.column("Project", "ProjectID")


def test_export_in_a_comparable_database_holds_its_own_clients(
    session: Session, keyring: KeyRing, exported: Exporting
) -> None:
    refuge = hud.organization(session, "Refuge", victim_service_provider=1)
    own = hud.client(session, keyring, refuge, personal_id="OWN")
    hud.enrollment(session, own, hud.project(session, refuge))
    session.add(models.Setting(name="comparable_database", value="true"))
    session.commit()

    assert exported(QUARTER).column("Client", "PersonalID") == ["OWN"]


def test_export_of_everything_has_clients_who_never_stayed_anywhere(
    session: Session, person: models.Client, exported: Exporting
) -> None:
    session.commit()

    assert exported(EVERYTHING).column("Client", "PersonalID") == ["ANA"]
    assert exported(QUARTER).rows("Client") == []


def test_export_by_an_agency_has_that_agency_alone(
    session: Session,
    keyring: KeyRing,
    agency: models.Organization,
    shelter: models.Project,
    exported: Exporting,
) -> None:
    hud.enrollment(session, hud.client(session, keyring, agency, personal_id="ANA"), shelter)
    other = hud.organization(session, "Elm House")
    elm = hud.project(session, other)
    hud.enrollment(session, hud.client(session, keyring, other, personal_id="BEN"), elm)
    session.commit()
    worker = replace(Actor.system(), organization_id=agency.id, is_system_administrator=False)

    for params in (QUARTER, EVERYTHING):
        made = exported(params, worker)
        assert made.column("Client", "PersonalID") == ["ANA"]
        assert made.column("Project", "ProjectID") == ["SHELTER"]
        assert made.column("Organization", "OrganizationID") == [agency.organization_id]
    with pytest.raises(NotFound):
        exported(replace(QUARTER, project_keys=(elm.id,)), worker)


def test_export_without_the_permission_is_refused(exported: Exporting) -> None:
    nobody = replace(Actor.system(), permissions=frozenset())

    with pytest.raises(Forbidden):
        exported(QUARTER, nobody)


@pytest.mark.parametrize(
    ("params", "field"),
    [
        (ExportParams(end=END), "start"),
        (ExportParams(start=START), "end"),
        (ExportParams(start=END, end=START), "end"),
        (ExportParams(everything=True, project_keys=(1,)), "everything"),
    ],
)
def test_export_with_a_choice_missing_says_which(
    exported: Exporting, params: ExportParams, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        exported(params)

    assert refused.value.field == field


def test_export_of_one_source_leaves_the_other_out(
    session: Session,
    keyring: KeyRing,
    agency: models.Organization,
    person: models.Client,
    exported: Exporting,
) -> None:
    hud.client(session, keyring, agency, personal_id="THEIRS", source="partner")
    session.commit()

    made = exported(replace(EVERYTHING, data_source_id=person.data_source_id))

    assert made.column("Client", "PersonalID") == ["ANA"]
    assert exported(EVERYTHING).column("Client", "PersonalID") == ["ANA", "THEIRS"]


def test_export_of_two_sources_that_share_an_identifier_is_refused_by_name(
    session: Session,
    keyring: KeyRing,
    agency: models.Organization,
    person: models.Client,
    exported: Exporting,
) -> None:
    hud.client(session, keyring, agency, personal_id="ANA", source="partner")
    session.commit()

    with pytest.raises(DomainError, match="local and partner both have PersonalID ANA"):
        exported(EVERYTHING)


def test_export_of_changes_has_rows_changed_in_the_period_with_what_they_hang_on(
    session: Session, person: models.Client, shelter: models.Project, exported: Exporting
) -> None:
    old = {"date_created": "2020-01-01 08:00:00", "date_updated": "2020-01-01 08:00:00"}
    person.date_created = person.date_updated = "2020-01-01 08:00:00"
    stay = hud.enrollment(session, person, shelter, entry_date=date(2020, 1, 1), **old)
    hud.service(session, stay, date(2020, 1, 1), services_id="OLD", **old)
    hud.service(
        session, stay, date(2020, 1, 2), services_id="GONE", **old, date_deleted="2026-03-31 23:59:59"
    )
    hud.enrollment(session, person, shelter, enrollment_id="QUIET", entry_date=date(2020, 1, 1), **old)
    session.commit()
    made = exported(replace(QUARTER, period_type=ExportPeriodType.UPDATED))

    assert made.column("Services", "ServicesID") == ["GONE"]
    assert made.column("Enrollment", "EnrollmentID") == [stay.enrollment_id]
    assert made.column("Client", "PersonalID") == ["ANA"]
    (row,) = made.rows("Export")
    assert (row["ExportPeriodType"], row["ExportDirective"]) == ("1", "1")


def test_export_of_more_stays_than_a_chunk_holds_loses_none(
    session: Session, person: models.Client, shelter: models.Project, exported: Exporting
) -> None:
    base = hud.enrollment(session, person, shelter, enrollment_id="E0")
    session.bulk_insert_mappings(
        models.Enrollment.__mapper__,
        [
            {
                "data_source_id": base.data_source_id, "enrollment_id": f"E{number}", "personal_id": "ANA",
                "project_id": "SHELTER", "client_key": person.id, "project_key": shelter.id,
                "entry_date": START,
            }
            for number in range(1, 9_001)
        ],
    )  # fmt: skip
    session.commit()

    assert len(set(exported(QUARTER).column("Enrollment", "EnrollmentID"))) == 9_001


class Impatient:
    """Somebody who watches an export and stops it."""

    def update(self, fraction: float, message: str) -> None:
        """Nothing to tell."""

    def check_cancelled(self) -> None:
        """Stop at the first row."""
        raise Cancelled


def test_export_cancelled_leaves_the_file_that_was_there_and_no_other(
    session: Session, person: models.Client, exported: Exporting
) -> None:
    session.commit()
    kept = exported(EVERYTHING)
    before = kept.path.read_bytes()

    with pytest.raises(Cancelled):
        exported(EVERYTHING, progress=Impatient())

    assert kept.path.read_bytes() == before
    assert [path.name for path in kept.path.parent.glob("*.part")] == []
