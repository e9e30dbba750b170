"""Password and code again, before something grave."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hmis_web.access.decorators import signed_in
from hmis_web.blueprints.auth import bp
from hmis_web.blueprints.auth.forms import ConfirmForm
from hmis_web.domain import confirming
from hmis_web.web.access_guard import renew, safe_next
from hmis_web.web.htmx import see_other
from hmis_web.web.state import here, installation, keyring, now, origin, read_session, session
from hmis_web.web.transactions import commit_despite_refusal


@bp.route("/confirm", methods=["GET", "POST"])
@signed_in
def confirm() -> ResponseReturnValue:
    """Ask again, then go back to where the person was."""
    form = ConfirmForm(next=request.args.get("next", ""))
    with_code = confirming.needs_code(read_session(), here())
    if not with_code:
        del form.code
    if not form.validate_on_submit():
        return _page(form, with_code, 422 if form.is_submitted() else 200)
    given = (form.password.data or "", form.code.data or "" if with_code else "")
    token = confirming.confirm(session(), here(), keyring(), given, origin(), installation().limits, now())
    if token is None:
        commit_despite_refusal()
        form.password.errors = [
            _("That does not fit, or the account is locked. Three misses lock it for a while.")
        ]
        return _page(form, with_code, 422)
    renew(token)
    return see_other(safe_next(form.next.data))


def _page(form: ConfirmForm, with_code: bool, status: int) -> ResponseReturnValue:
    return render_template("auth/confirm.html", form=form, with_code=with_code), status
