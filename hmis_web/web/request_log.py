"""The log: event names and scalar ids, one JSON line each. Names, SSNs, birth dates and form data never reach
it."""

from __future__ import annotations

import json
import logging
import secrets
import time
from typing import Any

from flask import Flask, g, request
from werkzeug.wrappers import Response

LOGGER = logging.getLogger("hmis")
ALLOWED = {
    "endpoint", "method", "status", "milliseconds", "account", "agency", "error", "job", "run", "bytes",
    "rows",
}  # fmt: skip


def register(app: Flask) -> None:
    """Give every request an id and log its end."""
    app.before_request(_start)
    app.after_request(_end)


def log_event(level: int, event: str, **values: Any) -> None:
    """Log an event. Raises ValueError for a field that is not allowed or a value that is not a plain
    scalar."""
    for name, value in values.items():
        if name not in ALLOWED or not isinstance(value, (str, int, float, bool, type(None))):
            raise ValueError(f"{name} may not be logged")
    request_id = g.get("request_id") if g else None
    LOGGER.log(level, json.dumps({"event": event, "request": request_id, **values}))


def _start() -> None:
    g.request_id = secrets.token_hex(6)
    g.started = time.perf_counter()


def _end(response: Response) -> Response:
    present = g.get("present")
    log_event(
        logging.INFO,
        "request",
        endpoint=request.endpoint,
        method=request.method,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.started) * 1000, 1),
        account=present.actor.account_id if present else None,
    )
    response.headers["X-Request-Id"] = g.request_id
    return response
