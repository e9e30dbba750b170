"""What is asked about a role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from hmis_web.access.permissions import Permission
from hmis_web.access.roles import EVER
from hmis_web.access.words import LIMIT_WORDS, PLACE_WORDS
from hmis_web.domain.role_changes import RoleRules
from hmis_web.domain.roles import RoleLine
from hmis_web.web.forms import BaseForm, DateField

NOT_ASKED, ANNOUNCED, REQUIRED = "no", "announced", "required"


class RoleForm(BaseForm):
    """What a role allows and asks for. The courses are added by `role_form`."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    name = StringField(_l("Name"), [Optional(), Length(max=80)])
    summary = StringField(_l("In short"), [Optional(), Length(max=200)])
    permissions = SelectMultipleField(
        _l("What the role may do"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    user_limit = RadioField(_l("How many people of an agency may hold it"), [InputRequired(_l("Choose one"))])
    allowed_as = RadioField(_l("Where it may be held"), [InputRequired(_l("Choose one"))])

    def course_fields(self) -> list[tuple[Any, Any]]:
        """The questions about courses, each with its date."""
        return [
            (self[name], self[f"{name}_from"])
            for name in self._fields
            if name.startswith("course_") and not name.endswith("_from")
        ]

    def to_rules(self) -> RoleRules:
        """What was answered."""
        courses: dict[int, date | None] = {}
        for asked, day in self.course_fields():
            if asked.data != NOT_ASKED:
                courses[int(asked.name.removeprefix("course_"))] = (
                    (day.data or EVER) if asked.data == REQUIRED else None
                )
        return RoleRules(
            name=self.name.data or "" if "name" in self else "",
            summary=self.summary.data or "" if "summary" in self else "",
            permissions=frozenset(Permission(value) for value in self.permissions.data or ()),
            user_limit=self.user_limit.data or "none",
            allowed_as=self.allowed_as.data or "both",
            courses=courses,
        )


class CopyForm(BaseForm):
    """A role of one's own, from another."""

    pattern = SelectField(_l("Begin with what this role may do"), coerce=int)
    name = StringField(
        _l("Name of the new role"),
        [InputRequired(_l("Enter a name for the role")), Length(max=80)],
        render_kw={"autocomplete": "off"},
    )


def role_form(role: RoleLine, courses: Sequence[Any]) -> RoleForm:
    """The form of one role, with every course that there is."""
    known = {asked.course_id: asked.required_from for asked in role.courses}
    fields, values = _course_fields(courses, known)
    form = type("RoleFormWithCourses", (RoleForm,), fields)(
        version=role.version,
        name=role.name,
        summary=role.summary,
        permissions=[permission.value for permission in role.permissions],
        user_limit=role.user_limit,
        allowed_as=role.allowed_as,
        **values,
    )
    form.permissions.choices = [(permission.value, permission.value) for permission in Permission]
    form.user_limit.choices = list(LIMIT_WORDS.items())
    form.allowed_as.choices = list(PLACE_WORDS.items())
    if role.is_preset:
        del form.name, form.summary
    return form


def _course_fields(
    courses: Sequence[Any], known: dict[int, date | None]
) -> tuple[dict[str, Any], dict[str, Any]]:
    choices = [
        SelectChoice(NOT_ASKED, _("not asked for")),
        SelectChoice(ANNOUNCED, _("announced, not required yet")),
        SelectChoice(REQUIRED, _("required")),
    ]
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for course in courses:
        name = f"course_{course.id}"
        fields[name] = SelectField(course.name, choices=choices)
        fields[f"{name}_from"] = DateField(_("%(course)s: required from", course=course.name), [Optional()])
        day = known.get(course.id)
        values[name] = NOT_ASKED if course.id not in known else ANNOUNCED if day is None else REQUIRED
        values[f"{name}_from"] = None if day == EVER else day
    return fields, values
