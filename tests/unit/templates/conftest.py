"""Templates rendered alone, without the application."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hmis_web.web.filters import hud_date, thousands

TEMPLATES = Path(__file__).resolve().parents[3] / "hmis_web" / "templates"


@pytest.fixture(scope="session")
def templates() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        static_url=lambda name: f"/static/{name}",
        csrf_token=lambda: "fresh-token",
        acting_for=lambda: {"id": 3, "name": "Open Door"},
    )
    env.filters.update(hud_date=hud_date, hud_datetime=lambda moment: f"{moment:%H:%M}", thousands=thousands)
    return env


@pytest.fixture
def draw(templates: Environment):
    """Render one macro call of a component: draw("tag", "tag('late')")."""

    def draw(component: str, call: str, **context: object) -> str:
        name = call.split("(", maxsplit=1)[0]
        source = f'{{% from "components/{component}.html" import {name} %}}{{{{ {call} }}}}'
        return templates.from_string(source).render(**context)

    return draw
