"""Rules about the members of a household, all at once. S027 to S035."""

from __future__ import annotations

from collections.abc import Iterator

from hmis_web.domain.answers.context import Member
from hmis_web.domain.answers.findings import NOT_COLLECTED, Given, Hit, Rules
from hmis_web.domain.clients import age_on
from hmis_web.standards import code_list
from hmis_web.standards.codes import RelationshipToHoH

rules = Rules()

RELATIONSHIP, PROJECT = "enrollment.relationship_to_hoh", "enrollment.project_id"
ENTRY, EXIT = "enrollment.entry_date", "exit.exit_date"
HOUSEHOLD = "enrollment.household_id"
YOUNGEST_PARTNER = 16


def _heads(given: Given) -> list[Member]:
    return [member for member in given.context.members if member.is_head]


def _head(given: Given) -> Member | None:
    heads = _heads(given)
    return heads[0] if len(heads) == 1 else None


@rules("S027")
def household_without_head(given: Given) -> Iterator[Hit]:
    """HUD 3.15."""
    members = given.context.members
    if members and not _heads(given):
        yield Hit(RELATIONSHIP, member=members[0].enrollment_id)


@rules("S028")
def household_with_several_heads(given: Given) -> Iterator[Hit]:
    """HUD 3.15."""
    for head in _heads(given)[1:]:
        yield Hit(RELATIONSHIP, member=head.enrollment_id)


@rules("S029")
def relationship_missing(given: Given) -> Iterator[Hit]:
    """HUD 3.15.1."""
    known = code_list("3.15.1").numbers - {NOT_COLLECTED}
    for member in given.context.members:
        if member.relationship not in known:
            yield Hit(RELATIONSHIP, member=member.enrollment_id)


@rules("S030")
def alone_and_not_head(given: Given) -> Iterator[Hit]:
    """HUD 3.15: whoever is alone is head."""
    members = given.context.members
    if len(members) == 1 and members[0].relationship not in (RelationshipToHoH.SELF, None, NOT_COLLECTED):
        yield Hit(RELATIONSHIP, member=members[0].enrollment_id)


@rules("S031")
def relationship_that_does_not_fit_the_ages(given: Given) -> Iterator[Hit]:
    """HUD 3.15.1, 3.03."""
    head = _head(given)
    for member in given.context.members:
        age = age_on(member.birth_date, member.entry_date or given.context.as_of)
        young = age is not None and age < YOUNGEST_PARTNER
        older = (
            head is not None
            and head.birth_date is not None
            and member.birth_date is not None
            and member.birth_date <= head.birth_date
        )
        partner = member.relationship == RelationshipToHoH.SPOUSE_OR_PARTNER
        child = member.relationship == RelationshipToHoH.CHILD
        if (partner and young) or (child and older):
            yield Hit(RELATIONSHIP, member=member.enrollment_id)


@rules("S032")
def household_used_for_another_stay(given: Given) -> Iterator[Hit]:
    """HUD 5.09: a new stay is a new household."""
    own = given.context.household
    if own is not None and any(other.household == own for other in given.context.other_stays):
        yield Hit(HOUSEHOLD, member=given.context.enrollment_id)


@rules("S033")
def members_in_different_projects(given: Given) -> Iterator[Hit]:
    """HUD 5.09."""
    members = given.context.members
    first = (_head(given) or members[0]).project_key if members else None
    for member in members:
        if member.project_key != first:
            yield Hit(PROJECT, member=member.enrollment_id)


@rules("S034")
def member_before_the_head(given: Given) -> Iterator[Hit]:
    """HUD 3.10, 5.09."""
    head = _head(given)
    if head is None or head.entry_date is None:
        return
    for member in given.context.members:
        if member.entry_date is not None and member.entry_date < head.entry_date:
            yield Hit(ENTRY, member=member.enrollment_id)


@rules("S035")
def member_after_the_head(given: Given) -> Iterator[Hit]:
    """HUD 3.11, 5.09: who stays on needs a head."""
    head = _head(given)
    if head is None or head.exit_date is None:
        return
    for member in given.context.members:
        if member.exit_date is None or member.exit_date > head.exit_date:
            yield Hit(EXIT, member=member.enrollment_id)
