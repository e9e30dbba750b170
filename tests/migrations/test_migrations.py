"""Migrations: one head, up and down with data in the tables, and the result is what the models say."""

from __future__ import annotations

from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from hmis_web.db import migrations
from hmis_web.db.base import Base
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from tests.factories import hud
from tests.personas import build_community

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]


def own_tables(engine: Engine) -> set[str]:
    return {name for name in inspect(engine).get_table_names() if not name.startswith("huey_")}


def test_head_equals_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _o, name, kind, *_: kind != "table" or not name.startswith("huey_"),
            },
        )
        differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_down_and_up_with_data_leaves_an_empty_newest_schema(database: Database) -> None:
    with database.session(write=True) as session:
        community = build_community(session)
        program = hud.project(session, community.home)
        person = hud.client(session, KeyRing.ephemeral(), community.home, ssn="900123456")
        stay = hud.enrollment(session, person, program)
        hud.service(session, stay, date(2026, 2, 1))
        hud.exit(session, stay, date(2026, 3, 1))
        session.commit()

    migrations.downgrade(database.engine, "base")
    gone = own_tables(database.engine)
    migrations.upgrade(database.engine)

    assert gone == {"alembic_version"}
    assert own_tables(database.engine) == {"alembic_version", *Base.metadata.tables}
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM client")) == 0
    assert migrations.current_revision(database.engine) == migrations.head_revision()


def test_each_step_down_and_up_again_works(database: Database) -> None:
    steps = ["0003", "0002", "0001"]

    for revision in steps:
        migrations.downgrade(database.engine, revision)
        assert migrations.current_revision(database.engine) == revision

    migrations.upgrade(database.engine)
    assert migrations.current_revision(database.engine) == migrations.head_revision()


def test_whoever_may_exit_may_take_that_back_after_the_migration(database: Database) -> None:
    migrations.downgrade(database.engine, "0019")
    roles = text("INSERT INTO role (id, code, name, is_preset, allowed_as, user_limit) "
                 "VALUES (:id, :code, :code, :no, 'both', 'none')")  # fmt: skip
    right = text("INSERT INTO role_permission (role_id, permission) VALUES (:id, :right)")
    with database.engine.begin() as connection:
        for key, code, rights in ((901, "leaver", ("enrollment:exit",)), (902, "reader", ("client:read",))):
            connection.execute(roles, {"id": key, "code": code, "no": False})
            for each in rights:
                connection.execute(right, {"id": key, "right": each})

    migrations.upgrade(database.engine)

    held = text("SELECT role_id FROM role_permission WHERE permission = 'enrollment:undo-exit-own'")
    with database.engine.connect() as connection:
        assert list(connection.scalars(held)) == [901]
