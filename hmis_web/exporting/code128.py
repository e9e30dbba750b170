"""Code 128, set B: bars for printable ASCII. ISO/IEC 15417."""

from __future__ import annotations

WIDTHS = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231
113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211
212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131
113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211
241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141
214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214
211232
""".split()  # noqa: SIM905 - to be compared with the table on paper
"""Table 1: how wide bar, space, bar, space, bar, space of each value are, in modules."""
START_B = 104
STOP = "2331112"
FIRST, LAST = " ", "~"
MODULUS = 103


def modules(text: str) -> list[int]:
    """1 for each dark module, 0 for each light one, from the first bar to the last. Raises ValueError for a
    character that set B has not."""
    if not text or not all(FIRST <= each <= LAST for each in text):
        raise ValueError("only printable ASCII can be drawn as bars")
    values = [ord(each) - ord(FIRST) for each in text]
    total = START_B + sum(place * value for place, value in enumerate(values, 1))
    widths = "".join(WIDTHS[value] for value in (START_B, *values, total % MODULUS)) + STOP
    return [1 - at % 2 for at, width in enumerate(widths) for _module in range(int(width))]
