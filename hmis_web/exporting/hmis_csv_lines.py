"""One row of the database as one line of HMIS CSV: the database writes it, Python only mends the few lines
that need it.

Format: HMIS CSV Format Specifications FY2026, Data Types and Characters Permitted. Strings are always in
double quotes, numbers, dates and stamps never; null is nothing between commas; dollars have two decimals; a
line ends with CRLF (RFC 4180; HUD leaves it open).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
)
from sqlalchemy import String as Text

from hmis_web.models import Client, ClientAlias
from hmis_web.standards import HudColumn, HudFile

LINE_END = "\r\n"
FORBIDDEN = str.maketrans("", "", "<>[]{}")
"""HUD: these six characters are stripped in the export process."""
SPECIAL = frozenset(',"\r\n')
EXPORT_ID = "ExportID"
PERSONAL_ID = "PersonalID"


def header(file: HudFile) -> str:
    """The first line of a file: HUD's names in HUD's order and capitals."""
    return ",".join(column.name for column in file.columns) + LINE_END


def line_expression(
    table: FromClause, file: HudFile, dialect: str, *, not_after: Mapping[str, Any], merged: bool
) -> ColumnElement[str]:
    """The line of a row as SQL text, without its line end. `not_after` gives columns that are blank when
    their date (a column name) is later than the bound `end`; `merged` looks up the survivor of a merged
    client's PersonalID. Binds `export_id` (in quotes) and `end`."""
    cells = [_cell(table, column, dialect, not_after, merged=merged) for column in file.columns]
    # one pass over the row, where a chain of || would copy it for every column
    together = func.printf if dialect == "sqlite" else func.format
    return together(",".join("%s" for _ in cells), *cells, type_=Text)


def write_field(column: HudColumn, value: str | None) -> str:
    """One value as the format has it. A value that is not of its column's type goes out quoted if it has to
    be."""
    if value is None or value == "":
        return ""
    if column.kind == "S" or not SPECIAL.isdisjoint(value):
        return '"' + value.replace('"', '""') + '"'
    return value


def write_line(file: HudFile, values: Sequence[str | None]) -> str:
    """A whole line, without its line end."""
    return ",".join(write_field(column, value) for column, value in zip(file.columns, values, strict=True))


def read_line(line: str) -> list[str]:
    """The values of a line that the database wrote."""
    return next(csv.reader([line], strict=True))


def as_received(file: HudFile, line: str, originals: str) -> str:
    """The line with the values that our types write in another form put back as the file had them (decision
    2)."""
    values = read_line(line)
    for name, text in json.loads(originals).items():
        values[file.column(name).position - 1] = text
    return write_line(file, values)


def join_lines(lines: Iterable[str], *, keep_all_characters: bool) -> bytes:
    """Lines as bytes of the file. The six characters that HUD forbids go, unless everything is to stay as it
    is."""
    text = "".join(line + LINE_END for line in lines)
    return (text if keep_all_characters else text.translate(FORBIDDEN)).encode()


def _cell(
    table: FromClause, column: HudColumn, dialect: str, not_after: Mapping[str, Any], *, merged: bool
) -> ColumnElement[str]:
    if column.name == EXPORT_ID:
        return bindparam("export_id", type_=Text)
    value: ColumnElement[Any] = table.c[column.attribute]
    if column.name == PERSONAL_ID and column.file != "Client" and merged:
        value = func.coalesce(_survivor(table), value)
    text = _as_text(value, column.kind, dialect)
    if column.name in not_after:
        known_on = table.c[not_after[column.name]]
        later = and_(known_on.is_not(None), known_on > bindparam("end", type_=Date))
        text = case((~later, text))
    return text


def _as_text(value: ColumnElement[Any], kind: str, dialect: str) -> ColumnElement[Any]:
    """The value as text, null where nothing is to stand."""
    if kind == "S":
        return _quoted(func.nullif(value, literal_column("''", Text)))
    if kind == "T":
        return case((_unusual(value, dialect), _quoted(value)), else_=value)
    if kind == "M" and dialect == "sqlite":  # a number there, see db.types.Money
        return case((value.is_not(None), func.printf("%.2f", value)))
    return value


def _quoted(value: ColumnElement[Any]) -> ColumnElement[str]:
    quote: ColumnElement[str] = literal_column("'\"'", Text)
    doubled = func.replace(value, quote, literal_column("'\"\"'", Text), type_=Text)
    return quote.concat(doubled).concat(quote)


def _unusual(value: ColumnElement[Any], dialect: str) -> ColumnElement[bool]:
    """A stamp is kept as the text that came; one with a comma or quote in it must not break the line."""
    if dialect == "sqlite":
        return value.bool_op("GLOB")("*[^0-9: ./TZ-]*")
    return value.bool_op("~")("[^0-9: ./TZ-]")


def _survivor(table: FromClause) -> ColumnElement[str | None]:
    """PersonalID of who a merged client's old identifier stands for; null when it was never merged."""
    return (
        select(Client.personal_id)
        .join(ClientAlias, ClientAlias.client_id == Client.id)
        .where(
            ClientAlias.data_source_id == table.c.data_source_id,
            ClientAlias.personal_id == table.c.personal_id,
        )
        .scalar_subquery()
    )
