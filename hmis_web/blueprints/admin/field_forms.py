"""What is asked about a question of the community's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from hmis_web import standards
from hmis_web.domain.custom_fields import ASKED_AT, CHOOSING, CLIENT, FieldLine, FieldRules
from hmis_web.domain.projects import ProjectChoice
from hmis_web.standards.elements import CollectionPoint
from hmis_web.web.drafts import typed
from hmis_web.web.forms import BaseForm

SUBJECTS = {"stay": _l("about a stay, at the stages ticked below"), "client": _l("about the client")}
KINDS = {
    "text": _l("words, in one line"),
    "number": _l("a whole number"),
    "date": _l("a date"),
    "choice": _l("one of several answers"),
    "several": _l("any number of several answers"),
}
WHO = {
    "everybody": _l("everybody"),
    "adults": _l("adults"),
    "heads": _l("heads of household"),
    "adults_and_heads": _l("adults and heads of household"),
}
STAGES = {
    CollectionPoint.ENTRY: _l("entry"),
    CollectionPoint.UPDATE: _l("update"),
    CollectionPoint.ANNUAL: _l("annual assessment"),
    CollectionPoint.EXIT: _l("exit"),
}
_BOXES: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}


class FieldForm(BaseForm):
    """A question: its words, for whom, where and when. What a kind or subject has no use for is left out."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())
    idempotency_key = HiddenField()
    label = StringField(
        _l("Question"), [InputRequired(_l("Enter the question"))], render_kw={"autocomplete": "off"}
    )
    hint = StringField(
        _l("Hint"), [Optional()], description=_l("Stands under the question. One sentence is enough.")
    )
    kind = SelectField(_l("Kind of answer"))
    offered = SelectMultipleField(
        _l("Answers offered"), [Optional()], coerce=int,
        description=_l("An answer without a tick is no longer offered. Where it was given, it stays."),
        **_BOXES,
    )  # fmt: skip
    new_options = TextAreaField(
        _l("Answers to choose from"), [Optional(), Length(max=8000)],
        description=_l("One to a line."), render_kw={"rows": 5},
    )  # fmt: skip
    subject = RadioField(_l("It is asked"), default="stay")
    stages = SelectMultipleField(_l("At these stages of a stay"), **_BOXES)
    who = RadioField(_l("Of whom"), default="everybody")
    project_types = SelectMultipleField(
        _l("In these types of project"), [Optional()], coerce=int,
        description=_l("Without a tick: in all of them."), **_BOXES,
    )  # fmt: skip
    project_keys = SelectMultipleField(
        _l("In these programs"), [Optional()], coerce=int,
        description=_l("Without a tick: in all of them."), **_BOXES,
    )  # fmt: skip
    is_required = BooleanField(
        _l("A form without an answer is not complete"),
        description=_l("It can still be saved as incomplete. Use it rarely: people leave, and forms wait."),
    )

    @classmethod
    def ask(cls, projects: Sequence[ProjectChoice], field: FieldLine | None = None) -> FieldForm:
        """The form of a new question, or of one that there is."""
        form = cls(formdata=typed(), **(_values(field) if field else {"idempotency_key": uuid4().hex}))
        form.kind.choices = list(KINDS.items())
        form.subject.choices = list(SUBJECTS.items())
        form.stages.choices = [(each.value, STAGES[each]) for each in ASKED_AT]
        form.who.choices = list(WHO.items())
        form.project_types.choices = [(int(code.value), code.label) for code in standards.offered("2.02.6")]
        form.project_keys.choices = [(each.id, f"{each.agency}: {each.name}") for each in projects]
        if field is None:
            del form.offered, form.version
        else:
            _fit(form, field)
        return form

    def to_rules(self) -> FieldRules:
        """What was answered."""
        return FieldRules(
            label=self.label.data or "",
            hint=self.hint.data or "",
            who=self.who.data or "everybody",
            stages=frozenset(CollectionPoint(each) for each in self._ticked("stages")),
            project_types=frozenset(self._ticked("project_types")),
            project_keys=frozenset(self._ticked("project_keys")),
            is_required=bool(self.is_required.data),
            offered=frozenset(self._ticked("offered")) if "offered" in self else None,
            new_options=tuple((self.new_options.data or "").splitlines()) if "new_options" in self else (),
        )

    def _ticked(self, name: str) -> list[Any]:
        return list(self[name].data or ()) if name in self else []


def _values(field: FieldLine) -> dict[str, Any]:
    return {
        "version": field.version,
        "label": field.label,
        "hint": field.hint,
        "kind": field.kind,
        "subject": field.subject,
        "stages": [each.value for each in field.stages],
        "who": field.who,
        "project_types": list(field.project_types),
        "project_keys": list(field.project_keys),
        "is_required": field.is_required,
        "offered": [each.id for each in field.options if not each.is_retired],
    }


def _fit(form: FieldForm, field: FieldLine) -> None:
    """Leave out what never changes, and what is of no use to the field."""
    del form.kind, form.subject, form.idempotency_key
    if field.kind in CHOOSING:
        form.offered.choices = [(each.id, each.label) for each in field.options]
        form.new_options.label.text = _l("More answers")
    else:
        del form.offered, form.new_options
    if field.subject == CLIENT:
        del form.stages, form.project_types, form.project_keys
        form.who.choices = [(code, words) for code, words in WHO.items() if code in ("everybody", "adults")]


class CountForm(BaseForm):
    """Whose answers to count; it stands in the address and changes nothing."""

    program = SelectField(_l("Count the answers of"), validate_choice=False)
    known: frozenset[str]
    """The programs that there are."""

    class Meta:
        """No token: it is sent with GET."""

        csrf = False

    @classmethod
    def ask(cls, programs: Sequence[ProjectChoice]) -> CountForm:
        """The choice among the programs that there are."""
        form = cls(formdata=request.args)
        named = {str(each.id): each.name for each in programs}
        form.known = frozenset(named)
        form.program.choices = [("", _("All programs")), *named.items()]
        return form

    @property
    def chosen(self) -> int | None:
        """The program; None for all, and for what is none."""
        text = self.program.data or ""
        return int(text) if text in self.known else None
