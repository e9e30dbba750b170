"""HMIS Data Standards FY2026 as data: what HUD says, and nothing else.

`files`, `file` describe the CSV format; `code_list`, `label`, `offered`, `list_for` the code lists.
"""

from hmis_web.standards.lists import (
    Code,
    CodeList,
    code_list,
    code_lists,
    label,
    list_for,
    offered,
    selector_lists,
)
from hmis_web.standards.schema import HudColumn, HudFile, file, files, snake_case

__all__ = [
    "Code",
    "CodeList",
    "HudColumn",
    "HudFile",
    "code_list",
    "code_lists",
    "file",
    "files",
    "label",
    "list_for",
    "offered",
    "selector_lists",
    "snake_case",
]
