"""Templates for paper, rendered without the web: the same fragments as on the screen, with a plain Jinja
environment; what clients are handed, in Spanish, too."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

PAGES_IN = {
    "es": '@page { @bottom-right { content: "Página " counter(page) " de " counter(pages); } }',
}
MONTHS_ES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
    "noviembre", "diciembre",
)  # fmt: skip


def render(template: str, context: Mapping[str, Any], language: str = "en") -> str:
    """One template of hmis_web/templates as HTML, in `en` or `es`. A name that the context lacks raises
    UndefinedError, a sentence without Spanish words KeyError: nobody is handed a page half in English."""
    return _environment(language).get_template(template).render(**context, language=language)


def day(value: date | None, language: str = "en") -> str:
    """`03 Nov 2026`, `3 de noviembre de 2026`; empty for none."""
    if value is None:
        return ""
    if language == "es":
        return f"{value.day} de {MONTHS_ES[value.month - 1]} de {value.year}"
    return f"{value:%d %b %Y}"


@cache
def print_css(language: str = "en") -> str:
    """The style sheet of everything that is printed; pages are numbered in the language of the document."""
    sheet = files("hmis_web").joinpath("static/css/print.css").read_text(encoding="utf-8")
    return sheet + PAGES_IN.get(language, "")


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
def phrases() -> dict[str, str]:
    """{sentence of a template for paper: its Spanish words}."""
    text = files("hmis_web.exporting").joinpath("phrases_es.csv").read_text(encoding="utf-8")
    return {row["english"]: row["spanish"] for row in csv.DictReader(text.splitlines())}


@cache
def _environment(language: str = "en") -> Environment:
    made = Environment(
        loader=PackageLoader("hmis_web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.filters.update(day=lambda value: day(value, language), dollars=_dollars)
    if language == "es":
        made.install_gettext_callables(phrases().__getitem__, _plural, newstyle=True)  # type: ignore[attr-defined]
    else:
        made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    return made


def _plural(one: str, many: str, number: int) -> str:
    return phrases()[one if number == 1 else many]


def _dollars(value: Decimal | None) -> str:
    return "" if value is None else f"${value:,.2f}"
