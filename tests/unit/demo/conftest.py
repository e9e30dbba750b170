"""One small community for all tests of its files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl
import pytest

from hmis_web.demo import generate

AS_OF = date(2026, 6, 30)
CLIENTS = 1500
SEED = 11


@pytest.fixture(scope="session")
def riverbend() -> dict[str, pl.DataFrame]:
    """The files of a small community, one frame each."""
    return joined(generate(CLIENTS, SEED, AS_OF))


def joined(batches: Iterable[dict[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """One frame a file."""
    parts: dict[str, list[pl.DataFrame]] = {}
    for batch in batches:
        for name, frame in batch.items():
            parts.setdefault(name, []).append(frame)
    return {name: pl.concat(frames) for name, frames in parts.items()}
