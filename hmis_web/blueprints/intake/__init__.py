"""Finding and opening clients."""

from flask import Blueprint

bp = Blueprint("intake", __name__)

from hmis_web.blueprints.intake import views  # noqa: E402 - views register themselves on bp

__all__ = ["bp", "views"]
