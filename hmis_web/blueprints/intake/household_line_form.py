"""One line of the household grid: a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from hmis_web import standards
from hmis_web.blueprints.intake.record import relations
from hmis_web.domain.client_fields import RACES, ClientFields
from hmis_web.domain.clients import age_on
from hmis_web.standards.codes import DOBDataQuality
from hmis_web.standards.questions import questions_by_key
from hmis_web.web.forms import BaseForm, DateField

ADULT = 18
SHORT = Length(max=50, message=_l("Use 50 letters or fewer"))
NEW = "new"
NOT_RACES = frozenset({"8", "9"})


class LineForm(BaseForm):
    """One person: somebody found (`who` is their number), or told in the fields."""

    client = HiddenField()
    who = RadioField(_l("Who this is"), validate_choice=False)
    first_name = StringField(_l("First name"), [SHORT])
    middle_name = StringField(_l("Middle"), [SHORT])
    last_name = StringField(_l("Last name"), [SHORT])
    name_suffix = StringField(_l("Suffix"), [SHORT])
    dob = DateField(_l("Date of birth"))
    dob_about = BooleanField(_l("The birth date is approximate"))
    relationship = SelectField(_l("Relation to head"), validate_choice=False)
    sex = SelectField(_l("Sex"), validate_choice=False)
    veteran_status = SelectField(_l("Veteran"), validate_choice=False)
    ssn = StringField(
        _l("SSN"), [Length(max=11, message=_l("Enter nine digits, with x for each that is not known"))]
    )
    race_as_head = BooleanField(_l("Same race as the head"))
    races = SelectMultipleField(
        _l("Race and ethnicity"),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    as_of: date

    def prepare(self, as_of: date) -> None:
        """Give the lists their answers."""
        self.as_of = as_of
        self.relationship.choices = [("", ""), *relations()]
        self.sex.choices = _codes("4.21")
        self.veteran_status.choices = _codes("1.8")
        asked = questions_by_key()
        none = [(code.value, code.label) for code in standards.offered("1.6") if code.value in NOT_RACES]
        self.races.choices = [*((race, asked[f"client.{race}"].label) for race in RACES), *none]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        texts = (self.first_name, self.middle_name, self.last_name, self.dob, self.ssn)
        return not (self.chosen or any((field.raw_data or [""])[0].strip() for field in texts))

    @property
    def chosen(self) -> int | None:
        """The client whom the line means; None for somebody new."""
        return number(self.client.data) or number(self.who.data)

    @property
    def readable(self) -> bool:
        """Whether what was typed can be compared with the people who are known."""
        return not (self.client.data or self.dob.errors or self.dob.process_errors)

    @property
    def is_child(self) -> bool:
        """Whether the birth date says so; 3.07 is asked of adults."""
        age = age_on(self.dob.data, self.as_of)
        return age is not None and age < ADULT

    def to_fields(self, head: ClientFields | None = None) -> ClientFields:
        """What was told of somebody new; the race is the head's when that is ticked."""
        chosen = self.races.data or []
        races = frozenset(each for each in chosen if each in RACES)
        none = next((int(each) for each in chosen if each in NOT_RACES), None)
        if self.race_as_head.data and head is not None:
            races, none = head.races, head.race_none
        about = self.dob.data is not None and self.dob_about.data
        return ClientFields(
            first_name=self.first_name.data,
            middle_name=self.middle_name.data,
            last_name=self.last_name.data,
            name_suffix=self.name_suffix.data,
            ssn=self.ssn.data,
            dob=self.dob.data,
            dob_data_quality=int(DOBDataQuality.PARTIAL) if about else None,
            sex=number(self.sex.data),
            races=races,
            race_none=none,
            veteran_status=None if self.is_child else number(self.veteran_status.data),
        )


def _codes(list_id: str) -> list[tuple[str, str]]:
    return [
        ("", ""),
        *((code.value, code.label) for code in standards.offered(list_id) if code.value != "99"),
    ]


def number(text: Any) -> int | None:
    """A number that was posted; None for anything else."""
    text = str(text or "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
