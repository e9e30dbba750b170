"""What the libraries work out anew for every application and every database, kept for all tests of a process:
each test has an application and a database of its own, and this is half of their cost. Production works it
out once, too: its application and its engine live as long as the process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from werkzeug.routing import Rule

STATEMENTS = 5000
"""SQL texts that are kept."""


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


class RememberedRule(Rule):
    """An address whose builder is compiled once: it depends on the address alone."""

    _kept: ClassVar[dict[object, Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if self.defaults:
            return super()._compile_builder(append_unknown)
        key = self.rule, self.subdomain, self.host, tuple(self._trace), append_unknown
        if key not in self._kept:
            self._kept[key] = super()._compile_builder(append_unknown)
        return self._kept[key]


class RememberedStatements:
    """SQL compiled once: the engines of one kind of database share a dialect and its cache."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Any, Any]] = {}

    def share(self, engine: Engine) -> None:
        """Let a new engine use what others have compiled; the first one that connects begins it. One that
        never begins a transaction keeps to itself: its dialect would end those of others."""
        if engine.dialect._on_connect_isolation_level is not None:
            return
        if engine.name in self._kept:
            dialect, cache = self._kept[engine.name]
            engine.dialect = engine.pool._dialect = dialect
            engine._compiled_cache = cache
        else:
            event.listen(
                engine, "engine_connect", lambda connection: self._begin(connection.engine), once=True
            )

    def _begin(self, engine: Engine) -> None:
        engine._compiled_cache.capacity = STATEMENTS
        self._kept.setdefault(engine.name, (engine.dialect, engine._compiled_cache))


def remember() -> None:
    """Keep all of it from now on; called once a process."""
    Flask.url_rule_class = RememberedRule
    statements = RememberedStatements()
    for dialect in (PGDialect_psycopg, SQLiteDialect_pysqlite):
        dialect.engine_created = classmethod(lambda _cls, engine: statements.share(engine))  # type: ignore[method-assign, assignment]
