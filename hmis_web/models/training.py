"""Courses, which roles ask for them, and who has passed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, PrimaryKeyConstraint, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base
from hmis_web.db.types import UtcDateTime


class Course(Base):
    """A training."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    valid_days: Mapped[int | None] = mapped_column(Integer, comment="null = does not expire")


class RoleCourse(Base):
    """A course that a role asks for: from a day on, or, without one, some day."""

    __tablename__ = "role_course"
    __table_args__ = (PrimaryKeyConstraint("role_id", "course_id"),)

    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    required_from: Mapped[date | None] = mapped_column(Date, comment="null = announced, not required yet")


class CourseCompletion(Base):
    """A course that somebody passed or was let off."""

    __tablename__ = "course_completion"
    __table_args__ = (
        Index("ix_course_completion_account_id_course_id", "account_id", "course_id"),
        Index(
            "uq_course_completion_day",
            "account_id",
            "course_id",
            "completed_on",
            unique=True,
            sqlite_where=text("withdrawn_at is null"),
            postgresql_where=text("withdrawn_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    completed_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date, comment="last valid day; null = never")
    waived_reason: Mapped[str | None] = mapped_column(Text, comment="why it was not asked for")
    recorded_by: Mapped[int | None] = mapped_column(Integer, comment="account")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="recorded by mistake")
