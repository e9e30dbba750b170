"""A source's next file: what is new, changed, older, edited here, gone or deleted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from hmis_web.importing.apply import Choices
from hmis_web.importing.outcome import Plan
from hmis_web.models import Client, ClientAlias, Enrollment, Services
from tests.importing.conftest import Importer
from tests.importing.csv_set import CsvSet

pytestmark = pytest.mark.both_databases
LATER = "2026-05-05 05:05:05"
EARLIER = "2026-01-01 01:01:01"


def _numbers(plan: Plan | None, file: str) -> dict[str, int]:
    """The numbers of one file that are not 0, rows aside."""
    assert plan is not None
    found = plan.to_json()["files"][file]
    return {name: number for name, number in found.items() if number and name != "rows"}


def test_later_row_replaces_what_is_here(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    csv_set.find("Client", "C1").update(FirstName="Anna", DateUpdated=LATER)

    outcome = importer.set(csv_set)

    client = importer.row("Client", "C1")
    assert (client.first_name, client.date_updated, client.version) == ("Anna", LATER, 2)
    assert client.import_run_id == outcome.run_id
    assert _numbers(outcome.plan, "Client") == {"changed": 1, "unchanged": 1}


def test_row_of_the_same_moment_replaces_what_is_here(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    csv_set.find("Client", "C1").update(FirstName="Anna")

    importer.set(csv_set)

    assert importer.row("Client", "C1").first_name == "Anna"


def test_older_row_is_a_conflict_and_left_unless_chosen(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    csv_set.find("Client", "C1").update(FirstName="Anna", DateUpdated=EARLIER)

    plan = importer.check(run := importer.start(csv_set))
    importer.apply(run)

    assert importer.row("Client", "C1").first_name == "Ana"
    assert [(c.file, c.identifier, c.reason) for c in plan.conflicts] == [("Client", "C1", "older")]

    importer.check(run := importer.start(csv_set))
    importer.apply(run, choices=Choices(take_conflicts=True))
    assert importer.row("Client", "C1").first_name == "Anna"


def test_row_edited_here_is_a_conflict(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    with importer.database.session(write=True) as session:
        session.execute(
            update(Client)
            .where(Client.personal_id == "C1")
            .values(first_name="Anita", edited_at=datetime.now(UTC))
        )
        session.commit()
    csv_set.find("Client", "C1").update(FirstName="Anna", DateUpdated=LATER)

    outcome = importer.set(csv_set)

    assert importer.row("Client", "C1").first_name == "Anita"
    assert outcome.plan is not None
    assert _numbers(outcome.plan, "Client") == {"conflict": 1, "unchanged": 1}


def test_row_edited_between_plan_and_apply_is_left(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    csv_set.find("Client", "C1").update(FirstName="Anna", DateUpdated=LATER)
    importer.check(run := importer.start(csv_set))
    with importer.database.session(write=True) as session:
        session.execute(
            update(Client)
            .where(Client.personal_id == "C1")
            .values(first_name="Anita", edited_at=datetime.now(UTC))
        )
        session.commit()

    result = importer.apply(run)

    assert importer.row("Client", "C1").first_name == "Anita"
    assert _numbers(result.plan, "Client") == {"conflict": 1, "unchanged": 1}


def test_changed_ssn_is_noticed(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.find("Client", "C1").update(SSN="912345678", SSNDataQuality="1")
    importer.set(csv_set)
    csv_set.find("Client", "C1").update(SSN="912345679")

    outcome = importer.set(csv_set)

    assert _numbers(outcome.plan, "Client") == {"changed": 1, "unchanged": 1}
    client = importer.row("Client", "C1")
    assert client.ssn_index == importer.keyring.blind("ssn", "912345679")


def test_new_rows_beside_known_ones_are_added(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    csv_set.client("C3")
    csv_set.enrollment("N3", "C3")
    csv_set.service("S3", "N3", "C3")

    outcome = importer.set(csv_set)

    assert _numbers(outcome.plan, "Services") == {"new": 1, "unchanged": 2}
    assert importer.row("Services", "S3").client_key == importer.row("Client", "C3").id


def test_stay_that_moved_to_another_person_moves_here(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    for file, identifier in (("Enrollment", "N1"), ("Services", "S1"), ("Exit", "X1")):
        csv_set.find(file, identifier).update(PersonalID="C2", DateUpdated=LATER)

    importer.set(csv_set)

    second = importer.row("Client", "C2").id
    assert importer.row("Enrollment", "N1").client_key == second
    assert importer.row("Services", "S1").client_key == second


def test_rows_missing_from_a_full_refresh_are_listed_and_kept(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    csv_set.drop("Services", "S2")

    outcome = importer.set(csv_set)

    assert outcome.plan is not None
    assert _numbers(outcome.plan, "Services") == {"unchanged": 1, "missing": 1}
    assert [(m.file, m.identifier) for m in outcome.plan.missing] == [("Services", "S2")]
    assert importer.row("Services", "S2").date_deleted is None


def test_missing_family_is_deleted_when_asked(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    for file, identifier in (("Client", "C2"), ("Enrollment", "N2"), ("Services", "S2")):
        csv_set.drop(file, identifier)

    plan = importer.check(run := importer.start(csv_set))
    importer.apply(run, choices=Choices(delete_missing=True))

    assert {file: _numbers(plan, file).get("missing") for file in ("Client", "Enrollment", "Services")} == {
        "Client": 1,
        "Enrollment": 1,
        "Services": 1,
    }
    for file, identifier in (("Client", "C2"), ("Enrollment", "N2"), ("Services", "S2")):
        assert importer.row(file, identifier).date_deleted == "2026-11-22 20:30:00"
    assert importer.row("Client", "C1").date_deleted is None


def test_nothing_is_missing_from_a_delta(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    csv_set.rows["Export"][0]["ExportDirective"] = "1"
    csv_set.drop("Services", "S2")

    outcome = importer.set(csv_set)

    assert (outcome.state, _numbers(outcome.plan, "Services")) == ("applied", {"unchanged": 1})


def test_rows_outside_the_period_or_the_projects_are_not_missing(importer: Importer, csv_set: CsvSet) -> None:
    csv_set.find("Exit", "X1").update(ExitDate="2025-09-01")
    csv_set.find("Enrollment", "N1").update(EntryDate="2025-08-01")
    csv_set.add("Project", ProjectID="P2", OrganizationID="O1", ProjectName="Other", ProjectType="1")
    csv_set.enrollment("N5", "C2", ProjectID="P2")
    importer.set(csv_set)
    later = csv_set.copy()
    for file, identifier in (
        ("Exit", "X1"), ("Services", "S1"), ("Enrollment", "N1"), ("Enrollment", "N5"), ("Project", "P2"),
    ):  # fmt: skip
        later.drop(file, identifier)

    outcome = importer.set(later)

    assert outcome.plan is not None
    assert outcome.plan.missing == []


def test_rows_entered_here_are_never_missing(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    with importer.database.session(write=True) as session:
        stay = session.scalars(select(Enrollment).where(Enrollment.enrollment_id == "N2")).one()
        session.add(
            Services(
                services_id="own",
                data_source_id=stay.data_source_id,
                enrollment_key=stay.id,
                client_key=stay.client_key,
            )
        )
        session.commit()
    csv_set.drop("Services", "S1")

    outcome = importer.set(csv_set)

    assert outcome.plan is not None
    assert [m.identifier for m in outcome.plan.missing] == ["S1"]


def test_rows_stopped_by_an_error_are_not_missing(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    csv_set.find("Services", "S1").update(DateProvided="never")

    outcome = importer.set(csv_set)

    assert _numbers(outcome.plan, "Services") == {"unchanged": 1, "stopped": 1}


def test_row_deleted_at_the_source_is_deleted_softly(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    csv_set.find("Services", "S1").update(DateDeleted=LATER, DateUpdated=LATER)

    outcome = importer.set(csv_set)

    assert importer.row("Services", "S1").date_deleted == LATER
    assert _numbers(outcome.plan, "Services") == {"changed": 1, "unchanged": 1, "deleted": 1}
    assert importer.set(csv_set).state == "unchanged"


def test_update_without_its_parents_finds_them_here(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    update_only = CsvSet()
    for file in ("Organization", "Project", "ProjectCoC", "Client", "Enrollment", "Exit", "Services"):
        update_only.rows[file].clear()
    update_only.rows["Export"][0].update(ExportDirective="1", ExportPeriodType="1")
    update_only.service("S9", "N1", "C1")

    outcome = importer.set(update_only)

    assert outcome.ok
    assert importer.row("Services", "S9").enrollment_key == importer.row("Enrollment", "N1").id
    assert [finding[4] for finding in importer.found(outcome.run_id)] == ["I105", "I014"]


def test_old_identifier_of_a_merged_client_finds_the_survivor(importer: Importer, csv_set: CsvSet) -> None:
    importer.set(csv_set)
    survivor, loser = importer.row("Client", "C1"), importer.row("Client", "C2")
    with importer.database.session(write=True) as session:
        session.add(
            ClientAlias(data_source_id=survivor.data_source_id, personal_id="C2", client_id=survivor.id)
        )
        session.execute(
            update(Enrollment)
            .where(Enrollment.client_key == loser.id)
            .values(client_key=survivor.id, personal_id="C1")
        )
        session.execute(
            update(Services)
            .where(Services.client_key == loser.id)
            .values(client_key=survivor.id, personal_id="C1")
        )
        session.execute(
            update(Client)
            .where(Client.id == loser.id)
            .values(date_deleted=LATER, edited_at=datetime.now(UTC))
        )
        session.commit()
    csv_set.enrollment("N3", "C2")
    csv_set.service("S3", "N3", "C2")

    outcome = importer.set(csv_set)

    assert importer.row("Enrollment", "N3").client_key == survivor.id
    assert importer.row("Services", "S3").client_key == survivor.id
    assert importer.row("Services", "S3").personal_id == "C1"
    assert _numbers(outcome.plan, "Client") == {"unchanged": 1, "merged": 1}
    assert _numbers(outcome.plan, "Enrollment") == {"new": 1, "unchanged": 2}
