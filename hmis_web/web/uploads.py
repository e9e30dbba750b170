"""Files about clients as requests bring them and take them away."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import make_response
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from hmis_web.db.errors import DomainError
from hmis_web.domain import file_content, papers
from hmis_web.domain.audit import Act
from hmis_web.domain.file_content import MEBIBYTE, Content, FileLimits
from hmis_web.domain.file_images import portrait
from hmis_web.domain.file_kinds import KINDS
from hmis_web.domain.file_scan import Infected, Scanner
from hmis_web.domain.file_store import FileStore
from hmis_web.domain.papers import Paper
from hmis_web.web.state import installation, keyring, note_act

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""What a file may do that is opened all the same: nothing."""
INFECTED = "file:infected"


def store() -> FileStore:
    """Where this installation keeps clients' files, and how much of them."""
    return FileStore(installation().settings.var, keyring(), limits())


def limits() -> FileLimits:
    """How large a file, and all files of a client, may be."""
    settings = installation().settings
    return FileLimits(settings.file_mib * MEBIBYTE, settings.client_files_mib * MEBIBYTE)


def scans() -> bool:
    """Whether files are scanned before they are kept."""
    return bool(installation().settings.scan_command)


def received(sent: FileStorage | Any, client_id: int) -> Content:
    """What a form brought, checked, before a writing session is opened. Raises DomainError("file"). What the
    scanner found stands in the audit trail."""
    data, name = _read(sent)
    try:
        return file_content.checked(data, name, limits(), scanner())
    except Infected:
        note_act(Act(INFECTED, "client", client_id, client_id))
        raise


def scanner() -> Scanner | None:
    """What looks through files before they are kept; None without one."""
    settings = installation().settings
    return Scanner(settings.scan_command, settings.var / "tmp") if scans() else None


def received_paper(sent: FileStorage | Any) -> Paper | None:
    """The signed paper that came with a form, checked; None when none was chosen. Raises
    DomainError("paper")."""
    if not isinstance(sent, FileStorage) or not sent.filename:
        return None
    try:
        return papers.checked(sent.stream.read(papers.MOST_BYTES + 1), sent.filename, scanner())
    except Infected:
        note_act(Act(INFECTED, "release"))
        raise


def received_photo(sent: FileStorage | Any) -> bytes:
    """A photo as it is kept, out of what a form brought. Drawn anew, so that nothing needs scanning. Raises
    DomainError("file")."""
    data, _name = _read(sent)
    if len(data) > limits().file_bytes:
        most = file_content.in_words(limits().file_bytes)
        raise DomainError("file", f"A picture may have {most}; send a smaller one")
    return portrait(data)


def _read(sent: FileStorage | Any) -> tuple[bytes, str]:
    """(content, name) of what was sent; no more of it than one byte too many. The copy on the disk that a
    large request leaves is given back at once."""
    if not isinstance(sent, FileStorage):
        return b"", ""
    with sent.stream as stream:
        return stream.read(limits().file_bytes + 1), sent.filename or ""


def attachment(content: bytes, name: str, kind: str) -> Response:
    """A file to save: never shown by the browser as a page of ours, of the type that its content had when it
    was kept (RFC 6266)."""
    whole = f"{name or 'file'}.{KINDS[kind].endings[0]}"
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._-") else "_" for sign in whole)
    response = make_response(content)
    response.headers["Content-Type"] = KINDS[kind].media_type
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(whole, safe='')}"
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
