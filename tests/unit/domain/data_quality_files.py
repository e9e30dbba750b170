"""Rows to hold the rules of the daily check against."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from hmis_web import models
from hmis_web.db.keys import KeyRing
from hmis_web.domain.data_quality.common import Limits
from hmis_web.domain.data_quality.refreshing import RULES
from tests.factories import hud

TODAY = date(2026, 11, 20)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


class Files:
    """Makes the rows that a rule is held against."""

    def __init__(self, session: Session, home: models.Organization, keyring: KeyRing) -> None:
        self.session, self.home, self.keyring = session, home, keyring

    def program(self, kind: int = 0, *funders: int, **values: Any) -> models.Project:
        made = hud.project(self.session, self.home, f"P{kind}", project_type=kind, **values)
        for funder in funders:
            hud.funder(self.session, made, funder)
        hud.of_project(
            self.session, models.Inventory, "inventory_id", made, bed_inventory=4,
            inventory_start_date=date(2020, 1, 1),
        )  # fmt: skip
        return made

    def stay(self, program: models.Project, entry: int = 20, **values: Any) -> models.Enrollment:
        about = {name: values.pop(name) for name in tuple(values) if hasattr(models.Client, name)}
        client = hud.client(self.session, self.keyring, self.home, **about)
        return hud.enrollment(self.session, client, program, entry_date=ago(entry), **values)

    def row(self, model: Any, key: str, stay: models.Enrollment, **values: Any) -> None:
        hud.child(self.session, model, key, stay, **values)

    def found(self, rule: str) -> set[tuple[int, int | None]]:
        self.session.flush()
        return {
            (each.project_key, each.enrollment_key) for each in RULES[rule](self.session, TODAY, Limits())
        }


Case = Callable[[Files], list[Any]]
CASES: dict[str, Case] = {}


def case(rule: str) -> Callable[[Case], Case]:
    """What breaks a rule is answered, beside rows that do not."""

    def keep(made: Case) -> Case:
        CASES[rule] = made
        return made

    return keep
