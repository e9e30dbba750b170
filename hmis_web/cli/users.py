"""`hmis user`: accounts from the command line."""

from __future__ import annotations

from datetime import datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.roles import PRESETS
from hmis_web.cli.common import FINDING, Opened, fail, opened, print_json, told
from hmis_web.domain import account_changes, accounts, acting, grants, presets
from hmis_web.domain.grants import NewGrant
from hmis_web.models import Account, Organization, Role

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def user() -> None:
    """Add, list, disable and reset accounts."""


@user.command("add")
@click.argument("username")
@click.option("--name", "display_name", default="", help="The person's name.")
@click.option("--email", default=None, help="Address at work.")
@click.option("--role", default=None, help=f"Role at the agency: {', '.join(PRESETS)}, or one of your own.")
@click.option("--agency", default=None, help="Name of the agency.")
@click.option("--additional", is_flag=True, help="An additional agency, not the primary one.")
@click.option("--until", type=DAY, default=None, help="Last day of the role.")
@click.option("--exception", default=None, help="Why a rule of the role is set aside; needs --until.")
@click.option("--system-administrator", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@told
def add(username: str, role: str | None, agency: str | None, as_json: bool, **options: object) -> None:
    """Make an account and print its one-time set-up link."""
    if bool(role) != bool(agency):
        raise click.UsageError("--role and --agency go together")
    actor = Actor.system()
    with opened() as parts, parts.database.session(write=True) as session:
        account = accounts.create_account(
            session,
            actor,
            username=username,
            display_name=str(options["display_name"]),
            email=str(options["email"]) if options["email"] else None,
            now=parts.now(),
            is_system_administrator=bool(options["system_administrator"]),
        )
        if role and agency:
            last, why = options["until"], options["exception"]
            new = NewGrant(
                account.id,
                _agency(session, agency),
                _role(session, role),
                is_primary=not options["additional"],
                valid_from=parts.today(),
                valid_to=last.date() if isinstance(last, datetime) else None,
                exception_reason=None if why is None else str(why),
            )
            grants.grant_role(session, actor, new, parts.now())
        token = accounts.issue_set_up_link(session, actor, account.id, parts.now())
        session.commit()
        _say_link(account.username, token, as_json)


@user.command("list")
@click.option("--json", "as_json", is_flag=True)
@told
def list_accounts(as_json: bool) -> None:
    """List the accounts."""
    with opened() as parts, parts.database.session() as session:
        rows = [
            _listed(session, account, parts)
            for account in session.scalars(select(Account).order_by(Account.username))
        ]
    if as_json:
        print_json({"users": rows})
        return
    for row in rows:
        state = "" if row["active"] else " (disabled)"
        click.echo(f"{row['username']:28} {row['name']}{state}")


@user.command("disable")
@click.argument("username")
@click.option("--why", default="disabled from the command line", help="The reason, shown to administrators.")
@told
def disable(username: str, why: str) -> None:
    """Disable an account and end its sessions. The last system administrator stays."""
    with opened() as parts, parts.database.session(write=True) as session:
        account = _account(session, username)
        account_changes.disable_account(session, Actor.system(), account.id, why, parts.now())
        session.commit()


@user.command("enable")
@click.argument("username")
@told
def enable(username: str) -> None:
    """Take a disabled or long unused account into use again."""
    with opened() as parts, parts.database.session(write=True) as session:
        account = _account(session, username)
        accounts.reactivate(session, Actor.system(), account.id, parts.now())
        session.commit()


@user.command("reset")
@click.argument("username")
@click.option(
    "--second-factor",
    is_flag=True,
    help="Phone and recovery codes are lost: forget them, and the password.",
)
@click.option("--json", "as_json", is_flag=True)
@told
def reset(username: str, second_factor: bool, as_json: bool) -> None:
    """Print a one-time link with which a person chooses a new password."""
    issue = accounts.reset_second_factor if second_factor else accounts.issue_set_up_link
    with opened() as parts, parts.database.session(write=True) as session:
        account = _account(session, username)
        if not account.is_active:
            fail(
                f"{account.username} is disabled; `hmis user enable {account.username}` comes first", FINDING
            )
        account.locked_until = None
        token = issue(session, Actor.system(), account.id, parts.now())
        session.commit()
        _say_link(account.username, token, as_json)


def _listed(session: Session, account: Account, parts: Opened) -> dict[str, object]:
    return {
        "username": account.username,
        "name": account.display_name,
        "active": account.is_active,
        "system_administrator": account.is_system_administrator,
        "agencies": [
            {
                "agency": choice.organization_name,
                "role": choice.role_name,
                "primary": choice.is_primary,
                "training_complete": choice.is_open,
            }
            for choice in acting.held(session, account.id, parts.today())
        ],
    }


def _account(session: Session, username: str) -> Account:
    account = session.scalar(select(Account).where(Account.username == username.lower()))
    if account is None:
        fail(f"There is no user {username}", FINDING)
    return account


def _agency(session: Session, name: str) -> int:
    found = session.scalars(select(Organization.id).where(Organization.organization_name == name)).all()
    if not found:
        fail(f"There is no agency called {name}", FINDING)
    if len(found) > 1:
        fail(f"{len(found)} agencies are called {name}; give the role on the person's page", FINDING)
    return found[0]


def _role(session: Session, code: str) -> int:
    presets.ensure_roles(session)
    found = session.scalar(select(Role.id).where((Role.code == code) | (Role.name == code)))
    if found is None:
        known = ", ".join(session.scalars(select(Role.code).order_by(Role.id)))
        fail(f"There is no role {code}; there are: {known}", FINDING)
    return found


def _say_link(username: str, token: str, as_json: bool) -> None:
    if as_json:
        print_json({"username": username, "set_up_path": f"/set-up/{token}"})
    else:
        click.echo(f"Give {username} this link, valid for 24 hours and once: /set-up/{token}")
