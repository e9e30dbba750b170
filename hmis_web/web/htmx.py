"""Answering htmx and plain browsers from one view."""

from __future__ import annotations

from typing import Any

from flask import current_app, make_response, redirect, render_template, request
from jinja2_fragments import render_block
from werkzeug.wrappers import Response


def is_htmx() -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def render_page_or_block(template: str, block: str, *, status: int = 200, **context: Any) -> Response:
    """The page for a browser, one block of it for htmx; the same context for both."""
    if is_htmx():
        return make_response(
            render_block(current_app.jinja_env, template, block, **_full(context)),
            status,
        )
    return make_response(render_template(template, **context), status)


def render_page_or_fragment(template: str, fragment: str, *, status: int = 200, **context: Any) -> Response:
    """The page for a browser, a fragment file for htmx."""
    return make_response(render_template(fragment if is_htmx() else template, **context), status)


def see_other(url: str) -> Response:
    """After a success: 303 for a browser, `HX-Redirect` for htmx, which would follow a 303 and swap the page
    in."""
    if not is_htmx():
        return redirect(url, 303)
    response = make_response("", 200)
    response.headers["HX-Redirect"] = url
    return response


def _full(context: dict[str, Any]) -> dict[str, Any]:
    full = dict(context)
    current_app.update_template_context(full)
    return full
