"""The pages of likely pairs, of two records side by side, and of merges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.blueprints.intake.client_edit_presenters import shown
from hmis_web.blueprints.intake.client_presenters import candidate_row, why_text
from hmis_web.blueprints.intake.merge_forms import PICK, MergeForm
from hmis_web.domain.client_fields import VETERAN, nine
from hmis_web.domain.clients import ClientCard, Person
from hmis_web.domain.duplicate_pairs import Window
from hmis_web.domain.duplicates import Likely
from hmis_web.domain.enrollments import Stay
from hmis_web.domain.merge_lists import MergeLine, Overlap
from hmis_web.domain.merge_values import GROUPS
from hmis_web.domain.merging import Side
from hmis_web.web.filters import hud_date
from hmis_web.web.presenters import age_text, name_of

NUMBER = re.compile(r"\s*[rR]?-?(\d{1,9})\s*")


def number_of(text: str | None) -> int | None:
    """The key of a record by its number: `R-123` or `123`; None for anything else."""
    match = NUMBER.fullmatch(text or "")
    return int(match[1]) if match else None


def pairs_page(found: Window, before: int | None) -> dict[str, Any]:
    """The context of intake/duplicate_list.html."""
    return {
        "pairs": [
            {
                "one": _person(pair.older),
                "two": _person(pair.newer),
                "why": why_text(pair.why),
                "url": url_for("intake.client_merge", client_id=pair.older.id, other=pair.newer.id),
                "apart_url": url_for("intake.alike_refuse", client_id=pair.older.id, other_id=pair.newer.id),
            }
            for pair in found.pairs
        ],
        "next_url": url_for("intake.duplicate_list", before=found.before) if found.before else "",
        "first_url": url_for("intake.duplicate_list") if before is not None else "",
        "merges_url": url_for("intake.merge_list"),
    }


def choose_page(card: ClientCard, found: Likely) -> dict[str, Any]:
    """The context of intake/merge_choose.html."""
    here = url_for("intake.client_merge", client_id=card.id)
    return {
        "client": _client(card),
        "here_url": here,
        "likely": [
            candidate_row(each, set())
            | {"merge_url": url_for("intake.client_merge", client_id=card.id, other=each.match.client_id)}
            for each in found.candidates
        ],
    }


def compare_page(form: MergeForm, mine: Side, theirs: Side, overlaps: Sequence[Overlap]) -> dict[str, Any]:
    """The context of intake/client_merge.html."""
    one, two = mine.card.id, theirs.card.id
    kept = form.survivor(one, two) if form.is_submitted() else one
    return {
        "client": _client(mine.card),
        "sides": [
            _client(side.card) | {"id": side.card.id, "version": side.version, "kept": side.card.id == kept}
            for side in (mine, theirs)
        ],
        "rows": [_row(group, mine, theirs, kept) for group in GROUPS],
        "overlaps": [_overlap(each) for each in overlaps],
        "post_url": url_for("intake.client_merge", client_id=one),
        "other": two,
        "cancel_url": url_for("intake.client_show", client_id=one),
    }


def merges_page(lines: Sequence[MergeLine], page: int, *, more: bool) -> dict[str, Any]:
    """The context of intake/merge_list.html."""
    return {
        "merges": [
            {
                "survivor": name_of(line.survivor) if line.survivor else _("a record that is gone"),
                "url": url_for("intake.client_show", client_id=line.survivor_id) if line.survivor else "",
                "numbers": _("R-%(one)s took in R-%(two)s", one=line.survivor_id, two=line.merged_id),
                "author": line.author,
                "merged_at": line.merged_at,
                "undone_at": line.undone_at,
                "undone_author": line.undone_author,
                "moved": ngettext("%(num)s row moved", "%(num)s rows moved", line.moved),
                "undo_url": "" if line.undone_at else url_for("intake.merge_undo", merge_id=line.id),
            }
            for line in lines
        ],
        "earlier_url": url_for("intake.merge_list", page=page + 1) if more else "",
        "later_url": url_for("intake.merge_list", page=page - 1) if page > 1 else "",
        "pairs_url": url_for("intake.duplicate_list"),
    }


def _row(group: str, mine: Side, theirs: Side, kept: int) -> dict[str, Any]:
    """One line of the comparison. What differs is to be chosen; nothing but one side's value is chosen
    beforehand where the other has none."""
    values = [_value(group, side) for side in (mine, theirs)]
    same = _compared(group, mine) == _compared(group, theirs)
    if values[0] == values[1] and not same:
        values[1] = _("%(value)s (not quite the same)", value=values[1])
    picked = request.form.get(PICK + group, "")
    keys = [str(mine.card.id), str(theirs.card.id)]
    if picked not in keys:
        kept_at = keys.index(str(kept))
        has = [_has_value(group, side) for side in (mine, theirs)]
        picked = keys[kept_at] if has[kept_at] or not has[1 - kept_at] else keys[1 - kept_at]
    return {
        "name": PICK + group,
        "label": _labels()[group],
        "same": same,
        "cells": [
            {"value": value, "key": key, "picked": key == picked}
            for value, key in zip(values, keys, strict=True)
        ],
    }


def _value(group: str, side: Side) -> str:
    told = side.fields
    if group == "ssn":
        whole = nine(told.ssn) or ""
        number = f"···-··-{whole[-4:]}" if len(whole) == 9 else shown("ssn", told.ssn)
        return f"{number} · {shown('ssn_data_quality', told.ssn_data_quality)}"
    if group == "dob":
        return f"{shown('dob', told.dob)} · {shown('dob_data_quality', told.dob_data_quality)}"
    if group == "races":
        return shown("races", told.races) if told.races else shown("race_none", told.race_none)
    if group == "veteran_status":
        asked = [getattr(told, name) for name in VETERAN]
        count = sum(value is not None for value in asked)
        more = ngettext("%(num)s answer about service", "%(num)s answers about service", count)
        status = shown("veteran_status", told.veteran_status)
        return f"{status} · {more}" if count else status
    return shown(group, getattr(told, group))


def _compared(group: str, side: Side) -> list[Any]:
    """What must be the same on both sides, whatever of it is shown."""
    told = side.fields.columns() | {"ssn": nine(side.fields.ssn)}
    return [told[name] for name in GROUPS[group] if name in told]


def _has_value(group: str, side: Side) -> bool:
    value = getattr(side.fields, group)
    unknown: set[Any] = {None, "", frozenset(), 8, 9, 99}
    return value not in unknown


def _labels() -> dict[str, str]:
    return {
        "first_name": _("First name"),
        "middle_name": _("Middle name"),
        "last_name": _("Last name"),
        "name_suffix": _("Suffix"),
        "name_data_quality": _("Name data quality"),
        "ssn": _("Social Security number"),
        "dob": _("Date of birth"),
        "sex": _("Sex"),
        "races": _("Race and ethnicity"),
        "veteran_status": _("Veteran status"),
    }


def _overlap(each: Overlap) -> str:
    stays = f"{_stay(each.one)} / {_stay(each.other)}"
    if each.same_household:
        return _("Both stand in one household: %(stays)s", stays=stays)
    if each.same_project:
        return _("Two stays in the same program lie over each other: %(stays)s", stays=stays)
    return _("Two residential stays lie over each other: %(stays)s", stays=stays)


def _stay(stay: Stay) -> str:
    last: date | None = stay.exit_date
    return _(
        "%(project)s, %(first)s to %(last)s",
        project=stay.project_name,
        first=hud_date(stay.entry_date),
        last=hud_date(last) or _("today"),
    )


def _client(card: ClientCard) -> dict[str, Any]:
    return {
        "name": name_of(card),
        "identifier": card.record_number,
        "source": card.data_source,
        "url": url_for("intake.client_show", client_id=card.id),
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": name_of(person),
        "identifier": person.record_number,
        "detail": age_text(person),
        "url": url_for("intake.client_show", client_id=person.id),
    }
