"""Every verb that the program writes has words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from hmis_web.domain import audit_words

PROGRAM = Path(__file__).resolve().parents[2] / "hmis_web"
WRITERS = {"record", "note_read", "Act", "_told"}
VERB = re.compile(r"[a-z-]+[:.][a-z-]+|export")
TOLD = {verb for kind in audit_words.KINDS for verb in kind.verbs}


def is_verb(node: ast.AST) -> bool:
    """Whether a piece of a program's text looks like a verb."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(VERB.fullmatch(node.value))


def literals(call: ast.Call) -> set[str]:
    """Texts among the arguments of a call that look like a verb."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return {each.value for each in given if is_verb(each)}  # type: ignore[attr-defined]


def written() -> set[str]:
    """The verbs in the program's text."""
    found: set[str] = set()
    for path in PROGRAM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Assign) and "verb" in {getattr(each, "id", "") for each in node.targets}:
                found |= {each.value for each in ast.walk(node.value) if is_verb(each)}
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if name in WRITERS:
                    found |= literals(node)
    return found


def test_every_verb_that_is_written_has_words() -> None:
    assert sorted(written() - TOLD) == [], "add the verb to domain/audit_words.py"


def test_verb_stands_in_one_kind_and_an_unknown_one_is_still_readable() -> None:
    assert sum(len(kind.verbs) for kind in audit_words.KINDS) == len(TOLD)
    assert audit_words.in_words("thing:do-much") == "Thing: do much"
    assert "thing:do-much" not in audit_words.verbs_of(audit_words.OTHER)[1]
