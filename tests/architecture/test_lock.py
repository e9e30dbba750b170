"""The lock files: every package pinned and hashed, and what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tracked import text_of


def pins(lock: str) -> dict[str, set[str]]:
    """{package: versions}; several versions when one depends on the platform."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", text_of(lock), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def unmet(wanted: list[str], lock: str) -> list[str]:
    """Requirements that the lock leaves out or answers with a wrong version."""
    locked = pins(lock)
    requirements = [Requirement(text) for text in wanted]
    return [
        str(requirement)
        for requirement in requirements
        for versions in [locked.get(canonicalize_name(requirement.name), set())]
        if not versions or not all(requirement.specifier.contains(version) for version in versions)
    ]


def project() -> dict[str, list[str]]:
    """What pyproject.toml asks for, by purpose."""
    told = tomllib.loads(text_of("pyproject.toml"))
    return {
        "run": told["project"]["dependencies"] + told["dependency-groups"]["build"],
        "dev": told["project"]["optional-dependencies"]["dev"],
    }


def test_locks_answer_every_requirement() -> None:
    wanted = project()

    assert unmet(wanted["run"], "requirements.lock") == []
    assert unmet(wanted["run"] + wanted["dev"], "requirements-dev.lock") == []


def test_locks_agree_on_what_is_installed() -> None:
    development = pins("requirements-dev.lock")

    assert {name: development.get(name) for name in pins("requirements.lock")} == pins("requirements.lock")


def test_locks_hash_every_package() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"\n(?=[a-z0-9])", text_of(lock).strip())

        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_locks_hold_markers_that_pip_reads() -> None:
    markers = re.findall(r"^[a-z0-9-]+==\S+ ; (.+?) \\$", text_of("requirements-dev.lock"), re.MULTILINE)

    assert [marker for marker in markers if not isinstance(Marker(marker).evaluate(), bool)] == []
