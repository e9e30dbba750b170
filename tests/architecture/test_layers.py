"""Who may import whom: the contracts of pyproject.toml, and the proof that they can break."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.tracked import ROOT, files, text_of

# Moments of record (a job began, an audit row was written) are taken where they happen; days never are.
MAY_READ_THE_CLOCK = (
    *("hmis_web/cli/", "hmis_web/web/", "hmis_web/jobs/"),
    *("hmis_web/demo/load.py", "hmis_web/domain/audit.py", "hmis_web/importing/runs.py"),
)

WRONG = {
    "reports.wrong_flask": "from flask import g",
    "domain.wrong_upward": "from hmis_web import reports",
    "standards.wrong_models": "from hmis_web import models",
    "importing.wrong_sideways": "from hmis_web import exporting",
    "blueprints.wrong_sql": "from sqlalchemy import select",
    "blueprints.wrong_models": "from hmis_web.models import Client",
    "reports.wrong_settings": "from hmis_web.config import Settings",
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package below `folder`."""
    command = [
        *(
            sys.executable,
            "-c",
            "import sys; from importlinter.cli import lint_imports_command as run; run()",
        ),
        *("--config", str(ROOT / "pyproject.toml"), "--no-cache"),
    ]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)


def test_layers_of_the_project_hold() -> None:
    answer = lint_imports(ROOT)

    assert answer.returncode == 0, answer.stdout


def test_layers_with_wrong_imports_break(tmp_path: Path) -> None:
    package = tmp_path / "hmis_web"
    shutil.copytree(ROOT / "hmis_web", package, ignore=shutil.ignore_patterns("static", "templates"))
    for module, line in WRONG.items():
        target = package.joinpath(*module.split(".")).with_suffix(".py")
        target.parent.mkdir(exist_ok=True)
        target.write_text(f'"""Wrong on purpose."""\n\n{line}\n')

    answer = lint_imports(tmp_path)

    assert [module for module in WRONG if f"hmis_web.{module}" not in answer.stdout] == []


def test_clock_is_read_at_the_edges_only() -> None:
    readers = [
        f"{name}:{call.lineno}"
        for name in files(".py", under="hmis_web/")
        for call in clock_calls(ast.parse(text_of(name)))
        if not name.startswith(MAY_READ_THE_CLOCK)
    ]

    assert readers == [], "take the day as a parameter `as_of`"


def clock_calls(tree: ast.AST) -> list[ast.Call]:
    """date.today(), datetime.now() and their kin."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and re.fullmatch(
            r"(datetime\.)?(date|datetime)\.(today|now|utcnow)|time\.(localtime|gmtime|ctime)",
            ast.unparse(node.func),
        )
    ]


def test_migrations_are_numbered_and_know_no_models() -> None:
    names = files(".py", under="migrations/versions/")

    assert names
    assert [name for name in names if not re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", Path(name).name)] == []
    assert [
        name
        for name in names
        if re.search(r"^\s*(from|import) hmis_web\.(models|domain)\b", text_of(name), re.MULTILINE)
    ] == []
    assert [name for name in names if not ast.get_docstring(ast.parse(text_of(name)))] == []
