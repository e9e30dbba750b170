"""What the next page says: what just happened, and the way back.

It waits in the signed cookie until that page is made, so it never says who the client is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import flash, get_flashed_messages


def say(kind: str, text: str, *, undo_url: str = "", focus: bool = False) -> None:
    """Show a message on the next page. `kind`: good (a toast), info, warn, bad. `focus`: Undo gets the
    focus."""
    message: Any = {"kind": kind, "text": text, "undo_url": undo_url, "focus": focus}
    flash(message)


class Waiting:
    """The waiting messages; they are taken out of the cookie only when a page shows them."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        messages: Any = get_flashed_messages()
        yield from messages
