"""The form about a person: identity with its data qualities, race, sex, service in the forces (HUD 3.01 to
3.07, 4.21, V1)."""

from __future__ import annotations

import uuid
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from hmis_web.blueprints.intake.client_fields import BirthDateField, ListField, YearField, race_words
from hmis_web.db.errors import DomainError
from hmis_web.domain.client_changes import KEEP_SSN
from hmis_web.domain.client_fields import (
    FULL,
    PARTIAL,
    THEATERS,
    VETERAN,
    ClientFields,
    longest,
    name_quality,
    nine,
    ssn_quality,
)
from hmis_web.domain.client_rules import UNKNOWN, ClientRefused
from hmis_web.web.forms import BaseForm

NAMES = ("first_name", "middle_name", "last_name", "name_suffix")
QUALITIES = {"name": "name_data_quality", "ssn": "ssn_data_quality", "dob": "dob_data_quality"}
"""What data qualities are about, and their fields."""
MISSING = {
    "name": _l("Choose why the name is missing"),
    "ssn": _l("Choose why the number is missing"),
    "dob": _l("Choose why the birth date is missing"),
}


def _name(label: Any, attribute: str, **options: Any) -> Any:
    return StringField(label, [Length(max=longest(attribute))], **options)


class PersonForm(BaseForm):
    """Who somebody is. The field names are those of Client.csv, in snake case."""

    first_name = _name(_l("First name"), "first_name")
    middle_name = _name(_l("Middle name"), "middle_name")
    last_name = _name(_l("Last name"), "last_name")
    name_suffix = _name(_l("Suffix"), "name_suffix")
    name_data_quality = ListField(_l("Name data quality"), "3.01.5")
    name_basis = HiddenField()
    ssn = StringField(
        _l("Social Security number"),
        [Length(max=20)],
        description=_l("With x for each digit not known; the last four alone are fine."),
    )
    ssn_data_quality = ListField(_l("SSN data quality"), "3.02.2")
    ssn_basis = HiddenField()
    dob = BirthDateField(_l("Date of birth"), description=_l("Such as 03/14/1985; the year alone is fine."))
    dob_data_quality = ListField(_l("Birth date data quality"), "3.03.2")
    dob_basis = HiddenField()
    sex = ListField(_l("Sex"), "4.21")
    races = SelectMultipleField(
        _l("Race and ethnicity"),
        description=_l("All that apply."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    race_none = ListField(_l("If none is chosen: why"), "1.6")
    additional_race_ethnicity = StringField(_l("More, in the client's words"))
    veteran_status = ListField(_l("Veteran status"), "1.8", description=_l("Asked of adults."))
    year_entered_service = YearField(_l("Year entered military service"))
    year_separated = YearField(_l("Year separated from military service"))
    world_war_ii = ListField(_l("World War II"), "1.8")
    korean_war = ListField(_l("Korean War"), "1.8")
    vietnam_war = ListField(_l("Vietnam War"), "1.8")
    desert_storm = ListField(_l("Persian Gulf War (Desert Storm)"), "1.8")
    afghanistan_oef = ListField(_l("Afghanistan (Operation Enduring Freedom)"), "1.8")
    iraq_oif = ListField(_l("Iraq (Operation Iraqi Freedom)"), "1.8")
    iraq_ond = ListField(_l("Iraq (Operation New Dawn)"), "1.8")
    other_theater = ListField(_l("Other peace-keeping operations or military interventions"), "1.8")
    military_branch = ListField(_l("Branch of the military"), "V1.11")
    discharge_status = ListField(_l("Discharge status"), "V1.12")

    @property
    def theaters(self) -> list[Any]:
        """The fields of V1.3 to V1.10."""
        return [self[name] for name in THEATERS]

    @property
    def is_veteran(self) -> bool:
        """Whether V1 is asked."""
        return self.veteran_status.data == 1

    def follow(self) -> None:
        """Let the data qualities follow what is typed: of a full name, number or date only what fits is
        offered, of a missing one the reasons why. The server decides; what was chosen on another basis (the
        hidden field says on which) does not count. HUD 3.01.5, 3.02.2, 3.03.2."""
        self.races.choices = list(race_words().items())
        for part, name in QUALITIES.items():
            found, field, basis = self._quality(part), self[name], self[f"{part}_basis"]
            if basis.data and basis.data != str(int(found)):
                field.data = None
            basis.data = str(int(found))
            if found in UNKNOWN:
                field.offer(UNKNOWN, _("Choose why"))
                field.data = field.data if field.data in UNKNOWN else None
                continue
            field.offer({PARTIAL} if found == PARTIAL else {FULL, PARTIAL}, "")
            if found == PARTIAL or field.data not in {FULL, PARTIAL}:
                field.data = found

    def require_reasons(self) -> bool:
        """Whether everything that is missing has a reason; says so at its field otherwise."""
        lacking = [part for part, name in QUALITIES.items() if self[name].data is None]
        for part in lacking:
            self.refuse(DomainError(QUALITIES[part], str(MISSING[part])))
        return not lacking

    def told(self) -> ClientFields:
        """What was answered. Answers to what is not asked do not count (convention 15)."""
        names = [each.name for each in dataclass_fields(ClientFields) if each.name in self]
        told = ClientFields(**{name: self[name].data for name in names if name != "races"})
        unasked: dict[str, Any] = {} if self.is_veteran else dict.fromkeys(VETERAN)
        return replace(told, **unasked, races=frozenset(self.races.data or ()))

    def refuse_all(self, refused: ClientRefused) -> None:
        """Show each contradiction at its field."""
        for found in refused.findings:
            self.refuse(DomainError(found.key, found.message))

    def fill(self, told: ClientFields) -> None:
        """Show what is recorded; the SSN is not."""
        for each in dataclass_fields(ClientFields):
            if each.name in self and each.name != "ssn":
                self[each.name].data = getattr(told, each.name)
        self.races.data = sorted(told.races)

    def _quality(self, part: str) -> int:
        """What the typed name, number or date says of itself."""
        if part == "name":
            return name_quality((self.first_name.data or "").strip(), (self.last_name.data or "").strip())
        if part == "ssn":
            return self._ssn_quality()
        if self.dob.data is None:
            return FULL if self.dob.process_errors else 99
        return PARTIAL if self.dob.partial else FULL

    def _ssn_quality(self) -> int:
        return ssn_quality(nine(self.ssn.data))


class ClientEditForm(PersonForm):
    """A person as recorded. An empty number keeps the one that is there."""

    own: Any
    """The community's own questions: an `own_part.OwnPart`."""
    version = HiddenField()
    remove_ssn = BooleanField(_l("The recorded number is wrong and no other is known"))

    recorded_ssn: str | None = None
    """What is recorded, never shown."""

    def told(self) -> ClientFields:
        """What was answered."""
        told = super().told()
        return replace(told, ssn=KEEP_SSN) if self._keeps() else told

    def _keeps(self) -> bool:
        return (
            self.recorded_ssn is not None and not (self.ssn.data or "").strip() and not self.remove_ssn.data
        )

    def _ssn_quality(self) -> int:
        if self._keeps():
            known = nine(self.recorded_ssn)
            return FULL if known and len(known) != 9 else ssn_quality(known)
        return super()._ssn_quality()


def new_key() -> str:
    """A key for a form that is to make one record, however often it is sent."""
    return uuid.uuid4().hex
