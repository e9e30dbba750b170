"""HUD's code lists FY2026: the only place where a label or a list's codes are known.

Source: HMIS CSV Format Specifications FY2026, appendix of lists, loaded from `fy2026/lists.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hmis_web.standards.schema import HudColumn, read_table


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list. `group` is the situation type of list 3.12.1; inactive codes are kept but not
    offered."""

    value: str
    label: str
    group: str
    contexts: frozenset[str]
    """Where list 3.12.1 may be used: `prior`, `current`, `destination`; empty means everywhere."""
    active: bool


@dataclass(frozen=True)
class CodeList:
    """One list of HUD, codes in official order."""

    id: str
    name: str
    codes: tuple[Code, ...]

    @property
    def values(self) -> frozenset[str]:
        """Every code, inactive ones too, as text."""
        return frozenset(code.value for code in self.codes)

    @property
    def numbers(self) -> frozenset[int]:
        """Every numeric code, inactive ones too."""
        return frozenset(int(code.value) for code in self.codes if code.value.isdigit())


@cache
def code_list(list_id: str) -> CodeList:
    """The list called `list_id` (`3.12.1`). Raises KeyError when there is none."""
    return _all_lists()[list_id]


def code_lists() -> tuple[CodeList, ...]:
    """Every list of the standard."""
    return tuple(_all_lists().values())


def label(list_id: str, code: int | str | None) -> str:
    """What a code means; empty for None; `unknown (999)` for a code outside the list, never an error
    (decision 1)."""
    if code is None or code == "":
        return ""
    found = _labels(list_id).get(str(code))
    return found if found is not None else f"unknown ({code})"


def offered(list_id: str, context: str | None = None) -> tuple[Code, ...]:
    """Codes that a form may offer: active ones, and for list 3.12.1 those of the context (prior, current,
    destination)."""
    return tuple(
        code
        for code in code_list(list_id).codes
        if code.active and (context is None or not code.contexts or context in code.contexts)
    )


@cache
def list_for(column: HudColumn, *selectors: int | str | None) -> str | None:
    """The list id of a column; for TypeProvided and the like chosen by the selector values in the order that
    the column names them (RecordType, or RecordType and TypeProvided). None when the column is not coded for
    these values."""
    spec = column.code_list
    if not spec:
        return None
    if ":" not in spec:
        return spec
    wanted = "/".join(str(value) for value in selectors)
    return selector_lists(column)[1].get(wanted)


@cache
def selector_lists(column: HudColumn) -> tuple[tuple[str, ...], dict[str, str]]:
    """(names of the selecting columns, {their values joined by "/": list id}) of a column whose list depends
    on others."""
    head, _, choices = column.code_list.partition(":")
    pairs = (choice.strip().partition("=") for choice in choices.split(";"))
    return tuple(head.strip().split("/")), {value.strip(): list_id.strip() for value, _, list_id in pairs}


@cache
def _labels(list_id: str) -> dict[str, str]:
    return {code.value: code.label for code in code_list(list_id).codes}


@cache
def _all_lists() -> dict[str, CodeList]:
    grouped: dict[str, list[Code]] = {}
    names: dict[str, str] = {}
    for row in read_table("lists.csv"):
        contexts = frozenset(part for part in row["contexts"].split(";") if part)
        code = Code(row["code"], row["label"], row["group"], contexts, row["active"] == "Y")
        grouped.setdefault(row["list_id"], []).append(code)
        names[row["list_id"]] = row["list_name"]
    return {list_id: CodeList(list_id, names[list_id], tuple(codes)) for list_id, codes in grouped.items()}
