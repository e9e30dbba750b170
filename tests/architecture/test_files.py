"""What may stand where, in every kind of file."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha384
from pathlib import Path

from tests.architecture.tracked import ROOT, VENDORED, files, text_of, tracked_files

TOP_LEVEL = {
    *(
        ".ci",
        ".editorconfig",
        ".gitignore",
        "CONTRIBUTING.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "benchmarks",
        "docs",
    ),
    *(
        "hmis_web",
        "migrations",
        "pyproject.toml",
        "requirements-dev.lock",
        "requirements.lock",
        "tests",
        "wsgi.py",
    ),
}
TEMPLATES = "hmis_web/templates/"
COMPONENTS = "hmis_web/templates/components/"


def lines_matching(pattern: str, names: list[str]) -> list[str]:
    """`path:line` of each match."""
    expression = re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}"
        for name in names
        for text in [text_of(name)]
        for found in expression.finditer(text)
    ]


def test_top_level_holds_nothing_unexpected() -> None:
    assert {name.split("/")[0] for name in tracked_files()} - TOP_LEVEL == set()


def test_templates_hold_no_inline_code() -> None:
    names = files(".html", under=TEMPLATES)

    assert names
    assert (
        lines_matching(
            r"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=\s*[\"']|\bhx-on\b|[\"']js:", names
        )
        == []
    )


def test_templates_trust_text_in_components_only() -> None:
    names = [name for name in files(".html", under=TEMPLATES) if not name.startswith(COMPONENTS)]

    assert lines_matching(r"\|\s*safe\b|\bMarkup\(|{%-?\s*autoescape\s+false", names) == []


def test_templates_load_nothing_from_another_host() -> None:
    names = files(".html", ".css", ".js", under="hmis_web/")

    assert lines_matching(r"(src|href|action|url)\s*[=(]\s*[\"']?(https?:)?//", names) == []


def test_to_dos_carry_an_issue_number() -> None:
    assert lines_matching(r"(#|//|\*|<!--)\s*(TODO|FIXME)\b(?!\s*\(?#\d+)", list(tracked_files())) == []


def test_files_name_no_folder_of_one_machine() -> None:
    own = r"(?<![\w.~:/-])/(home|root|Users|work|workspace|private)/\w"

    assert lines_matching(own, list(tracked_files())) == []


def test_recipes_of_the_makefile_are_short() -> None:
    recipes = re.findall(r"^[a-z-]+:.*\n((?:\t.*\n)*)", text_of("Makefile"), re.MULTILINE)

    assert recipes
    assert [recipe for recipe in recipes if not 1 <= recipe.count("\n") <= 3] == []


def test_links_of_the_documents_lead_somewhere() -> None:
    broken = [
        f"{name}: {target}"
        for name in files(".md")
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text_of(name))
        if "://" not in target and not ((ROOT / name).parent / target).exists()
    ]

    assert broken == []


def test_vendored_files_are_what_their_list_says() -> None:
    listed = dict(
        re.findall(
            r"^\| `([^`]+)` \| `([A-Za-z0-9+/=]{64})` \|$", text_of(f"{VENDORED}VENDORED.md"), re.MULTILINE
        )
    )
    here = {path.name: path for path in Path(ROOT / VENDORED).iterdir() if path.name != "VENDORED.md"}

    assert {
        name: b64encode(sha384(path.read_bytes()).digest()).decode() for name, path in here.items()
    } == listed
