"""The page that changes how somebody entered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from hmis_web.blueprints.intake.enrollment_presenters import parts_of
from hmis_web.blueprints.intake.entry_edit_forms import EntryEditForm
from hmis_web.blueprints.intake.record import relation
from hmis_web.domain.answers import answered
from hmis_web.domain.enrollment_edits import EntryNow
from hmis_web.domain.enrollment_rules import HEAD
from hmis_web.standards.forms import Section, cleaned, shown
from hmis_web.web.filters import hud_date
from hmis_web.web.presenters import age_text, name_of
from hmis_web.web.question_parts import in_words
from hmis_web.web.questions import Posted


def edit_page(
    now: EntryNow,
    form: EntryEditForm,
    sections: tuple[Section, ...],
    given: Posted,
    errors: Mapping[str, str],
    cancel_url: str,
) -> dict[str, Any]:
    """The context of intake/enrollment_edit.html besides the form."""
    done, asked = answered(sections, given)
    fields = form.fields or MultiDict[str, str]()
    own = form.chosen_relations().get(now.stay.id, now.own.relationship_to_hoh)
    return {
        "stay": {"project": now.place.name, "agency": now.place.agency, "cocs": now.place.cocs},
        "client_name": name_of(now.own.person),
        "is_head": own == HEAD,
        "members": [
            {
                "name": name_of(each.person),
                "age": age_text(each.person),
                "form": form.relations[each.enrollment_id],
            }
            for each in now.members
            if each.enrollment_id in form.relations
        ],
        "current": {
            "name": _("Answers at entry"),
            "focus": False,
            "prefix": "",
            "answers": given,
            "errors": errors,
            "warnings": (),
            "parts": parts_of(sections, shown(sections, given)),
            "done": done,
            "asked": asked,
        },
        "typed": [pair for pair in fields.items(multi=True) if "." in pair[0]],
        "ask": f"{request.path}?part=",
        "aside": False,
        "cancel_url": cancel_url,
    }


def conflicts(
    now: EntryNow, form: EntryEditForm, sections: tuple[Section, ...], given: Posted
) -> list[dict[str, str]]:
    """What differs between the entry as it is saved now and as somebody typed it, field by field."""
    names = {each.enrollment_id: name_of(each.person) for each in now.members}
    codes = {each.enrollment_id: each.relationship_to_hoh for each in now.members}
    rows = [
        (_("Entry date"), hud_date(now.stay.entry_date), hud_date(form.day)),
        *(
            (names[key], relation(codes[key]), relation(code))
            for key, code in form.chosen_relations().items()
        ),
    ]
    if now.own.relationship_to_hoh == HEAD:
        rows.append((_("CoC"), now.coc or "", form.chosen_coc() or ""))
    typed = cleaned(sections, given)
    for section in sections:
        for question in section.questions:
            theirs, yours = (in_words(question, each.get(question.key)) for each in (now.answers, typed))
            rows.append((question.label, theirs, yours))
    return [
        {"label": label, "theirs": theirs, "yours": yours} for label, theirs, yours in rows if theirs != yours
    ]
