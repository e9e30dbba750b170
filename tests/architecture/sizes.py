"""How long modules, functions and templates are; `python -m tests.architecture.sizes` prints the longest."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache

from tests.architecture.tracked import files, text_of

CAPS = {"module": 250, "function": 40, "template": 120}
UNMEASURED = ("migrations/versions/",)  # written once, never edited
PRINTED = 12


@dataclass(frozen=True, order=True)
class Size:
    """`name` is a path, or path:function."""

    lines: int
    kind: str
    name: str

    @property
    def over(self) -> bool:
        """Whether it is past the cap of its kind."""
        return self.lines > CAPS[self.kind]


@cache
def all_sizes() -> list[Size]:
    """Every module, function and template of the project, longest first."""
    modules = [name for name in files(".py") if not name.startswith(UNMEASURED)]
    templates = files(".html", under="hmis_web/templates/")
    found = [Size(len(text_of(name).splitlines()), "module", name) for name in modules]
    found += [size for name in modules for size in function_sizes(name)]
    found += [Size(len(text_of(name).splitlines()), "template", name) for name in templates]
    return sorted(found, reverse=True)


def function_sizes(name: str) -> list[Size]:
    """The functions of a module; a docstring is not counted, it may be as long as it needs."""
    functions = [
        node
        for node in ast.walk(ast.parse(text_of(name)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return [Size(lines_of(node), "function", f"{name}:{node.name}") for node in functions]


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end without the docstring."""
    assert node.end_lineno is not None
    first = node.body[0]
    docstring = 0
    if ast.get_docstring(node, clean=False) is not None:
        assert first.end_lineno is not None
        docstring = first.end_lineno - first.lineno + 1
    return node.end_lineno - node.lineno + 1 - docstring


def main() -> None:
    """Print the longest of each kind beside its cap."""
    sizes = all_sizes()
    for kind, cap in CAPS.items():
        print(f"\n{kind} (cap {cap})")
        for size in [size for size in sizes if size.kind == kind][:PRINTED]:
            print(f"{size.lines:6} {'!' if size.over else ' '} {size.name}")


if __name__ == "__main__":
    main()
