"""HMIS Data Standards FY2026 as data: what HUD says, and nothing else.

`files`, `file` describe the CSV format; `code_list`, `label`, `offered`, `list_for` the code lists;
`elements`, `elements_required` the data elements and who must be asked them;
`validation_rules` what to check and what to say.
"""

from hmis_web.standards.elements import (
    Audience,
    CollectionPoint,
    Element,
    Person,
    element,
    elements,
    elements_required,
)
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
from hmis_web.standards.validation import ValidationRule, validation_rules

__all__ = [
    "Audience",
    "Code",
    "CodeList",
    "CollectionPoint",
    "Element",
    "HudColumn",
    "HudFile",
    "Person",
    "ValidationRule",
    "code_list",
    "code_lists",
    "element",
    "elements",
    "elements_required",
    "file",
    "files",
    "label",
    "list_for",
    "offered",
    "selector_lists",
    "snake_case",
    "validation_rules",
]
