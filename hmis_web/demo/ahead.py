"""Making what comes next in another process while this one writes: generating and loading share two cores."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import Queue
from threading import Thread
from typing import Any

END = b""
WAITING = 40
"""Items made ahead: about one batch of the community."""


def run_ahead(make: Callable[..., Iterator[Any]], *arguments: Any) -> Iterator[Any]:
    """What `make(*arguments)` yields, made in another process. Raises EOFError when that process dies."""
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    maker = context.Process(target=_send, args=(theirs, make, arguments), daemon=True)
    maker.start()
    theirs.close()
    try:
        while body := ours.recv_bytes():
            yield pickle.loads(body)  # noqa: S301 - from our own process
    finally:
        ours.close()
        maker.terminate()
        maker.join()


def _send(pipe: Connection, make: Callable[..., Iterator[Any]], arguments: tuple[Any, ...]) -> None:
    made: Queue[bytes] = Queue(WAITING)
    thread = Thread(target=_forward, args=(pipe, made))
    thread.start()
    try:
        for item in make(*arguments):
            # pickled here, not in the thread: two threads with Polars and Python at work can block each other
            made.put(pickle.dumps(item))
    finally:
        made.put(END)
        thread.join()
    pipe.send_bytes(END)


def _forward(pipe: Connection, made: Queue[bytes]) -> None:
    while body := made.get():
        pipe.send_bytes(body)
