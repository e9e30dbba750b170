"""Making the next batch in another process while this one is written: generating and loading share two
cores."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection

from hmis_web.demo.community import Batch, generate


def generate_ahead(clients: int, seed: int, as_of: date) -> Iterator[Batch]:
    """What `generate` yields, one batch ahead. Raises EOFError when the other process dies."""
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    maker = context.Process(target=_send, args=(theirs, clients, seed, as_of), daemon=True)
    maker.start()
    theirs.close()
    try:
        while (batch := ours.recv()) is not None:
            yield batch
    finally:
        ours.close()
        maker.terminate()
        maker.join()


def _send(pipe: Connection, clients: int, seed: int, as_of: date) -> None:
    for batch in generate(clients, seed, as_of):
        pipe.send(batch)
    pipe.send(None)
