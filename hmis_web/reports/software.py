"""The name and version of this software, as HUD asks for it in Q4a and as each run keeps it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from hmis_web.reports.engine import ENGINE_VERSION


def _version() -> str:
    try:
        return version("hmis-web")
    except PackageNotFoundError:  # run from a checkout that was not installed
        return "development"


SOFTWARE = f"HMIS Web {_version()}"
"""APR Q4a, column M."""

ENGINE = f"{_version()}, reports {ENGINE_VERSION}"
"""What a run keeps: two runs with equal engine and equal fingerprint have equal numbers."""
