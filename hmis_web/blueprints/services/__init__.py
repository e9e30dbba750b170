"""Services: logging them, and what a client received."""

from flask import Blueprint

bp = Blueprint("services", __name__)

from hmis_web.blueprints.services import catalogue, desk, desk_printing, history, views  # noqa: E402 - views register themselves on bp

__all__ = ["bp", "catalogue", "desk", "desk_printing", "history", "views"]
