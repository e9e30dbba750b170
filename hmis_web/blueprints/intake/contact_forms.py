"""Adding a contact, and a location."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from hmis_web.blueprints.intake.note_forms import OwnRowForm
from hmis_web.domain.contact_changes import ContactInput
from hmis_web.domain.contacts import Contact
from hmis_web.domain.location_changes import LocationInput
from hmis_web.domain.locations import Location
from hmis_web.web.forms import DateField
from hmis_web.web.presenters import phone_text

CONTACT_KINDS = (
    ("phone", _l("Client's phone")),
    ("email", _l("Client's e-mail")),
    ("emergency", _l("Emergency contact")),
    ("relative", _l("Relative")),
    ("friend", _l("Friend")),
    ("guardian", _l("Guardian or payee")),
    ("case_worker", _l("Case worker elsewhere")),
    ("landlord", _l("Landlord")),
    ("employer", _l("Employer")),
    ("other", _l("Somebody else")),
)
LOCATION_KINDS = (
    ("home", _l("Home, or staying with somebody")),
    ("shelter", _l("Shelter or other program")),
    ("outdoors", _l("Sleeps outdoors")),
    ("vehicle", _l("Sleeps in a vehicle")),
    ("daytime", _l("Where to meet by day")),
    ("mail", _l("Mailing address")),
    ("other", _l("Another place")),
)
CONFIDENTIAL = _l("Only our agency sees this")
WHY_CONFIDENTIAL = _l(
    "Tick it for whoever must not be found: then no release of information shows it to another agency."
)


class ContactForm(OwnRowForm):
    """A number, an address or a person through whom a client is reached."""

    offers: ClassVar = {"kind": [("", _l("Choose")), *CONTACT_KINDS]}

    kind = SelectField(
        _l("Kind"),
        [InputRequired(_l("Choose what kind of contact it is"))],
        validate_choice=False,
    )
    name = StringField(_l("Name"), description=_l("Not needed for the client's own phone or e-mail."))
    relation = StringField(_l("Relation, or agency"), description=_l("Such as “sister” or “Elm House”"))
    phone = StringField(_l("Phone"))
    email = StringField(_l("E-mail"))
    message_ok = BooleanField(_l("A message may be left there"))
    comment = StringField(_l("Good to know"), description=_l("Such as “after 4 pm” or “speaks Spanish”"))
    valid_from = DateField(_l("Valid from"), [InputRequired(_l("Enter the day from which it holds"))])
    valid_to = DateField(_l("Valid until"), [Optional()], description=_l("Leave it empty while it holds."))
    confidential = BooleanField(CONFIDENTIAL, description=WHY_CONFIDENTIAL)

    @classmethod
    def ask(cls, as_of: date, *, confidential: bool) -> ContactForm:
        """An empty form that begins today."""
        return cls.filled(valid_from=as_of, confidential=confidential)

    @classmethod
    def change(cls, contact: Contact) -> ContactForm:
        """A contact to change."""
        return cls.filled(contact.version, **said_of_contact(contact))

    def to_input(self) -> ContactInput:
        """What was answered."""
        return ContactInput(
            kind=self.kind.data or "",
            name=self.name.data or "",
            relation=self.relation.data or "",
            phone=self.phone.data or "",
            email=self.email.data or "",
            comment=self.comment.data or "",
            message_ok=bool(self.message_ok.data),
            confidential=bool(self.confidential.data),
            valid_from=self.valid_from.data or date.min,
            valid_to=self.valid_to.data,
            idempotency_key=self.idempotency_key.data or "",
        )


class LocationForm(OwnRowForm):
    """A place where a client is found."""

    offers: ClassVar = {"kind": [("", _l("Choose")), *LOCATION_KINDS]}

    kind = SelectField(
        _l("Kind"),
        [InputRequired(_l("Choose what kind of place it is"))],
        validate_choice=False,
    )
    label = StringField(
        _l("What the place is called"),
        [InputRequired(_l("Say in a few words what the place is called"))],
        description=_l("Such as “Under the Mill Street bridge”. Read-only staff see no more than this."),
    )
    address = StringField(_l("Street address"))
    city = StringField(_l("City"))
    state = StringField(_l("State"))
    zip = StringField(_l("ZIP code"))
    comment = StringField(_l("How to find it"), description=_l("Such as “blue tent, ask for Ray”"))
    valid_from = DateField(_l("From"), [InputRequired(_l("Enter the day from which it holds"))])
    valid_to = DateField(_l("Until"), [Optional()], description=_l("Leave it empty while it holds."))
    replaces = BooleanField(
        _l("They no longer sleep at the places before"),
        description=_l("Ends those that our agency wrote, the day before this one begins."),
    )
    confidential = BooleanField(CONFIDENTIAL, description=WHY_CONFIDENTIAL)

    @classmethod
    def ask(cls, as_of: date, *, confidential: bool) -> LocationForm:
        """An empty form that begins today."""
        return cls.filled(valid_from=as_of, confidential=confidential)

    @classmethod
    def change(cls, location: Location) -> LocationForm:
        """A location to change."""
        form: LocationForm = cls.filled(location.version, **said_of_location(location))
        del form.replaces
        return form

    def to_input(self) -> LocationInput:
        """What was answered."""
        return LocationInput(
            kind=self.kind.data or "",
            label=self.label.data or "",
            address=self.address.data or "",
            city=self.city.data or "",
            state=self.state.data or "",
            zip=self.zip.data or "",
            comment=self.comment.data or "",
            confidential=bool(self.confidential.data),
            valid_from=self.valid_from.data or date.min,
            valid_to=self.valid_to.data,
            replaces="replaces" in self and bool(self.replaces.data),
            idempotency_key=self.idempotency_key.data or "",
        )


def said_of_contact(contact: Contact) -> dict[str, object]:
    """A contact as its form says it."""
    names = (
        *("kind", "name", "relation", "email", "message_ok", "comment", "valid_from", "valid_to"),
        "confidential",
    )
    return {name: getattr(contact, name) for name in names} | {"phone": phone_text(contact.phone)}


def said_of_location(location: Location) -> dict[str, object]:
    """A location as its form says it."""
    names = (
        *("kind", "label", "address", "city", "state", "zip", "comment", "valid_from", "valid_to"),
        "confidential",
    )
    return {name: getattr(location, name) for name in names}
