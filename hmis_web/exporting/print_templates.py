"""Templates for paper, rendered without the web: the same fragments as on the screen, with a plain Jinja
environment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def render(template: str, context: Mapping[str, Any]) -> str:
    """One template of hmis_web/templates as HTML. A name that the context lacks raises UndefinedError."""
    return _environment().get_template(template).render(**context)


@cache
def print_css() -> str:
    """The style sheet of everything that is printed."""
    return files("hmis_web").joinpath("static/css/print.css").read_text(encoding="utf-8")


def column_widths(tables: Iterable[tuple[str, list[int]]]) -> str:
    """CSS that gives the columns of each table (by id) their share of the width. Fixed widths make tables
    cheap to lay out."""
    rules = []
    for table_id, weights in tables:
        whole = sum(weights)
        rules += [
            f"#{table_id} col:nth-child({index}){{width:{100 * weight / whole:.2f}%}}"
            for index, weight in enumerate(weights, start=1)
        ]
    return "\n".join(rules)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("hmis_web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    return made
