"""Changing how somebody entered: the day, the CoC, what the members are to each other."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length

from hmis_web.blueprints.intake.household_line_form import number
from hmis_web.blueprints.intake.record import relations
from hmis_web.db.errors import DomainError
from hmis_web.domain.enrollment_edits import EntryNow, Versions
from hmis_web.web.drafts import typed
from hmis_web.web.forms import BaseForm, DateField


class EntryEditForm(BaseForm):
    """Entry date, CoC, relations; what the person saw in `version` and `record_version`."""

    version = HiddenField()
    record_version = HiddenField()
    entry_date = DateField(_l("Entry date"))
    coc = SelectField(_l("CoC where they stay"), validate_choice=False)
    coc_text = StringField(
        _l("CoC where they stay"), [Length(max=6, message=_l("Enter the CoC's code, such as XX-501"))]
    )

    fields: MultiDict[str, str] | None
    """What was posted, or left as a draft; None for neither."""
    relations: dict[int, RelationForm]
    cocs: tuple[str, ...]

    @classmethod
    def ask(cls, now: EntryNow) -> EntryEditForm:
        """The form, filled with how the entry reads now."""
        data = typed()
        record = "" if now.versions.record is None else str(now.versions.record)
        form = cls(
            formdata=data,
            entry_date=now.stay.entry_date,
            coc=now.coc or "",
            coc_text=now.coc or "",
            version=str(now.versions.enrollment),
            record_version=record,
        )
        form.fields, form.cocs = data, now.place.cocs
        codes = list(dict.fromkeys([*now.place.cocs, *([now.coc] if now.coc else [])]))
        form.coc.choices = [("", _("Choose")), *((code, code) for code in codes)]
        form.relations = {}
        for member in now.members if len(now.members) > 1 else []:
            line = RelationForm(
                data if data is not None else MultiDict(),
                prefix=f"e{member.enrollment_id}-",
                relation=str(member.relationship_to_hoh or ""),
                meta={"csrf": False},
            )
            line.relation.choices = [("", _("Choose")), *relations()]
            form.relations[member.enrollment_id] = line
        return form

    @property
    def versions(self) -> Versions:
        """What the person saw."""
        return Versions(number(self.version.data) or 0, number(self.record_version.data))

    @property
    def day(self) -> date | None:
        """The entry date as typed."""
        return self.entry_date.data

    def chosen_coc(self) -> str | None:
        """The CoC's code."""
        text = self.coc.data if self.cocs else (self.coc_text.data or "").strip().upper()
        return text or None

    def chosen_relations(self) -> dict[int, int]:
        """{enrollment: code} of the members."""
        told = {key: number(line.relation.data) for key, line in self.relations.items()}
        return {key: code for key, code in told.items() if code is not None}

    @property
    def errors(self) -> Any:
        """Everything that is wrong, those of the members too."""
        found = super().errors
        for line in self.relations.values():
            found |= {field.name: list(field.errors) for field in line if field.errors}
        return found

    def __getitem__(self, name: str) -> Any:
        """A field of the form or of a member."""
        key, dash, rest = name.partition("-")
        return self.relations[int(key[1:])][rest] if dash else super().__getitem__(name)

    def refuse(self, error: DomainError) -> None:
        """Show a domain error at its field."""
        field: Any = None
        if error.field in ("relations", "new_head") and self.relations:
            field = next(iter(self.relations.values())).relation
        elif error.field == "coc":
            field = self.coc if self.cocs else self.coc_text
        if field is None:
            super().refuse(error)
        else:
            field.errors = [*field.errors, error.message]


class RelationForm(BaseForm):
    """What one member is to the head."""

    relation = SelectField(_l("Relation to head"), validate_choice=False)
