"""What is asked of an item of the agency's catalogue."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Optional

from hmis_web.domain.service_items import CatalogItem, ItemInput
from hmis_web.web.forms import BaseForm, DateField, MoneyField


class ItemForm(BaseForm):
    """Name, heading, what is counted, what it costs, when it is offered."""

    version = HiddenField()
    name = StringField(_l("Service"), [InputRequired(_l("Say what it is called"))])
    category = StringField(
        _l("Heading"),
        [InputRequired(_l("Say under which heading it stands"))],
        description=_l("Such as “Food” or “Transport”; a new one is made as you write it."),
    )
    unit = StringField(
        _l("What is counted"), description=_l("Such as “meal” or “night”; empty when nothing is counted.")
    )
    default_units = MoneyField(
        _l("How many as a rule"), [Optional()], description=_l("Filled in by itself; it can be changed.")
    )
    unit_cost = MoneyField(
        _l("Cost of one, in dollars"),
        [Optional()],
        description=_l("Empty: no amount is kept. 0: the amount is entered each time."),
    )
    active_from = DateField(_l("Offered from"), [Optional()])
    active_to = DateField(_l("Offered until"), [Optional()], description=_l("Empty while it is given."))

    @classmethod
    def ask(cls) -> ItemForm:
        """An empty form."""
        return cls()

    @classmethod
    def change(cls, item: CatalogItem) -> ItemForm:
        """An item to change."""
        return cls(version=item.version, **said_of(item))

    def to_input(self) -> ItemInput:
        """What was answered."""
        return ItemInput(
            category=self.category.data or "",
            name=self.name.data or "",
            unit=self.unit.data or "",
            unit_cost=self.unit_cost.data,
            default_units=self.default_units.data,
            active_from=self.active_from.data,
            active_to=self.active_to.data,
        )


def said_of(item: CatalogItem) -> dict[str, Any]:
    """What stands, by field."""
    return vars(item.said)
