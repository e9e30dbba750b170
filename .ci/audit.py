"""Looks the locked packages up among known vulnerabilities (pip-audit).

usage: audit.py LOCK_FILE

Status 1 when one is known. Where the advisories cannot be reached, it says so and ends well: a test run
behind a closed network is still a test run.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ANSWER_SECONDS = 10
LONGEST_SECONDS = 180


def main() -> int:
    """Audit the lock file named on the command line."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        words = ask(sys.argv[1], answer)
        try:
            packages = json.loads(answer.read_text())["dependencies"]
        except (OSError, ValueError, KeyError):
            return unreachable(words.strip().splitlines()[-1] if words.strip() else "no answer")
    looked_up = [package for package in packages if "skip_reason" not in package]
    if not looked_up:
        return unreachable("no package of ours is known there")
    known = [line for package in looked_up for line in describe(package)]
    print("\n".join([*known, f"pip-audit: {len(looked_up)} of {len(packages)} packages looked up"]))
    return 1 if known else 0


def ask(lock: str, answer: Path) -> str:
    """Run pip-audit; its findings go to `answer`, its last words are returned."""
    command = [
        *(sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--requirement", lock),
        *("--format", "json", "--output", str(answer), "--timeout", str(ANSWER_SECONDS)),
        *("--progress-spinner", "off"),
    ]
    try:
        asked = subprocess.run(command, check=False, capture_output=True, text=True, timeout=LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        return f"no answer within {LONGEST_SECONDS} seconds"
    return asked.stderr


def unreachable(reason: str) -> int:
    """Say that nothing was audited, and why."""
    print(f"pip-audit: NOT AUDITED, advisory data is out of reach ({reason}).")
    return 0


def describe(package: dict[str, Any]) -> list[str]:
    """One line per vulnerability: package, version, identifier, versions that mend it."""
    name = f"{package['name']} {package['version']}"
    return [
        f"{name}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'no version yet'}"
        for known in package["vulns"]
    ]


if __name__ == "__main__":
    sys.exit(main())
