"""Which kinds of jobs there are, and what runs them."""

from __future__ import annotations

from hmis_web.jobs.context import Handler

HANDLERS: dict[str, Handler] = {}
