"""Signing in and out, first passwords, switching agency."""

from flask import Blueprint

bp = Blueprint("auth", __name__)

from hmis_web.blueprints.auth import views  # noqa: E402, F401 - views register themselves on bp
