"""Sessions: writers queue, readers never wait, lazy loads raise."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import ForeignKey, func, select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship

from hmis_web.db.errors import DatabaseBusy
from hmis_web.db.session import Database
from hmis_web.models import Setting

pytestmark = pytest.mark.both_databases


def test_uncommitted_session_leaves_nothing(database: Database) -> None:
    with database.session(write=True) as session:
        session.add(Setting(name="a", value="1"))
        session.flush()

    with database.session() as session:
        assert session.scalar(select(func.count()).select_from(Setting)) == 0


def test_second_writer_on_sqlite_is_told_that_the_database_is_busy(database: Database) -> None:
    if database.dialect != "sqlite":
        with database.session(write=True) as first, database.session(write=True) as second:
            first.add(Setting(name="a", value="1"))
            first.flush()
            second.add(Setting(name="b", value="2"))
            second.commit()  # PostgreSQL's writers go on
            first.commit()
        return
    with database.session(write=True), pytest.raises(DatabaseBusy), database.session(write=True, wait=0.05):
        pass


def test_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.session(write=True) as writer:
        writer.add(Setting(name="a", value="1"))
        writer.flush()
        started = time.monotonic()
        with database.session() as reader:
            seen = reader.scalar(select(func.count()).select_from(Setting))

    assert seen == 0
    assert time.monotonic() - started < 1


def test_waiting_writer_goes_on_when_the_first_is_done(database: Database) -> None:
    entered = threading.Event()

    def hold() -> None:
        with database.session(write=True) as session:
            session.add(Setting(name="first", value="1"))
            entered.set()
            time.sleep(0.3)
            session.commit()

    thread = threading.Thread(target=hold)
    thread.start()
    entered.wait()
    with database.session(write=True, wait=5) as session:
        session.add(Setting(name="second", value="2"))
        session.commit()
    thread.join()

    with database.session() as session:
        assert set(session.scalars(select(Setting.name))) == {"first", "second"}


class Base(DeclarativeBase):
    """Tables of this test alone: our models have no relationships to load lazily."""


class House(Base):
    __tablename__ = "test_house"

    id: Mapped[int] = mapped_column(primary_key=True)


class Guest(Base):
    __tablename__ = "test_guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("test_house.id"))
    house: Mapped[House] = relationship()


def test_lazy_load_raises_and_one_that_was_asked_for_does_not(database: Database) -> None:
    with database.session(write=True) as session:
        Base.metadata.create_all(session.connection())
        session.add(Guest(id=1, house=House(id=7)))
        session.flush()
        session.expunge_all()

        lazy = session.scalars(select(Guest)).one()
        with pytest.raises(InvalidRequestError, match="raise"):
            _ = lazy.house
        session.expunge_all()
        asked = session.scalars(select(Guest).options(joinedload(Guest.house))).one()

        assert asked.house.id == 7
        session.rollback()
