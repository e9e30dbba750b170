"""What the installation's administrator set."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from hmis_web.db.base import Base

COMPARABLE_DATABASE = "comparable_database"
"""Setting, JSON: true in the own installation of a victim service provider (decision 12)."""


class Setting(Base):
    """One named setting, its value as JSON."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)
