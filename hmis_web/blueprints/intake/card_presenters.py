"""The pages of ID cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.access.actor import Actor
from hmis_web.blueprints.intake.card_forms import reasons
from hmis_web.domain.card_codes import in_groups
from hmis_web.domain.cards import CardLine
from hmis_web.jobs.card_prints import PrintedCards
from hmis_web.web.filters import hud_datetime
from hmis_web.web.job_progress import is_under_way, progress_of, state_tag
from hmis_web.web.links import open_url


def card_page(
    actor: Actor, client_id: int, lines: Sequence[CardLine], printed: Sequence[PrintedCards]
) -> dict[str, Any]:
    """The context of intake/card_show.html besides the client's header and the forms."""
    valid = next((each for each in lines if each.is_own and each.revoked_at is None), None)
    return {
        "card": {
            "id": valid.id,
            "code": in_groups(valid.code),
            "issued": _by(hud_datetime(valid.issued_at), valid.issued_by),
            "end_url": url_for("intake.card_revoke", client_id=client_id, card_id=valid.id),
        }
        if valid
        else None,
        "others": [_line(actor, each) for each in lines if each is not valid],
        "program_url": open_url(actor, "intake.card_list"),
        "acting_for_all": actor.organization_id is None,
        **_printed(printed, {}, client_id),
    }


def list_page(printed: Sequence[PrintedCards], names: Mapping[int, str]) -> dict[str, Any]:
    """The context of intake/card_list.html besides the form; `names`: of the programs in scope."""
    return _printed(printed, names, None)


def _line(actor: Actor, line: CardLine) -> dict[str, Any]:
    ended = line.revoked_at is not None
    return {
        "code": in_groups(line.code),
        "agency": "" if actor.organization_id else line.agency,
        "issued": _by(hud_datetime(line.issued_at), line.issued_by),
        "ended": _by(hud_datetime(line.revoked_at), line.revoked_by) if ended else _("Valid"),
        "reason": reasons()[line.reason] if line.reason else "",
    }


def _by(moment: str, name: str) -> str:
    return _("%(moment)s, %(name)s", moment=moment, name=name) if name else moment


def _printed(
    printed: Sequence[PrintedCards], names: Mapping[int, str], client_id: int | None
) -> dict[str, Any]:
    running = next((line.job for line in printed if is_under_way(line.job)), None)
    return {
        "printed": [
            {
                "title": _("ID card") if client_id else names.get(line.project_key or 0, _("A program")),
                "when": hud_datetime(line.job.created_at),
                "state": state_tag(line.job.state),
                "url": _url(line, client_id) if line.artifact else "",
            }
            for line in printed
        ],
        "job": progress_of(running, _("Printing")) if running else None,
    }


def _url(line: PrintedCards, client_id: int | None) -> str:
    if client_id is None:
        return url_for("intake.card_sheet", job_id=line.job.id)
    return url_for("intake.card_file", client_id=client_id, job_id=line.job.id)
