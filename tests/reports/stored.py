"""Puts the frames of an invented community into a database, keys unchanged, so that both ways into a report
can be compared."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from hmis_web.models import DataSource, hud_model
from hmis_web.reports.universe import FRAMES, Frames


def store(session: Session, frames: Frames) -> None:
    """Every row under its own key; identifiers and parents that reports don't read are made up from the
    keys."""
    session.execute(insert(DataSource), [{"id": 1, "name": "test", "created_at": datetime.now(UTC)}])
    clients = dict(frames["enrollment"].select("id", "client_key").iter_rows())
    for name, spec in FRAMES.items():
        model: Any = hud_model(spec.file)
        rows = [
            _row(model, spec.only | row, number, clients)
            for number, row in enumerate(frames[name].to_dicts(), start=1)
        ]
        if rows:
            session.execute(insert(model), rows)
    session.flush()


def _row(model: Any, row: dict[str, Any], number: int, clients: dict[int, int]) -> dict[str, Any]:
    made = {"id": number, "data_source_id": 1, model.hud_key: f"{number}"} | {
        name: value for name, value in row.items() if value is not None
    }
    if "enrollment_key" in model.__table__.columns:
        made["client_key"] = clients[made["enrollment_key"]]
    return {column.key: made.get(column.key) for column in model.__table__.columns if column.key != "version"}
