"""The first page."""

from flask import Blueprint

bp = Blueprint("home", __name__)

from hmis_web.blueprints.home import views  # noqa: E402, F401 - views register themselves on bp
