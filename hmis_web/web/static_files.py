"""Static files under names that change with their content, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

HASH_DIGITS = 12


def register(app: Flask) -> None:
    """Give templates `static_url`."""
    folder = Path(app.static_folder or "")

    def static_url(name: str) -> str:
        """The address of a static file. Raises FileNotFoundError for a name that isn't there."""
        return url_for("static", filename=name, v=_fingerprint(folder / name))

    app.jinja_env.globals["static_url"] = static_url


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_DIGITS]
