"""What belongs to the project: the files that git keeps, or would keep."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDORED = "hmis_web/static/vendor/"


@cache
def tracked_files() -> tuple[str, ...]:
    """Paths below the root, new files included, ignored and third-party ones not."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = {name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    return tuple(sorted(name for name in found if not name.startswith(VENDORED)))


def files(*suffixes: str, under: str = "") -> list[str]:
    """The tracked files of these kinds in a folder."""
    return [name for name in tracked_files() if name.startswith(under) and name.endswith(suffixes)]


def text_of(name: str) -> str:
    """A file's text; "" for one that is not text."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
