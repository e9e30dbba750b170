"""Files that jobs made, on their way to the browser."""

from __future__ import annotations

from flask import make_response
from werkzeug.wrappers import Response

from hmis_web.domain import artifacts
from hmis_web.models import Artifact
from hmis_web.web.state import installation, keyring


def pdf_response(artifact: Artifact) -> Response:
    """A kept file, to save. The caller has checked whose it is. Raises NotFound when it is gone."""
    response = make_response(artifacts.read(artifact, installation().settings.var, keyring()))
    response.headers["Content-Type"] = artifact.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{artifact.file_name}"'
    return response
