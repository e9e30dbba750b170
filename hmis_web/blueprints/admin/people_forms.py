"""What is asked about people and their roles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from hmis_web.domain import people
from hmis_web.domain.acting import Agency
from hmis_web.domain.grants import NewGrant, Terms
from hmis_web.domain.holders import GrantLine
from hmis_web.domain.people import Wanted
from hmis_web.domain.roles import RoleLine
from hmis_web.web.forms import BaseForm, DateField

PRIMARY, ADDITIONAL = "primary", "additional"
ADMINISTRATORS = -1
OFF = {"autocomplete": "off"}


class FilterForm(BaseForm):
    """Whom to list."""

    text = StringField(_l("Name, user name or e-mail"), [Length(max=80)], render_kw=OFF)
    agency = SelectField(_l("Agency"), coerce=int)
    role = SelectField(_l("Role"), coerce=int)
    state = SelectField(_l("State"))

    def to_wanted(self) -> Wanted:
        """What was chosen; an answer that is none of the choices does not matter."""
        role = self.role.data or 0
        return Wanted(
            text=self.text.data or "",
            organization_id=self.agency.data or None,
            role_id=role if role > 0 else None,
            administrators=role == ADMINISTRATORS,
            state=self.state.data or "",
        )


def _name_field() -> StringField:
    return StringField(
        _l("Name"), [InputRequired(_l("Enter the person's name")), Length(max=120)], render_kw=OFF
    )


def _email_field() -> StringField:
    return StringField(
        _l("E-mail at work"),
        [InputRequired(_l("Enter the person's e-mail address at work")), Length(max=200)],
        description=_l("Personal addresses are refused."),
        render_kw={"autocomplete": "off", "inputmode": "email", "spellcheck": "false"},
    )


class PersonForm(BaseForm):
    """A new person, with the first role."""

    username = StringField(
        _l("User name"),
        [InputRequired(_l("Enter a user name")), Length(max=60)],
        description=_l("What the person types to sign in, such as ana.ruiz. It can't be changed later."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    display_name = _name_field()
    email = _email_field()
    organization = SelectField(_l("Primary agency"), coerce=int)
    role = SelectField(_l("Role there"), coerce=int)


class PersonEditForm(BaseForm):
    """What may change about a person."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    display_name = _name_field()
    email = _email_field()


class GrantForm(BaseForm):
    """A role at an agency."""

    version = IntegerField(widget=HiddenInput(), default=0)
    organization = SelectField(_l("Agency"), coerce=int)
    role = SelectField(_l("Role there"), coerce=int)
    kind = RadioField(
        _l("Kind of agency"),
        choices=[
            SelectChoice(PRIMARY, _l("primary: where the person works")),
            SelectChoice(ADDITIONAL, _l("additional")),
        ],
        default=PRIMARY,
    )
    valid_from = DateField(_l("First day"), [Optional()])
    valid_to = DateField(_l("Last day"), [Optional()])
    exception_reason = StringField(
        _l("Reason for an exception"),
        [Optional(), Length(max=300)],
        description=_l(
            "Only when a rule of the role is set aside: how many may hold it, or where. It needs a last day, "
            "and is listed under Exceptions."
        ),
        render_kw=OFF,
    )

    def validate_organization(self, field: Any) -> None:
        """An agency is chosen, never taken from the top of the list."""
        if not field.data:
            raise ValidationError(_("Choose the agency"))

    def validate_role(self, field: Any) -> None:
        """As for the agency."""
        if not field.data:
            raise ValidationError(_("Choose the role"))

    def to_terms(self) -> Terms:
        """What was answered."""
        return Terms(
            role_id=self.role.data,
            is_primary=self.kind.data == PRIMARY,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            exception_reason=(self.exception_reason.data or "").strip() or None,
        )

    def to_grant(self, account_id: int) -> NewGrant:
        """A new grant as answered."""
        return NewGrant(account_id, self.organization.data, **vars(self.to_terms()))


class WhyForm(BaseForm):
    """A reason."""

    why = StringField(_l("Reason"), [InputRequired(_l("Enter a reason")), Length(max=200)], render_kw=OFF)


def filter_form(agencies: Sequence[Agency], roles: Sequence[RoleLine], asked: Any) -> FilterForm:
    """The questions above the list, answered as the address says."""
    form = FilterForm(formdata=asked, meta={"csrf": False})
    form.agency.choices = [(0, _("all agencies")), *agency_choices(agencies)]
    form.role.choices = [
        (0, _("all roles")),
        *role_choices(roles),
        (ADMINISTRATORS, _("System administrator")),
    ]
    form.state.choices = [("", _("any state")), *((state, state_words(state)) for state in people.STATES)]
    return form


def person_form(agencies: Sequence[Agency], roles: Sequence[RoleLine]) -> PersonForm:
    """The form of a new person. Without a role somebody may be added who gets one later."""
    form = PersonForm()
    form.organization.choices = [(0, _("none yet")), *agency_choices(agencies)]
    form.role.choices = [(0, _("none yet")), *role_choices(roles)]
    return form


def grant_form(
    agencies: Sequence[Agency],
    roles: Sequence[RoleLine],
    as_of: date,
    held: GrantLine | None = None,
    kind: str = PRIMARY,
) -> GrantForm:
    """The form of a new role, beginning today, or of one that somebody has."""
    if held is None:
        form = GrantForm(valid_from=as_of, kind=kind)
        form.organization.choices = [(0, _("choose …")), *agency_choices(agencies)]
    else:
        form = GrantForm(
            version=held.version,
            organization=held.organization_id,
            role=held.role_id,
            kind=PRIMARY if held.is_primary else ADDITIONAL,
            valid_from=held.valid_from,
            valid_to=held.valid_to,
            exception_reason=held.exception_reason,
        )
        form.version.validators = [InputRequired()]
        del form.organization
    form.role.choices = [*([] if held else [(0, _("choose …"))]), *role_choices(roles)]
    return form


def agency_choices(agencies: Sequence[Agency]) -> list[tuple[int, str]]:
    """Agencies to choose from; their source beside the name where there are several."""
    several = len({agency.data_source for agency in agencies}) > 1
    return [
        (
            agency.organization_id,
            f"{agency.organization_name} ({agency.data_source})" if several else agency.organization_name,
        )
        for agency in agencies
    ]


def role_choices(roles: Sequence[RoleLine]) -> list[tuple[int, str]]:
    """Roles to choose from."""
    return [(role.id, role.name) for role in roles]


def state_words(state: str) -> str:
    """A state of a person in words."""
    return {
        people.ACTIVE: _("active"),
        people.WAITING: _("waiting for training"),
        people.NO_ROLE: _("without a role"),
        people.DORMANT: _("dormant soon"),
        people.LOCKED: _("locked"),
        people.INACTIVE: _("inactive"),
    }[state]
