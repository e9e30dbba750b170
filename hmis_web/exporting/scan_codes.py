"""Codes that are scanned, QR and Code 128, as the outline of what is dark: for an SVG without styles."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

from hmis_web.exporting import code128

QUIET = 4
"""Light squares around the code, which cameras need."""
BARS_QUIET = 10
"""Light modules on both sides of bars. ISO/IEC 15417, 4.4."""


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


@dataclass(frozen=True)
class Bars:
    """What the picture of bars needs: one unit high, however high they are drawn."""

    width: int
    """Modules, the light ones at both ends with them."""
    path: str
    """Dark bars, as SVG path data."""


def bars(text: str) -> Bars:
    """The Code 128 of a text. ISO/IEC 15417. Raises ValueError for other than printable ASCII."""
    drawn = [0] * BARS_QUIET + code128.modules(text) + [0] * BARS_QUIET
    return Bars(len(drawn), _runs(0, drawn))


def _runs(y: int, row: list[int]) -> str:
    """The dark stretches of a row as rectangles one square high."""
    found, x = [], 0
    for dark, squares in groupby(row):
        width = len(list(squares))
        if dark:
            found.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(found)
