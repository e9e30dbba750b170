"""The first page, and the progress of jobs."""

from flask import Blueprint

bp = Blueprint("home", __name__)

from hmis_web.blueprints.home import views  # noqa: E402 - views register themselves on bp

__all__ = ["bp", "views"]
