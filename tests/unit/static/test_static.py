"""Budgets and promises of what browsers load."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[3] / "hmis_web"
STATIC = PACKAGE / "static"
GROUNDS = {
    "ink": ["ground", "paper", "soft"],
    "ink-2": ["ground", "paper", "soft"],
    "accent": ["ground", "paper", "soft"],
}
GROUNDS |= {
    "warn": ["warn-soft"],
    "bad": ["bad-soft", "paper"],
    "good": ["good-soft"],
    "bar-2": ["bar"],
    "paper": ["bar", "accent"],
}


def tokens() -> dict[str, str]:
    css = (STATIC / "css" / "app.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", css))


def luminance(color: str) -> float:
    digits = color.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"), [(text, ground) for text, grounds in GROUNDS.items() for ground in grounds]
)
def test_text_colours_contrast_seven_to_one(text, ground):
    colours = tokens()

    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("ground", ["ground", "paper"])
def test_edges_of_controls_contrast_three_to_one(ground):
    assert contrast(tokens()["edge"], tokens()[ground]) >= 3


@pytest.mark.parametrize(
    ("name", "limit"),
    [("css/app.css", 12_000), ("js/app.js", 5_000), ("js/present.js", 3_500), ("icons.svg", 2_000)],
)
def test_file_stays_within_its_budget(name, limit):
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) < limit


def test_vendored_file_is_the_one_on_record():
    record = (STATIC / "vendor" / "VENDORED.md").read_text(encoding="utf-8")

    for file in (STATIC / "vendor").glob("*.js"):
        digest = base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()
        assert f"| `{file.name}` | `{digest}` |" in record


def test_icons_named_in_templates_and_navigation_exist():
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    wanted: set[str] = set()
    for path in (PACKAGE / "templates").rglob("*.html"):
        wanted |= set(
            re.findall(r"""(?:\bicon\(|icon_name=)["']([a-z]+)["']""", path.read_text(encoding="utf-8"))
        )

    assert len(drawn) <= 25
    assert wanted
    assert wanted <= drawn


@pytest.mark.parametrize("name", ["app.js", "present.js"])
def test_script_needs_no_eval_and_no_other_host(name):
    script = (STATIC / "js" / name).read_text(encoding="utf-8")

    assert not re.search(r"\beval\(|new Function|https?://|innerHTML|document\.write", script)
