"""Rows about clients are fetched through scope: a module that reads them says how, or stands in the list with
the reason why it need not."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "hmis_web"
ABOUT_CLIENTS = {
    *("Client", "Enrollment", "Services", "Note", "PublicAlert", "Exit", "CurrentLivingSituation"),
    *("ClientContact", "ClientLocation", "NoteVersion", "CustomValue"),
}
READERS = {"select", "get", "get_one", "query", "scalars", "outerjoin", "join"}
LAYERS = ("domain", "jobs", "web", "blueprints")
NEED_NO_SCOPE = {
    "domain/alerts.py": "public alerts are for every agency; the caller has fetched the client through scope",
    "domain/custom_fields/values.py": "of a stay or client that the caller has fetched through scope",
    "domain/data_quality/common.py": "the daily check looks at everybody; who reads its findings is asked",
    "domain/data_quality/projects.py": "the daily check looks at everybody; who reads its findings is asked",
    "domain/deletion_kinds.py": "names the rows; deletion.py asks about scope before it takes one",
    "domain/location_changes.py": "ends places of the agency acted for; own_rows asks about scope first",
    "domain/duplicate_pairs.py": "the system administrator's; whom it names is asked of clients.by_ids",
    "domain/enrollment_deletion.py": "the household of a stay that the caller has fetched through scope",
    "domain/exit_facts.py": "services of stays that the caller has fetched through scope",
    "domain/exit_reversals.py": "exits of a stay that the caller has fetched through scope",
    "domain/exits.py": "members of a stay that the caller has fetched through scope",
    "domain/heads.py": "members of a stay that the caller has fetched through scope",
    "domain/coordinated_entry.py": "of a stay that the caller has fetched through scope",
    "domain/living_situations.py": "of a stay that the caller has fetched through scope",
    "domain/occurrences.py": "of a stay that the caller has fetched through scope",
    "domain/answers/noted.py": "the night of the entry of stays that the caller has fetched through scope",
    "domain/answers/places.py": "who is asked; the caller has fetched the stay or project through scope",
    "domain/history/moments.py": "alerts are for every agency; the caller has fetched the client",
    "domain/notes.py": "notes are those of the own agency; the caller has fetched the client through scope",
    "domain/search/indexing.py": "the index holds everybody; who asks it is asked about scope",
}
"""{module: why it reads without asking for scope itself}."""


def reads_clients(tree: ast.Module) -> bool:
    """Whether a module selects or gets rows about clients."""
    return any(
        isinstance(node, ast.Call)
        and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) in READERS
        and any(
            (isinstance(part, ast.Name) and part.id in ABOUT_CLIENTS)
            or (isinstance(part, ast.Attribute) and getattr(part.value, "id", "") in ABOUT_CLIENTS)
            for part in node.args
        )
        for node in ast.walk(tree)
    )


def asks_for_scope(tree: ast.Module) -> bool:
    """Whether a module takes its conditions from `access/scope.py`."""
    return any(
        isinstance(node, ast.ImportFrom) and node.module == "hmis_web.access.scope" for node in ast.walk(tree)
    )


def unscoped() -> set[str]:
    """The modules that read rows about clients without a condition of scope."""
    found = set()
    for layer in LAYERS:
        for path in (PACKAGE / layer).rglob("*.py"):
            tree = ast.parse(path.read_text())
            if reads_clients(tree) and not asks_for_scope(tree):
                found.add(path.relative_to(PACKAGE).as_posix())
    return found


def test_modules_that_read_clients_ask_for_scope_or_say_why_not() -> None:
    assert unscoped() == set(NEED_NO_SCOPE)
    assert all(len(reason.split()) > 3 for reason in NEED_NO_SCOPE.values())
