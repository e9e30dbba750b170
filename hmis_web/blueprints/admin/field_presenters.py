"""How the community's own questions are shown to whoever changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web import standards
from hmis_web.blueprints.admin.field_forms import KINDS, STAGES, SUBJECTS, WHO, CountForm, FieldForm
from hmis_web.domain.custom_fields import ASKED_AT, CLIENT, FieldLine, FieldRules, Tally
from hmis_web.standards.elements import Person
from hmis_web.standards.forms import Facts, Place, Section
from hmis_web.standards.lists import Code
from hmis_web.standards.own_questions import OWN, TITLE, own_question
from hmis_web.web.filters import hud_date, hud_datetime


def list_page(fields: Sequence[FieldLine]) -> dict[str, Any]:
    """The context of admin/field_list.html."""
    asked = [each for each in fields if each.retired_at is None]
    return {
        "asked": [_line(each, asked) for each in asked],
        "retired": [_line(each, []) for each in fields if each.retired_at is not None],
        "new_url": url_for("admin.field_new"),
    }


def new_page(form: FieldForm) -> dict[str, Any]:
    """The context of admin/field_edit.html for a new question."""
    return {
        "form": form,
        "field": None,
        "preview": preview(form, None),
        "tally": None,
        "list_url": url_for("admin.field_list"),
    }


def edit_page(form: FieldForm, field: FieldLine, tally: Tally, counting: CountForm) -> dict[str, Any]:
    """The context of admin/field_edit.html for a question that there is."""
    verb = "admin.field_reactivate" if field.retired_at else "admin.field_retire"
    return {
        "form": form,
        "field": {
            "label": field.label,
            "version": field.version,
            "kind": str(KINDS[field.kind]),
            "subject": str(SUBJECTS[field.subject]) if field.subject == CLIENT else _("about a stay"),
            "retired": hud_datetime(field.retired_at) if field.retired_at else "",
            "turn_url": url_for(verb, field_id=field.id),
        },
        "preview": preview(form, field),
        "tally": _tally(tally),
        "counting": counting if field.subject != CLIENT else None,
        "count_url": url_for("admin.field_edit", field_id=field.id),
        "list_url": url_for("admin.field_list"),
    }


def preview(form: FieldForm, field: FieldLine | None) -> tuple[Section, ...]:
    """The question as forms show it, from what is typed; empty while there is nothing to show."""
    rules = form.to_rules()
    kind = field.kind if field else form.kind.data
    if not rules.label.strip() or kind not in KINDS:
        return ()
    kept = field.options if field else ()
    offered = rules.offered if rules.offered is not None else frozenset()
    labels = [each.label for each in kept if each.id in offered] + [
        line.strip() for line in rules.new_options if line.strip()
    ]
    codes = tuple(
        Code(f"p{number}", label, "", frozenset(), active=True) for number, label in enumerate(labels)
    )
    question = own_question(0, kind, rules.label, rules.hint, codes, required=rules.is_required)
    return (Section(OWN, TITLE, (question,), Facts(Place(None), Person())),)


def differences(saved: FieldLine, typed: FieldRules, projects: Mapping[int, str]) -> list[dict[str, str]]:
    """What somebody else saved against what was typed, for errors/409.html."""
    pairs = [
        (_("Question"), saved.label, typed.label),
        (_("Hint"), saved.hint, typed.hint),
        (_("Of"), str(WHO[saved.who]), str(WHO.get(typed.who, typed.who))),
        (_("At"), _stages(saved.stages), _stages(typed.stages)),
        (_("Types of project"), _types(saved.project_types), _types(typed.project_types)),
        (_("Programs"), _programs(saved.project_keys, projects), _programs(typed.project_keys, projects)),
        (_("Needs an answer"), _yes(saved.is_required), _yes(typed.is_required)),
    ]
    if typed.offered is not None:
        mine = [each.label for each in saved.options if each.id in typed.offered]
        theirs = [each.label for each in saved.options if not each.is_retired]
        pairs.append((_("Answers offered"), ", ".join(theirs), ", ".join([*mine, *typed.new_options])))
    return [
        {"label": label, "theirs": theirs, "yours": yours}
        for label, theirs, yours in pairs
        if theirs != yours
    ]


def _line(field: FieldLine, asked: Sequence[FieldLine]) -> dict[str, Any]:
    where = [each.id for each in asked].index(field.id) if asked else 0
    return {
        "url": url_for("admin.field_edit", field_id=field.id),
        "label": field.label,
        "kind": str(KINDS[field.kind]),
        "when": _("about the client") if field.subject == CLIENT else _stages(field.stages),
        "who": str(WHO[field.who]),
        "where": _where(field),
        "required": field.is_required,
        "retired": hud_datetime(field.retired_at) if field.retired_at else "",
        "move_url": url_for("admin.field_move", field_id=field.id),
        "may_rise": bool(asked) and where > 0,
        "may_sink": bool(asked) and where < len(asked) - 1,
    }


def _where(field: FieldLine) -> str:
    if field.subject == CLIENT:
        return _("everywhere")
    parts = [_types(field.project_types)] if field.project_types else []
    if field.project_keys:
        number = len(field.project_keys)
        parts.append(ngettext("%(num)s program", "%(num)s programs", number))
    return " · ".join(parts) or _("in all projects")


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "answers": tally.answers,
        "clients": tally.clients,
        "rows": [
            (hud_date(value) if isinstance(value, date) else str(value), number)
            for value, number in tally.values
        ],
    }


def _stages(stages: Any) -> str:
    return ", ".join(str(STAGES[each]) for each in ASKED_AT if each in stages)


def _types(codes: frozenset[int]) -> str:
    return ", ".join(standards.label("2.02.6", code) for code in sorted(codes)) or _("all")


def _programs(keys: frozenset[int], names: Mapping[int, str]) -> str:
    return ", ".join(names.get(key, f"#{key}") for key in sorted(keys)) or _("all")


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
