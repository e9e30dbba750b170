"""The community's own questions about a client, whatever the stay: they go with the client's record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.access.scope import client_visible
from hmis_web.db.errors import DomainError, NotFound, StaleVersion
from hmis_web.domain import audit
from hmis_web.domain.clients import age_on
from hmis_web.domain.clock import Clock
from hmis_web.domain.custom_fields.asking import client_sections
from hmis_web.domain.custom_fields.definitions import FieldLine, all_fields
from hmis_web.domain.custom_fields.values import About, of_client, save, told
from hmis_web.models import Client
from hmis_web.standards.forms import Section
from hmis_web.standards.own_questions import OWN

ADULT_AGE = 18


class Unanswered(DomainError):
    """A question that wants an answer got none; `field` is its key."""


@dataclass(frozen=True)
class ClientAnswers:
    """What is asked about a client and what stands. `version` tells two people on one record apart."""

    sections: tuple[Section, ...]
    answers: Mapping[str, Any]
    version: int
    retired: tuple[FieldLine, ...]
    """Questions that are asked no longer, of which an answer stands."""


def answers_about(session: Session, actor: Actor, client_id: int, clock: Clock) -> ClientAnswers:
    """What is asked about a client in the actor's scope, with the answers that stand. Raises Forbidden,
    NotFound. Four statements."""
    actor.require(Permission.CLIENT_READ)
    sections = client_sections(session, is_adult=_is_adult(session, actor, client_id, clock))
    answers, version = of_client(session, client_id)
    retired = tuple(
        each for each in all_fields(session) if each.retired_at is not None and f"{OWN}.{each.id}" in answers
    )
    return ClientAnswers(sections, answers, version, retired)


def answer_about(
    session: Session, actor: Actor, client_id: int, given: Mapping[str, Any], version: int, clock: Clock
) -> None:
    """Keep answers about a client; a question among them with None is emptied. Raises Forbidden, NotFound out
    of scope, StaleVersion when somebody else saved something else first, Unanswered. Flushes."""
    actor.require(Permission.CLIENT_EDIT)
    _keep(session, actor, client_id, given, version, clock)


def answer_new(
    session: Session, actor: Actor, client_id: int, given: Mapping[str, Any], clock: Clock
) -> None:
    """Keep the answers about somebody whom the actor has just added. Raises as `answer_about`. Flushes."""
    actor.require(Permission.CLIENT_CREATE)
    _keep(session, actor, client_id, given, 0, clock)


def sections_of(session: Session, birth_date: date | None, as_of: date) -> tuple[Section, ...]:
    """What is asked about somebody with a birth date; without one as of an adult."""
    return client_sections(session, is_adult=_is_grown(birth_date, as_of))


def unanswered(sections: Iterable[Section], given: Mapping[str, Any]) -> dict[str, str]:
    """{key: message} of the questions among `given` that want an answer and got none."""
    asked = (question for section in sections for question in section.questions)
    return {
        each.key: "Answer this question"
        for each in asked
        if each.is_required and each.key in given and given[each.key] is None
    }


def _keep(
    session: Session, actor: Actor, client_id: int, given: Mapping[str, Any], version: int, clock: Clock
) -> None:
    now = answers_about(session, actor, client_id, clock)
    asked = {question.key: question for section in now.sections for question in section.questions}
    wanted = {key: given[key] for key in asked if key in given}
    for key, message in unanswered(now.sections, wanted).items():
        raise Unanswered(key, message)
    if all(now.answers.get(key) == value for key, value in wanted.items()):
        return
    if now.version != version:
        raise StaleVersion("Somebody else has answered these questions since")
    save(session, actor, About(client_id), wanted, clock)
    audit.record(
        session, actor, "client:answer", "client", client_id, client_id=client_id,
        before=told({key: now.answers.get(key) for key in wanted}), after=told(wanted),
    )  # fmt: skip


def _is_adult(session: Session, actor: Actor, client_id: int, clock: Clock) -> bool:
    """Whether somebody is 18 or older; so is whoever's birth date is not known."""
    row = session.execute(select(Client.dob).where(Client.id == client_id, client_visible(actor))).first()
    if row is None:
        raise NotFound("client")
    return _is_grown(row.dob, clock.as_of)


def _is_grown(birth_date: date | None, as_of: date) -> bool:
    age = age_on(birth_date, as_of)
    return age is None or age >= ADULT_AGE
