"""Running reports and opening their numbers."""

from flask import Blueprint

bp = Blueprint("reports", __name__)

from hmis_web.blueprints.reports import views  # noqa: E402 - views register themselves on bp

__all__ = ["bp", "views"]
