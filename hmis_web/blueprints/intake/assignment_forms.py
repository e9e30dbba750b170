"""The form that puts a client on somebody's caseload."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from hmis_web.domain.case_workers import CaseWorker
from hmis_web.domain.caseload import LEADER
from hmis_web.domain.enrollments import Stay
from hmis_web.web.forms import BaseForm


class AssignmentForm(BaseForm):
    """Who, for which stay, as what."""

    account = SelectField(_l("Who"), [InputRequired(_l("Choose a colleague"))])
    stay = SelectField(_l("For which stay"))
    role = SelectField(_l("As what"))

    @classmethod
    def ask(cls, stays: Sequence[Stay], colleagues: Sequence[CaseWorker]) -> AssignmentForm:
        """The form for the client's stays with the agency."""
        form = cls(role=LEADER, stay=str(stays[0].id) if stays else "")
        form.account.choices = [
            ("", _("Choose")),
            *((str(each.account_id), each.name) for each in colleagues if each.may_receive),
        ]
        form.stay.choices = [
            *((str(stay.id), stay.project_name) for stay in stays),
            ("", _("Whatever the stay")),
        ]
        form.role.choices = list(role_words().items())
        return form

    @property
    def enrollment_id(self) -> int | None:
        """The chosen stay; None for all of them."""
        return int(self.stay.data) if self.stay.data else None


def role_words() -> dict[str, str]:
    """{role: what somebody does for a client}."""
    return {
        "case_manager": _("Case manager"),
        "housing": _("Housing navigator"),
        "support": _("Helps besides"),
    }
