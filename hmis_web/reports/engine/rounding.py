"""Rounding as HUD's specifications ask: half away from zero, in decimal, never in binary fractions."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

RATIO_PLACES = 4
MONEY_PLACES = 2


def rounded(value: float | Decimal, places: int) -> float:
    """`value` to `places` decimals, halves away from zero (0.00005 -> 0.0001). Specifications, export rules 9
    and 10."""
    step = Decimal(1).scaleb(-places)
    return float(Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP))


def ratio(part: int, whole: int) -> float:
    """`part / whole` with four decimals; 0 when there is no whole. Specifications, export rule 9 (7 of 9 is
    0.7778)."""
    return float(
        (Decimal(part) / Decimal(whole)).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP) if whole else 0
    )
