"""A Homeless Management Information System for a continuum of care."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from hmis_web.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The web application. Raises ConfigurationError when a setting is missing or unsafe."""
    from hmis_web.web.application import build_application

    return build_application(settings)
