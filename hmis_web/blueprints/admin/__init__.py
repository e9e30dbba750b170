"""Help, people, roles, training; importing and exporting HMIS CSV files."""

from flask import Blueprint

bp = Blueprint("admin", __name__)

from hmis_web.blueprints.admin import views  # noqa: E402 - views register themselves on bp

__all__ = ["bp", "views"]
