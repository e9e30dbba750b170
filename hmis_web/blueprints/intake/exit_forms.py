"""The page on which a household leaves: day and destination once, who leaves, what differs, a new head. HUD
3.11, 3.12, 3.15."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from hmis_web import standards
from hmis_web.blueprints.intake import record
from hmis_web.domain.heads import RELATIONS
from hmis_web.domain.stay_members import StayMember
from hmis_web.standards.codes import RelationshipToHoH
from hmis_web.web.forms import BaseForm, DateField
from hmis_web.web.presenters import name_of

EVERYBODY = "all-"
"""Prefix of the answers that count for everybody."""
NO = ("", "0", "false")


class ExitForm(BaseForm):
    """What counts for everybody who leaves; HUD's questions stand beside it."""

    idempotency_key = HiddenField(validators=[Length(max=64)])
    leaves = SelectMultipleField(
        _l("Who leaves?"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    exit_date = DateField(_l("Exit date"), [InputRequired(_l("Enter the day on which they left"))])
    new_head = SelectField(_l("Who is the head of household from now on?"), coerce=int, validate_choice=False)
    closes_services = BooleanField(_l("End what is paid for beyond the exit on that day"), false_values=NO)

    @classmethod
    def ask(cls, fields: Any, members: Sequence[StayMember], suggested: date) -> ExitForm:
        """The form with what was typed before; else everybody who is still there, on the suggested day."""
        there = [member for member in members if member.is_open]
        form = cls(
            formdata=fields,
            leaves=[member.enrollment_id for member in there],
            exit_date=suggested,
            closes_services=True,
            new_head=0,
        )
        form.leaves.choices = [(member.enrollment_id, name_of(member.person)) for member in there]
        form.new_head.choices = [(0, _l("Choose"))]
        if not form.idempotency_key.data:
            form.idempotency_key.data = uuid.uuid4().hex
        return form

    @property
    def ticked(self) -> list[int]:
        """The enrollments of those who leave."""
        offered: Any = self.leaves.choices or []
        known = {key for key, _name in offered}
        return [key for key in self.leaves.data or [] if key in known]


class ReopenForm(BaseForm):
    """Whose enrollment is opened again, and why."""

    members = SelectMultipleField(
        _l("Whose enrollment is opened again?"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    why = TextAreaField(
        _l("Why?"), [InputRequired(_l("Say why, in a few words")), Length(max=200)],
        description=_l("A few words, such as: left by mistake. No health facts, please."),
    )  # fmt: skip

    @classmethod
    def ask(cls, members: Sequence[StayMember], chosen: Sequence[int]) -> ReopenForm:
        """The form; ticked are those who left with the client."""
        form = cls(members=list(chosen))
        form.members.choices = [
            (member.enrollment_id, name_of(member.person)) for member in members if not member.is_open
        ]
        return form


def relation_choices() -> list[tuple[str, str]]:
    """What somebody may be to a new head. HUD 3.15.1."""
    return [
        (code.value, record.relation(int(code.value)))
        for code in standards.offered(RELATIONS)
        if int(code.value) != RelationshipToHoH.SELF
    ]


def likely_relation(member: StayMember, new_head: StayMember) -> int | None:
    """What a member probably is to a new head, to begin with; None when nobody can tell. HUD 3.15."""
    child, partner = RelationshipToHoH.CHILD, RelationshipToHoH.SPOUSE_OR_PARTNER
    match new_head.relationship_to_hoh, member.relationship_to_hoh:
        case (RelationshipToHoH.SPOUSE_OR_PARTNER, RelationshipToHoH.CHILD):
            return child
        case (RelationshipToHoH.SPOUSE_OR_PARTNER, RelationshipToHoH.SELF):
            return partner
        case (RelationshipToHoH.CHILD, RelationshipToHoH.SELF | RelationshipToHoH.CHILD):
            return RelationshipToHoH.OTHER_RELATION
        case (RelationshipToHoH.NON_RELATION, _):
            return RelationshipToHoH.NON_RELATION
    return None
