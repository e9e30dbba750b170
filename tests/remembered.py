"""Templates compiled once a run: every test has its own application, and compiling is a third of its cost."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class RememberedTemplates(BytecodeCache):
    """Compiled templates in memory, for all applications of the process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give back what was kept; Jinja checks that the source is still the same."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key] = bucket.bytecode_to_string()
