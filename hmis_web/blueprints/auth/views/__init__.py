"""Pages of the area, a module a noun."""

from hmis_web.blueprints.auth.views import agencies, signing

__all__ = ["agencies", "signing"]
