"""The page of records that look like one that is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from hmis_web.access.actor import Actor
from hmis_web.blueprints.intake import client_presenters, record
from hmis_web.domain.duplicates import Answer, Likely
from hmis_web.domain.overview import Header
from hmis_web.web.links import may_open
from hmis_web.web.presenters import age_text, name_of


def page(actor: Actor, above: Header, found: Likely, said: Sequence[Answer]) -> dict[str, Any]:
    """The context of intake/alike_list.html."""
    client_id = above.card.id
    merges = may_open(actor, "intake.client_merge")

    def pair(endpoint: str, other_id: int) -> str:
        return url_for(endpoint, client_id=client_id, other_id=other_id)

    return {
        **record.above(actor, above, ""),
        "likely": [
            client_presenters.candidate_row(each, set())
            | {
                "refuse_url": pair("intake.alike_refuse", each.match.client_id),
                "merge_url": url_for("intake.client_merge", client_id=client_id, other=each.match.client_id)
                if merges
                else "",
            }
            for each in found.candidates
        ],
        "elsewhere": list(found.elsewhere),
        "answers": [
            {
                "name": name_of(each.person),
                "detail": age_text(each.person),
                "identifier": each.person.record_number,
                "url": url_for("intake.client_show", client_id=each.person.id),
                "author": each.author,
                "said_at": each.said_at,
                "back_url": pair("intake.alike_take_back", each.person.id),
            }
            for each in said
        ],
    }
