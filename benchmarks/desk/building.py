"""A large community in a few statements: invented people, their stays, millions of services, and one small
program for each desk."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, insert, text

from benchmarks.pages.installation import PEOPLE, add_people
from benchmarks.search.people import invent, load
from hmis_web import models
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.demo import bulk
from hmis_web.domain import agreement
from hmis_web.domain.passwords import hash_password
from hmis_web.domain.presets import ensure_roles
from hmis_web.domain.search.indexing import rebuild

AGENCY = 1
"""The largest of the search benchmark's agencies: the desks are hers."""
DAYS = 700
ROLE = ("services-only",)
STREET_OUTREACH, PATH_GRANT = 4, 21
SERIES = "WITH RECURSIVE series(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n + 1 < :times) "
STAYS = """INSERT INTO enrollment
  (data_source_id, enrollment_id, personal_id, project_key, client_key, entry_date, household_id,
    relationship_to_hoh, version)
  SELECT 1, 'E' || seen.organization_id || '-' || seen.client_id, client.personal_id, seen.organization_id,
    seen.client_id, {entry}, 'H' || seen.organization_id || '-' || seen.client_id, 1, 1
  FROM client_agency AS seen JOIN client ON client.id = seen.client_id"""
AT_DESKS = """INSERT INTO enrollment
  (data_source_id, enrollment_id, personal_id, project_key, client_key, entry_date, household_id,
    relationship_to_hoh, version)
  SELECT 1, 'D' || numbered.client_id, client.personal_id, :first + numbered.n % :desks,
    numbered.client_id, {entry}, 'D' || numbered.client_id, 1, 1
  FROM (SELECT client_id, row_number() OVER (ORDER BY client_id) AS n FROM client_agency
    WHERE organization_id = :agency) AS numbered
  JOIN client ON client.id = numbered.client_id WHERE numbered.n <= :most"""
SERVICES = (
    "INSERT INTO services (data_source_id, services_id, enrollment_key, client_key, date_provided, "
    "record_type, type_provided, version) "
    + SERIES
    + """SELECT 1, 'S' || enrollment.id || '-' || series.n, enrollment.id, enrollment.client_key, {provided},
    141, 1, 1
  FROM enrollment, series WHERE enrollment.id * CAST(:times AS BIGINT) + series.n < :upto"""
)
SPOKEN = {
    "sqlite": {
        "entry": "date(:today, '-' || :days || ' days')",
        "provided": "date(:today, '-' || (1 + (enrollment.id + series.n * 37) % :days) || ' days')",
    },
    "postgresql": {
        "entry": "CAST(:today AS date) - CAST(:days AS integer)",
        "provided": "CAST(:today AS date) - CAST(1 + (enrollment.id + series.n * 37) % :days AS integer)",
    },
}


def build(database: Database, keyring: KeyRing, clients: int, services: int, at_desk: int) -> None:
    """Fill an empty database: `clients` people, `services` services of the past two years, and PEOPLE desks
    with up to `at_desk` people active in the program of each."""
    load(database, keyring, invent(clients))
    with database.engine.begin() as connection:
        rebuild(connection)
        _add_programs(connection)
    dropped = []
    with database.engine.begin() as connection:
        bulk.relax(connection)
        tables = [models.Enrollment.__table__, models.Services.__table__]
        dropped = bulk.drop_indexes(connection, tables)
        words, today = SPOKEN[connection.dialect.name], {"today": str(_today()), "days": DAYS}
        connection.execute(text(STAYS.format(**words)), today)
        told = {"first": AGENCY_PROGRAMS, "desks": PEOPLE, "agency": AGENCY, "most": at_desk * PEOPLE}
        connection.execute(text(AT_DESKS.format(**words)), today | told)
        stays = connection.scalar(text("SELECT count(*) FROM enrollment"))
        times = -(-services // stays)
        many = {"times": times, "upto": services + times}
        connection.execute(text(SERVICES.format(**words)), today | many)
        bulk.create_indexes(connection, dropped)
        bulk.analyze(connection)
    with database.session(write=True) as session:
        ensure_roles(session)
        session.add(
            models.Account(
                username="administrator",
                display_name="Administrator",
                password_hash=hash_password("unused here, and long enough"),
                is_system_administrator=True,
                agreement_version=agreement.current().version,
                agreement_signed_on=_today(),
                created_at=dt.datetime.now(dt.UTC),
            )
        )
        session.flush()
        add_people(session, AGENCY, ROLE)
        session.commit()


AGENCY_PROGRAMS = 101
"""The key of the first desk's program; those of the agencies have the agencies' numbers."""


def _add_programs(connection: Connection) -> None:
    """A large program for each agency, a small one for each desk, all paid by PATH: there is much to log."""
    agencies = connection.execute(text("SELECT id FROM organization ORDER BY id")).scalars().all()
    programs = [(number, number, f"Outreach {number}") for number in agencies]
    programs += [(AGENCY_PROGRAMS + number, AGENCY, f"Desk {number:02}") for number in range(PEOPLE)]
    connection.execute(
        insert(models.Project),
        [
            {
                "id": key,
                "data_source_id": 1,
                "project_id": f"P{key}",
                "organization_key": agency,
                "organization_id": f"O{agency}",
                "project_name": name,
                "project_type": STREET_OUTREACH,
            }
            for key, agency, name in programs
        ],
    )
    connection.execute(
        insert(models.Funder),
        [
            {
                "data_source_id": 1,
                "funder_id": f"F{key}",
                "project_key": key,
                "project_id": f"P{key}",
                "funder": PATH_GRANT,
                "grant_id": "G",
                "start_date": _today() - dt.timedelta(2 * DAYS),
            }
            for key, _agency, _name in programs
        ],
    )
    bulk.set_sequences(connection, [models.Project.__table__])


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
