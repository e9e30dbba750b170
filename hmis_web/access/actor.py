"""Who acts, for which agency, with which rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hmis_web.access.permissions import Permission
from hmis_web.access.roles import ADMINISTRATOR_NAME, ADMINISTRATOR_ROLE
from hmis_web.db.errors import Forbidden


@dataclass(frozen=True)
class Actor:
    """A person (or the system) at one agency. Rights are those of the role at that agency, never a union
    (decision 7).

    `organization_id` None means no agency: a system administrator acting for the whole installation, or the
    command line.
    """

    account_id: int | None
    display_name: str
    organization_id: int | None
    organization_name: str
    role_code: str
    role_name: str
    permissions: frozenset[Permission]
    is_system_administrator: bool = False
    has_other_agencies: bool = False
    """Whether the person may act for another agency instead."""
    as_of: date | None = None
    """The day of the act: what a release shares on it is seen. None sees nothing by release."""
    is_at_primary: bool = True
    """Whether the present agency is the person's primary one."""

    @classmethod
    def system(cls) -> Actor:
        """The command line and unattended jobs."""
        return cls(
            account_id=None,
            display_name="System",
            organization_id=None,
            organization_name="",
            role_code=ADMINISTRATOR_ROLE,
            role_name=ADMINISTRATOR_NAME,
            permissions=frozenset(Permission),
            is_system_administrator=True,
        )

    @classmethod
    def without_role(cls, account_id: int | None, display_name: str, organization_id: int | None) -> Actor:
        """Somebody who may do nothing: not let in yet, or without a role that can be used."""
        return cls(account_id, display_name, organization_id, "", "", "", frozenset())

    def may(self, permission: Permission) -> bool:
        """Whether the role at the present agency allows it."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raises Forbidden naming the missing permission."""
        if not self.may(permission):
            raise Forbidden(permission)
