"""Logging services."""

from flask import Blueprint

bp = Blueprint("services", __name__)

from hmis_web.blueprints.services import views  # noqa: E402 - views register themselves on bp

__all__ = ["bp", "views"]
