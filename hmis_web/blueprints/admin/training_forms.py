"""What is asked when training is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from hmis_web.domain.training_records import Passed
from hmis_web.web.forms import BaseForm, DateField


class RecordForm(BaseForm):
    """Who passed which course, when; or is let off, and why."""

    people = SelectMultipleField(
        _l("People"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    course = SelectField(_l("Course"), coerce=int)
    completed_on = DateField(
        _l("Passed on"), [InputRequired(_l("Enter the day on which the course was passed"))]
    )
    waived_reason = StringField(
        _l("Waived because"),
        [Optional(), Length(max=300)],
        description=_l(
            "Only when somebody is let off the course: why. The day above is then the day of that."
        ),
        render_kw={"autocomplete": "off"},
    )

    def to_passed(self) -> Passed:
        """What was answered."""
        if self.completed_on.data is None:
            raise ValueError("the form was not validated")
        return Passed(
            self.course.data, self.completed_on.data, (self.waived_reason.data or "").strip() or None
        )


def record_form(courses: Sequence[Any], people: Sequence[tuple[int, str]], as_of: date) -> RecordForm:
    """The form for these people, the day being today."""
    form = RecordForm(completed_on=as_of)
    form.course.choices = [(course.id, _course_label(course)) for course in courses]
    form.people.choices = list(people)
    return form


def _course_label(course: Any) -> str:
    if course.valid_days is None:
        return _("%(course)s, no end", course=course.name)
    return _("%(course)s, %(days)s days", course=course.name, days=course.valid_days)
