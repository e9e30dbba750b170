"""Pages of the area, a module a noun."""

from hmis_web.blueprints.auth.views import (
    account,
    agencies,
    agreement,
    confirm,
    drafts,
    forgotten,
    lock,
    second_factor,
    signing,
)

__all__ = [
    "account",
    "agencies",
    "agreement",
    "confirm",
    "drafts",
    "forgotten",
    "lock",
    "second_factor",
    "signing",
]
