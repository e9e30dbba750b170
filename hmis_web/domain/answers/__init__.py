"""Answers to HUD's questions: what is asked, what stands, what contradicts, what is kept.

`form_at` finds the form of a stage, `read` and `prior` what stands, `check` what is wrong, `save` keeps it.
"""

from hmis_web.domain.answers.around import context_of
from hmis_web.domain.answers.beginning import Beginning, beginnings
from hmis_web.domain.answers.checking import (
    check,
    check_client,
    check_household,
    check_occurrence,
    check_stay,
)
from hmis_web.domain.answers.context import Context, Member, OtherStay
from hmis_web.domain.answers.findings import Finding, Refused
from hmis_web.domain.answers.noted import note_assessment, note_client, note_first_night
from hmis_web.domain.answers.places import person_at, person_of, place_of
from hmis_web.domain.answers.reading import Prior, prior, prior_many, prior_of_clients, read, read_many
from hmis_web.domain.answers.saving import find_record, form_at, save
from hmis_web.standards.forms import Answers, answered

__all__ = [
    "Answers",
    "Beginning",
    "Context",
    "Finding",
    "Member",
    "OtherStay",
    "Prior",
    "Refused",
    "answered",
    "beginnings",
    "check",
    "check_client",
    "check_household",
    "check_occurrence",
    "check_stay",
    "context_of",
    "find_record",
    "form_at",
    "note_assessment",
    "note_client",
    "note_first_night",
    "person_at",
    "person_of",
    "place_of",
    "prior",
    "prior_many",
    "prior_of_clients",
    "read",
    "read_many",
    "save",
]
