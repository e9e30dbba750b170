"""The search index over clients: plain indexed keys, the same on SQLite and PostgreSQL (decision 3).

Derived from client and client_agency, written only by `domain/search/indexing.py`; docs/search.md tells how
it is read.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, PrimaryKeyConstraint, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base

PLAIN = Text().with_variant(Text(collation="C"), "postgresql")
"""Compared byte by byte, so that a prefix is a range on both databases."""

EVERYONE = 0
"""Scope of all clients: what a system administrator searches, and pairs of names."""
WIDELY_SHARED = -1
"""Scope of clients that more agencies see than have rows of their own."""


class ClientSearchName(Base):
    """One word of a client's name in one scope (0, an agency, or -1), beside it the main word of the other
    name.

    The key answers "this name, born then" and "names beginning so" inside an agency; the second index answers
    pairs of names.
    No foreign keys: rows are derived, and a million clients have six million of them.
    """

    __tablename__ = "client_search_name"
    __table_args__ = (
        PrimaryKeyConstraint("scope", "name", "born", "other", "client_id"),
        Index(
            "ix_client_search_name_pair",
            "name",
            "other",
            "born",
            "client_id",
            sqlite_where=text("scope = 0"),
            postgresql_where=text("scope = 0"),
        ),
        {"sqlite_with_rowid": False},
    )

    scope: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(PLAIN)
    born: Mapped[int] = mapped_column(Integer, comment="yyyymmdd, 0 = unknown")
    other: Mapped[str] = mapped_column(PLAIN)
    client_id: Mapped[int] = mapped_column(Integer)


class ClientSearchPerson(Base):
    """A client's names and birth date in plain form: what the ranking compares and the index holds."""

    __tablename__ = "client_search_person"

    client_id: Mapped[int] = mapped_column(
        ForeignKey("client.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    given: Mapped[str] = mapped_column(PLAIN)
    middle: Mapped[str] = mapped_column(PLAIN)
    family: Mapped[str] = mapped_column(PLAIN)
    born: Mapped[int] = mapped_column(Integer, index=True, comment="yyyymmdd, 0 = unknown")
    scopes: Mapped[str] = mapped_column(Text, comment="agencies that see the client, or -1; blank separated")


class SearchNameKey(Base):
    """Each name that occurs, under the keys that its misspellings share: a letter left out, codes of its
    sound.

    Grows with the number of different names, not of clients.
    """

    __tablename__ = "search_name_key"
    __table_args__ = (PrimaryKeyConstraint("key", "name"), {"sqlite_with_rowid": False})

    key: Mapped[str] = mapped_column(PLAIN)
    name: Mapped[str] = mapped_column(PLAIN)
