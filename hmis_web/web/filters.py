"""How values read on a page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from flask import Flask

from hmis_web import standards
from hmis_web.web.state import installation


def register(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters.update(
        hud_date=hud_date, hud_datetime=hud_datetime, dollars=dollars, code=code, thousands=thousands
    )


def hud_date(value: date | None) -> str:
    """`03 Nov 2026`; empty for none."""
    return "" if value is None else f"{value:%d %b %Y}"


def hud_datetime(value: datetime | None) -> str:
    """A moment in the installation's time zone: `03 Nov 2026, 14:05`."""
    if value is None:
        return ""
    return f"{value.astimezone(installation().settings.timezone):%d %b %Y, %H:%M}"


def dollars(value: Decimal | None) -> str:
    """`$1,128.00`; empty for none, `$0.00` for a real zero."""
    return "" if value is None else f"${value:,.2f}"


def code(value: int | str | None, list_id: str) -> str:
    """The label of a code of a list of the standard."""
    return standards.label(list_id, value)


def thousands(value: int | None) -> str:
    """`12,345`."""
    return "" if value is None else f"{value:,}"
