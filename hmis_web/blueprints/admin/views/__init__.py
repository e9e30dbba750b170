"""Pages of the area, a module a noun."""

from hmis_web.blueprints.admin.views import (
    accounts,
    audit,
    exports,
    fields,
    grants,
    help,  # noqa: A004 - the page
    imports,
    people,
    roles,
    training,
)

__all__ = [
    "accounts",
    "audit",
    "exports",
    "fields",
    "grants",
    "help",
    "imports",
    "people",
    "roles",
    "training",
]
