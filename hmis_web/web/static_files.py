"""Static files under names that change with their content, so that browsers may keep them for ever.

They are few and small: each is compressed once, as well as can be, and answered from memory.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import cache
from pathlib import Path

import brotli
from flask import Flask, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join
from werkzeug.wrappers import Response

HASH_DIGITS = 12
ENCODINGS = ("br", "gzip")


def register(app: Flask) -> None:
    """Give templates `static_url`, and serve what it leads to."""
    folder = Path(app.static_folder or "")

    def static_url(name: str) -> str:
        """The address of a static file. Raises FileNotFoundError for a name that isn't there."""
        return url_for("static", filename=name, v=_fingerprint(folder / name))

    def serve(filename: str) -> Response:
        """A static file."""
        found = safe_join(str(folder), filename)
        if found is None or not Path(found).is_file():
            raise NotFound
        return _answer(Path(found))

    app.jinja_env.globals["static_url"] = static_url
    app.view_functions["static"] = serve


def _answer(path: Path) -> Response:
    encoding = next((each for each in ENCODINGS if request.accept_encodings.quality(each) > 0), "")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = Response(_packed(path, path.stat().st_mtime_ns, encoding), mimetype=kind)
    if encoding:
        response.content_encoding = encoding
    response.vary.add("Accept-Encoding")
    return response


@cache
def _packed(path: Path, _changed: int, encoding: str) -> bytes:
    content = path.read_bytes()
    if encoding == "br":
        return bytes(brotli.compress(content, quality=11))
    return gzip.compress(content, 9, mtime=0) if encoding == "gzip" else content


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_DIGITS]
