"""The pages that add and change a person, and who somebody may be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.blueprints.intake.client_forms import PersonForm
from hmis_web.domain.client_rules import Finding
from hmis_web.domain.duplicates import Candidate, Likely
from hmis_web.domain.search.scoring import Why
from hmis_web.web.filters import hud_date
from hmis_web.web.flash import say

FOCUS = ("first_name", "last_name", "dob", "ssn")


def new_page(form: PersonForm, found: Likely, answered: set[int], *, waiting: bool) -> dict[str, Any]:
    """The context of intake/client_new.html besides the form."""
    empty = [name for name in FOCUS if not (form[name].data or "")]
    return {
        **likely_panel(found, answered),
        "focus": "" if form.errors else (empty or FOCUS)[0],
        "post_url": url_for("intake.client_new"),
        "waiting_url": url_for("intake.client_new") if waiting else "",
        "cancel_url": url_for("intake.client_search"),
        "part_url": part_url(),
        "consent_url": url_for("intake.client_part", part="consent"),
    }


def part_url() -> str:
    """Where the parts of the form come from that follow what is typed, up to their name."""
    return url_for("intake.client_part", part="name").removesuffix("name")


def likely_panel(found: Likely, answered: set[int]) -> dict[str, Any]:
    """The context of intake/_client_likely.html."""
    return {
        "likely": [candidate_row(each, answered) for each in found.candidates],
        "elsewhere": list(found.elsewhere),
        "looked": found.act is not None,
    }


def candidate_row(each: Candidate, answered: set[int]) -> dict[str, Any]:
    """A record that may be the same person, and why."""
    match = each.match
    years = ngettext("%(num)s year", "%(num)s years", match.age) if match.age is not None else ""
    return {
        "id": match.client_id,
        "url": url_for("intake.client_show", client_id=match.client_id),
        "name": match.name,
        "detail": " · ".join(part for part in (years, hud_date(match.birth_date)) if part),
        "identifier": match.record_number,
        "last4": match.last4 or "",
        "why": why_text(match.why),
        "strong": each.strong,
        "answered": match.client_id in answered,
    }


def why_text(reasons: Iterable[Why]) -> str:
    """Why somebody may be the same person: `Same name; birth date with day and month swapped`."""
    words = {
        Why.SSN: _("same SSN"),
        Why.LAST4: _("same last four of the SSN"),
        Why.BIRTH_DATE: _("same birth date"),
        Why.BIRTH_YEAR: _("same birth year"),
        Why.SWAPPED_DATE: _("day and month of the birth date swapped"),
        Why.CLOSE_DATE: _("birth date almost the same"),
        Why.SAME_NAME: _("same name"),
        Why.BEGINS: _("name begins the same"),
        Why.NICKNAME: _("nickname"),
        Why.SOUND: _("name sounds the same"),
        Why.SPELLING: _("name spelled almost the same"),
        Why.RECORD: _("record number"),
    }
    text = ", ".join(dict.fromkeys(words[why] for why in reasons))
    return text[:1].upper() + text[1:]


def say_saved(words: str, findings: Iterable[Finding]) -> None:
    """Say that it is saved, and what is worth another look."""
    looks = list(dict.fromkeys(found.message for found in findings if not found.blocks))
    if looks:
        say("info", _("%(saved)s Worth another look: %(looks)s.", saved=words, looks="; ".join(looks)))
    else:
        say("good", words)
