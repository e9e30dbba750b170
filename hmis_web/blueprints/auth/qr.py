"""A QR code as the outline of its dark squares, for an SVG without styles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""Light squares around the code, which cameras need."""


@dataclass(frozen=True)
class QrCode:
    """What the picture needs."""

    size: int
    """Squares a side, the light border with them."""
    path: str
    """Dark squares, row by row, as SVG path data."""


def qr_code(text: str) -> QrCode:
    """The QR code of a text, readable with a scratch across it."""
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(border=QUIET))
    return QrCode(len(rows), "".join(_runs(y, list(row)) for y, row in enumerate(rows)))


def _runs(y: int, row: list[int]) -> str:
    """The dark stretches of a row as rectangles one square high."""
    found, x = [], 0
    for dark, squares in groupby(row):
        width = len(list(squares))
        if dark:
            found.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(found)
