"""The page that changes a person, and what it shows when somebody else was first."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from hmis_web import standards
from hmis_web.blueprints.intake.client_fields import race_words
from hmis_web.blueprints.intake.client_forms import ClientEditForm
from hmis_web.blueprints.intake.client_presenters import part_url
from hmis_web.blueprints.intake.own_part import VERSION, OwnPart
from hmis_web.domain.client_changes import KEEP_SSN
from hmis_web.domain.client_fields import ClientFields, nine
from hmis_web.domain.clients import ClientCard
from hmis_web.web.filters import hud_date
from hmis_web.web.presenters import name_of

NOT_REPEATED = {"csrf_token", "version", VERSION}


def edit_page(card: ClientCard, recorded: ClientFields) -> dict[str, Any]:
    """The context of intake/client_edit.html besides the form."""
    url = url_for("intake.client_show", client_id=card.id)
    return {
        "client": {"name": name_of(card), "identifier": card.record_number, "url": url},
        "post_url": url_for("intake.client_edit", client_id=card.id),
        "cancel_url": url,
        "part_url": part_url(),
        "focus": "",
        "ssn_hint": _ssn_hint(recorded.ssn),
    }


def conflict_page(
    client_id: int,
    theirs: ClientFields,
    yours: ClientFields,
    posted: MultiDict[str, str],
    version: int,
    own: OwnPart,
) -> dict[str, Any]:
    """The context of errors/409.html: what differs, field by field, and what was posted, to save it again
    over the version that is there now."""
    labels = {field.name: str(field.label.text) for field in ClientEditForm(formdata=None)}
    rows = []
    for each in dataclass_fields(ClientFields):
        one, two = getattr(theirs, each.name), getattr(yours, each.name)
        if each.name == "ssn" and (two == KEEP_SSN or nine(one) == two):
            continue
        if one != two:
            pair = (shown(each.name, one), shown(each.name, two))
            rows.append({"label": labels[each.name], "theirs": pair[0], "yours": pair[1]})
    differing, own_version = own.against(client_id)
    rows += [{"label": label, "theirs": one, "yours": two} for label, one, two in differing]
    kept = [(name, text) for name, text in posted.items(multi=True) if name not in NOT_REPEATED]
    return {
        "conflicts": rows,
        "fields": [*kept, ("version", str(version)), (VERSION, str(own_version))],
        "post_url": url_for("intake.client_edit", client_id=client_id),
        "back_url": url_for("intake.client_show", client_id=client_id),
        "message": "",
    }


def shown(name: str, value: Any) -> str:
    """An answer as people read it; of an SSN its last four at most."""
    if value in {None, "", frozenset()}:
        return _("(empty)")
    if name == "ssn":
        return _("ending %(last4)s", last4=str(value)[-4:])
    if name == "races":
        words = race_words()
        return ", ".join(words[race] for race in words if race in value)
    if isinstance(value, date):
        return hud_date(value)
    column = next(each for each in standards.file("Client").columns if each.attribute == name)
    return standards.label(column.code_list, value) if column.code_list else str(value)


def _ssn_hint(recorded: str | None) -> str:
    """What the form says of the recorded number."""
    if recorded is None:
        return ""
    known = nine(recorded) or ""
    if len(known) == 9 and known[-4:].isdecimal():
        return _("Recorded, ending %(last4)s. Leave this empty to keep it.", last4=known[-4:])
    return _("Recorded in part. Leave this empty to keep it.")
