"""What a community asks beside HUD's questions (decision 25): fields as data, versioned, with their answers.

`all_fields` and `get_field` say what there is, `create_field` and the like change it; `questions_for` is what
a project asks (`Place.own` carries it, so that forms show it by themselves); `values` keeps the answers.
"""

from hmis_web.domain.custom_fields.asking import client_sections, questions_for, sections_for
from hmis_web.domain.custom_fields.changes import (
    create_field,
    move_field,
    reactivate_field,
    retire_field,
    save_field,
)
from hmis_web.domain.custom_fields.checking import FieldRules
from hmis_web.domain.custom_fields.counting import Tally, readable, tally
from hmis_web.domain.custom_fields.definitions import (
    ASKED_AT,
    CHOOSING,
    CLIENT,
    STAY,
    FieldLine,
    OptionLine,
    all_fields,
    get_field,
)

__all__ = [
    "ASKED_AT",
    "CHOOSING",
    "CLIENT",
    "STAY",
    "FieldLine",
    "FieldRules",
    "OptionLine",
    "Tally",
    "all_fields",
    "client_sections",
    "create_field",
    "get_field",
    "move_field",
    "questions_for",
    "reactivate_field",
    "readable",
    "retire_field",
    "save_field",
    "sections_for",
    "tally",
]
