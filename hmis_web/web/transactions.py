"""One transaction a request: committed on a success, rolled back otherwise. Reads are audited after the
answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, g, request
from werkzeug.wrappers import Response

from hmis_web.db.errors import DatabaseBusy
from hmis_web.domain import audit, sessions
from hmis_web.web.state import at_gate, installation, now, present

View = TypeVar("View", bound=Callable[..., Any])
LAST_SUCCESS = 399


def register(app: Flask) -> None:
    """Commit, roll back and close around every request."""
    app.after_request(_finish)
    app.teardown_request(_close)


def reads_only(view: View) -> View:
    """Mark a POST view that changes nothing (search): it uses the reading session and never waits."""

    @wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        g.reads_only = True
        return view(*args, **kwargs)

    return wrapper  # type: ignore[return-value]


def commit_despite_refusal() -> None:
    """Keep what this request wrote although it answers an error (a counted miss at sign-in)."""
    g.commit_anyway = True


def after_commit(action: Callable[[], object]) -> None:
    """Do something once the request's transaction is committed (enqueue a job)."""
    g.setdefault("after_commit", []).append(action)


def _finish(response: Response) -> Response:
    writing = g.get("write_session")
    if writing is not None:
        if response.status_code <= LAST_SUCCESS or g.get("commit_anyway"):
            writing.commit()
            for action in g.pop("after_commit", []):
                action()
        else:
            writing.rollback()
    if request.endpoint != "static":
        _note_presence()
    return response


def _note_presence() -> None:
    """Write the audit rows of what was read, and that the person is still here."""
    here, waiting = present(), at_gate()
    parts = installation()
    reads = g.pop("reads", [])
    who = here or waiting
    if reads and who is not None:
        audit.record_read(
            parts.database,
            parts.spool,
            parts.keyring,
            who.actor,
            reads,
            g.get("request_id", ""),
        )
    if here is not None and here.stale and not g.get("polling"):
        try:
            with parts.database.session(write=True, wait=audit.QUICK_SECONDS) as session:
                sessions.touch(session, here.session_id, now())
                session.commit()
        except DatabaseBusy:
            return  # the next request tries again


def _close(_error: BaseException | None) -> None:
    for name in ("write_session", "read_session"):
        session = g.pop(name, None)
        if session is not None:
            session.close()
