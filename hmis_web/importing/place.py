"""Where a staged row goes among the live ones: its surrogate parents, found by HUD's identifiers."""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, and_, func, select

from hmis_web.importing.stage import CLIENT_REF, TABLES
from hmis_web.models import Assessment, Client, Enrollment, Organization, Project
from hmis_web.standards import HudFile

Keys = dict[str, ColumnElement[int]]
"""{surrogate column: where its value comes from}."""

ORGANIZATION, PROJECT, CLIENT, ENROLLMENT, ASSESSMENT = (
    model.__table__.alias(f"parent_{model.__tablename__}")
    for model in (Organization, Project, Client, Enrollment, Assessment)
)
RESIDENTIAL = Project.__table__.alias("parent_residential")
ROOTS = frozenset({"Export", "User", "Organization", "Client"})
"""Files whose rows have no parent."""


def placed(file: HudFile, source_id: int, staged: FromClause) -> tuple[FromClause, Keys]:
    """Staged rows joined to their live parents, and the surrogate keys. Every row that was taken has its
    parents."""
    if file.name in ROOTS:
        return staged, {}
    if file.name == "Project":
        joined = staged.join(ORGANIZATION, _named(ORGANIZATION, "organization_id", staged, source_id))
        return joined, {"organization_key": ORGANIZATION.c.id}
    if file.name == "Enrollment":
        return _stay(source_id, staged)
    if "enrollment_id" not in staged.c:
        return _of_project(file, source_id, staged)
    joined = staged.join(ENROLLMENT, _named(ENROLLMENT, "enrollment_id", staged, source_id))
    keys: Keys = {"enrollment_key": ENROLLMENT.c.id, "client_key": ENROLLMENT.c.client_key}
    if "assessment_id" in staged.c and file.name != "Assessment":
        joined = joined.join(ASSESSMENT, _named(ASSESSMENT, "assessment_id", staged, source_id))
        keys["assessment_key"] = ASSESSMENT.c.id
    return joined, keys


def keys_of_one(file: HudFile, source_id: int) -> Keys:
    """The same keys as subqueries about one staged row, for updates."""
    staged = TABLES.rows[file.name]
    again = staged.alias("again")
    joined, keys = placed(file, source_id, again)
    return {
        name: select(key)
        .select_from(joined)
        .where(again.c.line == staged.c.line)
        .correlate(staged)
        .scalar_subquery()
        for name, key in keys.items()
    }


def _stay(source_id: int, staged: FromClause) -> tuple[FromClause, Keys]:
    """A stay belongs to its client, or to the one that survives a merge."""
    joined = staged.join(PROJECT, _named(PROJECT, "project_id", staged, source_id)).outerjoin(
        CLIENT, _named(CLIENT, "personal_id", staged, source_id)
    )
    return joined, {
        "client_key": func.coalesce(staged.c[CLIENT_REF], CLIENT.c.id),
        "project_key": PROJECT.c.id,
    }


def _of_project(file: HudFile, source_id: int, staged: FromClause) -> tuple[FromClause, Keys]:
    joined = staged.join(PROJECT, _named(PROJECT, "project_id", staged, source_id))
    keys: Keys = {"project_key": PROJECT.c.id}
    if file.name == "Affiliation":
        joined = joined.outerjoin(
            RESIDENTIAL, _named(RESIDENTIAL, "res_project_id", staged, source_id, "project_id")
        )
        keys["res_project_key"] = RESIDENTIAL.c.id
    return joined, keys


def _named(
    parent: FromClause, attribute: str, staged: FromClause, source_id: int, its_name: str | None = None
) -> ColumnElement[bool]:
    return and_(parent.c.data_source_id == source_id, parent.c[its_name or attribute] == staged.c[attribute])
