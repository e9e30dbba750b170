"""Who sees the clients that an import brought (decision 20)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hmis_web.importing.apply import Choices
from hmis_web.models import Client, ClientAgency, DataSource, Organization
from hmis_web.models.client_search import ClientSearchPerson
from tests.importing.conftest import Importer
from tests.importing.csv_set import CsvSet

pytestmark = pytest.mark.both_databases


@pytest.fixture
def two_agencies(csv_set: CsvSet) -> CsvSet:
    """O1 enrolled C1 and C2; O2, where C3 stays, and O3, a victim service provider, where C4 stays."""
    shelter = csv_set.find("Project", "P1")
    for agency, client, provider in (("O2", "C3", "0"), ("O3", "C4", "1")):
        project = f"P of {agency}"
        csv_set.add(
            "Organization",
            OrganizationID=agency,
            OrganizationName=f"Agency {agency}",
            VictimServiceProvider=provider,
        )
        csv_set.rows["Project"].append(shelter | {"ProjectID": project, "OrganizationID": agency})
        csv_set.client(client)
        csv_set.enrollment(f"N {client}", client, ProjectID=project)
    return csv_set


def _seen(importer: Importer) -> dict[str, set[str]]:
    query = (
        select(Organization.organization_id, Client.personal_id)
        .join(ClientAgency, ClientAgency.organization_id == Organization.id)
        .join(Client, Client.id == ClientAgency.client_id)
    )
    found: dict[str, set[str]] = {}
    with importer.database.session() as session:
        for agency, client in session.execute(query):
            found.setdefault(agency, set()).add(client)
    return found


def test_clients_are_seen_where_they_are_enrolled(importer: Importer, two_agencies: CsvSet) -> None:
    importer.set(two_agencies)

    assert _seen(importer) == {"O1": {"C1", "C2"}, "O2": {"C3"}, "O3": {"C4"}}


def test_clients_shared_by_all_are_seen_by_every_agency_but_a_victim_service_provider(
    importer: Importer, two_agencies: CsvSet
) -> None:
    run = importer.start(two_agencies)
    importer.check(run)
    importer.apply(run, choices=Choices(sharing="all"))

    assert _seen(importer) == {"O1": {"C1", "C2", "C3"}, "O2": {"C1", "C2", "C3"}, "O3": {"C4"}}
    with importer.database.session() as session:
        scopes = session.scalars(select(ClientSearchPerson.scopes).order_by(ClientSearchPerson.client_id))
        assert [len(each.split()) for each in scopes] == [2, 2, 2, 1]


def test_sharing_is_asked_once_for_a_source(importer: Importer, two_agencies: CsvSet) -> None:
    importer.set(two_agencies, sharing="all")
    two_agencies.add(
        "Organization", OrganizationID="O4", OrganizationName="Agency O4", VictimServiceProvider="0"
    )
    two_agencies.client("C5")

    plan = importer.check(run := importer.start(two_agencies))
    importer.apply(run)

    assert not plan.source_is_new
    assert _seen(importer)["O4"] == {"C1", "C2", "C3", "C5"}
    with importer.database.session() as session:
        assert session.scalars(select(DataSource.client_sharing)).all() == ["all"]
