"""Pages, grouped as people think of them: sign-in, home, intake, services, reports, administration."""

from __future__ import annotations

from flask import Flask


def register_blueprints(app: Flask) -> None:
    """Add every area's pages."""
    from hmis_web.blueprints import admin, auth, home, intake, reports, services

    for area in (auth, home, intake, services, reports, admin):
        app.register_blueprint(area.bp)
