"""How the audit trail is shown: who, when, what in words, and what was before and after."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _

from hmis_web import standards
from hmis_web.access.permissions import Permission
from hmis_web.access.words import in_words
from hmis_web.domain.audit_chain import Head
from hmis_web.domain.audit_heads import ExportedHead
from hmis_web.domain.audit_log import PER_PAGE, Line
from hmis_web.standards.schema import HudColumn, snake_case
from hmis_web.web.filters import hud_date, hud_datetime, thousands

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NOT_TOLD = {"digest", "page", "exists", "client_id", "shown", "elsewhere"}
"""Details that say nothing to a reader, or are said elsewhere."""
LABELS = {"dob": "Birth date", "ssn": "Social Security number"}
"""Fields whose names are no words."""
COLUMNS = (
    "act", "at_utc", "person", "agency", "role", "did", "verb", "record", "subject", "number", "details",
    "before", "after",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for a formula."""


def items(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The rows of admin/_audit_table.html, a page of them."""
    return [_item(line) for line in lines[:PER_PAGE]]


def older_url(lines: Sequence[Line], url: str, asked: dict[str, str]) -> str:
    """The address of what is older; empty when there is nothing."""
    return with_answers(url, asked | {"older": lines[PER_PAGE - 1].cursor}) if len(lines) > PER_PAGE else ""


def with_answers(url: str, asked: dict[str, str]) -> str:
    """A page's address with what was chosen on it."""
    return f"{url}?{urlencode(asked)}" if asked else url


def chain_facts(head: Head | None, waiting: int, exported: ExportedHead | None) -> list[tuple[str, str]]:
    """The state of the chain."""
    sealed = _("nothing yet")
    if head is not None:
        sealed = _("act %(number)s, %(at)s", number=thousands(head.sequence), at=hud_datetime(head.sealed_at))
    kept = _("never; the worker exports it once a day")
    if exported is not None:
        number, at = thousands(exported.sequence), hud_datetime(exported.exported_on)
        kept = _("act %(number)s, %(at)s", number=number, at=at)
    facts = [(_("Sealed up to"), sealed), (_("Last head exported"), kept)]
    return [*facts, (_("Wait to be sealed"), thousands(waiting))] if waiting else facts


def to_csv(lines: Iterable[Line]) -> bytes:
    """Acts as CSV, UTF-8 with a byte order mark. A value that a spreadsheet would run as a formula is
    prefixed with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines:
        record = f"R-{line.client_id}" if line.client_id is not None else ""
        values = (
            line.id, f"{line.at:%Y-%m-%d %H:%M:%S}", line.person, line.agency, line.role, line.words,
            line.verb, record, line.subject_type, line.subject_id,
            *(_as_text(side) for side in (line.details, line.before, line.after)),
        )  # fmt: skip
        writer.writerow(_safe(value) for value in values)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _item(line: Line) -> dict[str, Any]:
    record = f"R-{line.client_id}" if line.client_id is not None else ""
    return {
        "at": line.at,
        "person": line.person or _("The system"),
        "place": ", ".join(part for part in (line.role, line.agency) if part),
        "words": line.words,
        "about": _about(line),
        "changes": _changes(line),
        "emptied": line.is_emptied,
        "record": record,
        "record_url": url_for("admin.client_audit", client_id=line.client_id) if record else "",
    }


def _about(line: Line) -> str:
    """What the act was about, beyond its verb."""
    parts = []
    if right := str(line.details.get("right", "")):
        known = right in {each.value for each in Permission}
        parts.append(in_words(Permission(right)) if known else right)
    for name, value in line.details.items():
        if name not in NOT_TOLD | {"right"} and value not in (None, "", []):
            parts.append(f"{_label(name).lower()}: {_value(value)}")
    return "; ".join(parts)


def _changes(line: Line) -> list[dict[str, Any]]:
    everything = line.before | {k: v for k, v in line.after.items() if v is not None}
    names = dict.fromkeys([*line.before, *line.after])
    return [
        {
            "label": _label(name),
            "before": _shown(line.subject_type, name, line.before.get(name), everything),
            "after": _shown(line.subject_type, name, line.after.get(name), everything),
            "is_new": name not in line.before,
        }
        for name in names
        if name in line.after
    ]


def _label(name: str) -> str:
    return LABELS.get(name) or name.replace("_", " ").capitalize()


def _shown(subject: str, name: str, value: Any, others: dict[str, Any]) -> str:
    column = _columns(subject).get(name)
    if column is not None and column.code_list and isinstance(value, int):
        selectors = standards.selector_lists(column)[0] if ":" in column.code_list else ()
        list_id = standards.list_for(column, *(others.get(snake_case(each)) for each in selectors))
        if list_id:
            return standards.label(list_id, value)
    return _value(value)


def _value(value: Any) -> str:
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_value(each) for each in value)
    text = str(value)
    if text.startswith("digest:"):
        return _("not shown")
    if DAY.fullmatch(text):
        return hud_date(date.fromisoformat(text))
    if DAY.match(text) and text[10:11] == "T":
        return hud_datetime(datetime.fromisoformat(text))
    return text


@cache
def _columns(subject: str) -> dict[str, HudColumn]:
    """The columns of the HUD file that a kind of subject is a row of; empty for ours."""
    for file in standards.files():
        if subject in (file.table, file.table.removesuffix("s")):
            return {column.attribute: column for column in file.columns}
    return {}


def _as_text(values: dict[str, Any]) -> str:
    return "; ".join(f"{name}={value}" for name, value in values.items())


def _safe(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
