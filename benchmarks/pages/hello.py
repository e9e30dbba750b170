"""The reference: a page without session, database, rights, headers or compression; Flask and Jinja alone."""

from __future__ import annotations

from flask import Flask, render_template_string

app = Flask(__name__)
PAGE = """<!doctype html><html lang="en"><title>Hello</title>
<nav><ul>{% for area in areas %}<li><a href="/{{ area }}">{{ area }}</a></li>{% endfor %}</ul></nav>
<main><h1>Hello, {{ name }}</h1></main></html>"""


@app.get("/")
def hello() -> str:
    """Hello."""
    return render_template_string(PAGE, areas=("home", "clients", "reports", "admin"), name="world")
