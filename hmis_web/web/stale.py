"""Two people on one record: the page that shows both values, field by field (conventions 17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hmis_web.web.forms import BaseForm


def both(form: BaseForm, saved: Mapping[str, Any], version: int, back_url: str) -> Response | None:
    """The 409 page of a form that somebody else saved first: `saved` holds what stands now, by field. None
    when nothing differs: the same was sent twice."""
    told = [
        (form[name], shown(form[name], value), shown(form[name], form[name].data))
        for name, value in saved.items()
        if name in form
    ]
    rows = [
        {"label": str(field.label.text), "theirs": theirs, "yours": yours}
        for field, theirs, yours in told
        if theirs != yours
    ]
    if not rows:
        return None
    sent = request.form.items(multi=True)
    kept = [(name, value) for name, value in sent if name not in ("csrf_token", "version")]
    page = render_template(
        "errors/409.html",
        message=_("Somebody else has changed this since you opened the page."),
        conflicts=rows,
        fields=[*kept, ("version", str(version))],
        post_url=request.path,
        back_url=back_url,
    )
    return make_response(page, 409)


def shown(field: Any, value: Any) -> str:
    """An answer as the page says it: the words of a choice, yes or no of a tick."""
    if field.type == "BooleanField":
        return _("Yes") if value else _("No")
    if getattr(field, "choices", None):
        words = _words(field.choices)
        return words.get(str(value), "" if value is None else str(value))
    if hasattr(value, "strftime"):
        return f"{value:%d %b %Y}"
    return "" if value is None else " ".join(str(value).split())


def _words(choices: Any) -> dict[str, str]:
    """{value: words} of choices: pairs, or pairs by group."""
    groups = choices.values() if isinstance(choices, dict) else [choices]
    return {str(value): str(label) for group in groups for value, label, *_rest in group}
