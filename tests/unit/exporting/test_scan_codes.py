"""What is printed to be scanned: known answers of the standard, and codes that show a slip."""

from __future__ import annotations

import re

import pytest
import segno

from hmis_web.domain import card_codes
from hmis_web.exporting import code128
from hmis_web.exporting.scan_codes import BARS_QUIET, bars, qr_code

PJJ123C = (
    "11010010000" "11101110110" "10110111000" "10110111000" "10011100110" "11001110010" "11001011100"
    "10001000110" "11101000110" "1100011101011"
)  # fmt: skip
"""Start B, P J J 1 2 3 C, 55 (879 modulo 103), stop."""


def test_bars_are_the_known_ones_of_the_standard() -> None:
    assert "".join(map(str, code128.modules("PJJ123C"))) == PJJ123C
    assert len(set(code128.WIDTHS)) == len(code128.WIDTHS) == 106
    assert {sum(map(int, widths)) for widths in code128.WIDTHS} == {11}
    assert {sum(map(int, widths[::2])) % 2 for widths in code128.WIDTHS} == {0}  # dark modules: always even
    for wrong in ("", "é", "a\n"):
        with pytest.raises(ValueError, match="ASCII"):
            code128.modules(wrong)


def test_bars_drawn_are_those_of_the_code_with_light_at_both_ends() -> None:
    code = card_codes.draw()
    drawn, dark = bars(code), set()
    for x, width in re.findall(r"M(\d+) 0h(\d+)v1h-\2z", drawn.path):
        dark |= set(range(int(x), int(x) + int(width)))

    wanted = [0] * BARS_QUIET + code128.modules(code) + [0] * BARS_QUIET
    assert [int(at in dark) for at in range(drawn.width)] == wanted


def test_qr_code_holds_the_code_and_nothing_else() -> None:
    code = card_codes.draw()
    plain = segno.make(code, error="m", micro=False)
    size, path = qr_code(code).size, qr_code(code).path

    assert (plain.mode, plain.version, size) == ("alphanumeric", 1, 21 + 2 * 4)
    dark = {
        (int(x) + more, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", path)
        for more in range(int(width))
    }
    rows = list(plain.matrix_iter(border=4))
    assert dark == {(x, y) for y, row in enumerate(rows) for x, square in enumerate(row) if square}


def test_code_with_a_slip_is_no_code() -> None:
    for code in (card_codes.draw() for _time in range(20)):
        spoken = card_codes.in_groups(code)
        assert card_codes.tidy(f" {spoken.lower()}\n") == code
        slips = {code[:at] + other + code[at + 1 :] for at in range(11) for other in card_codes.ALPHABET}
        swapped = {
            code[:at] + code[later] + code[at + 1 : later] + code[at] + code[later + 1 :]
            for at in range(11)
            for later in range(at + 1, 10)
        }
        assert {card_codes.tidy(slip) for slip in (slips | swapped) - {code}} == {""}
        for other in ("", "Teresa Martin", code[:-1], code + "2", "O" + code[1:]):
            assert card_codes.tidy(other) == ""
