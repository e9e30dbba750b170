"""The people of the tests: one for every role at Open Door, a system administrator, and an outsider of
another agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.roles import ADMINISTRATOR_ROLE, PRESETS
from hmis_web.domain import acting, agreement, presets
from hmis_web.models import Account, AccountGrant, Organization
from tests.factories import hud, own

PASSWORD = "a long walk by the river"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""Cheap on purpose: the cost of a real hash is tested where passwords are."""
ROLES = tuple(PRESETS)
HOME, OTHER = "Open Door", "Elm House"
OUTSIDER = "outsider"
ADMINISTRATOR = ADMINISTRATOR_ROLE
EVERYBODY = (*ROLES, ADMINISTRATOR, OUTSIDER)


@dataclass(frozen=True)
class Community:
    """Two agencies and everybody who works there: {persona: account id}."""

    home: Organization
    other: Organization
    accounts: dict[str, int]

    def actor(self, session: Session, persona: str) -> Actor:
        """The actor that a persona is after signing in."""
        account = session.get_one(Account, self.accounts[persona])
        agency = {ADMINISTRATOR: None, OUTSIDER: self.other.id}.get(persona, self.home.id)
        found = acting.actor_for(session, account, agency, datetime.now(UTC).date())
        assert found is not None
        return found


def known_community(session: Session) -> Community:
    """The community of a test that names the fixture `community`: it is there already."""
    found = dict(
        session.execute(
            select(Organization.organization_name, Organization).where(
                Organization.organization_name.in_([HOME, OTHER])
            )
        ).all()
    )
    accounts = dict(session.execute(select(Account.username, Account.id)).all())
    return Community(found[HOME], found[OTHER], accounts)


def build_community(session: Session) -> Community:
    """Make the agencies and accounts; the user name is the persona's."""
    home = hud.organization(session, HOME)
    other = hud.organization(session, OTHER)
    roles = presets.ensure_roles(session)
    made: dict[str, int] = {}
    for persona in EVERYBODY:
        account = Account(
            username=persona,
            display_name=persona.replace("-", " ").title(),
            password_hash=PASSWORD_HASH,
            is_system_administrator=persona == ADMINISTRATOR,
            agreement_version=agreement.current().version,
            agreement_signed_on=datetime.now(UTC).date(),
            created_at=datetime.now(UTC),
        )
        session.add(account)
        session.flush()
        made[persona] = account.id
        own.training(session, account)
        if persona != ADMINISTRATOR:
            agency = other if persona == OUTSIDER else home
            role = roles["direct-service-assessments" if persona == OUTSIDER else persona]
            outside = {"assessor-only", "program-manager"} & {persona}
            session.add(
                AccountGrant(
                    account_id=account.id,
                    organization_id=agency.id,
                    role_id=role,
                    is_primary=True,
                    exception_reason="There are no programs yet, and one agency only" if outside else None,
                    valid_to=date.max if outside else None,
                )
            )
    session.flush()
    return Community(home, other, made)
