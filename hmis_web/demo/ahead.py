"""Making what comes next in another process while this one writes: generating and loading share two cores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import Queue
from threading import Thread
from typing import Any

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
        while (item := ours.recv()) is not None:
            yield item
    finally:
        ours.close()
        maker.terminate()
        maker.join()


def _send(pipe: Connection, make: Callable[..., Iterator[Any]], arguments: tuple[Any, ...]) -> None:
    made: Queue[Any] = Queue(WAITING)
    thread = Thread(target=_forward, args=(pipe, made))
    thread.start()
    try:
        for item in make(*arguments):
            made.put(item)
    finally:
        made.put(_END)
        thread.join()
    pipe.send(None)


def _forward(pipe: Connection, made: Queue[Any]) -> None:
    while (item := made.get()) is not _END:
        pipe.send(item)


_END = object()
