"""Pages of the area, a module a noun."""

from hmis_web.blueprints.auth.views import agencies, drafts, lock, signing

__all__ = ["agencies", "drafts", "lock", "signing"]
