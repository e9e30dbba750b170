"""How help, the roles and the first page of Admin are shown."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.domain import jobs
from hmis_web.domain.role_sheet import RoleSheet
from hmis_web.web.job_progress import progress_of

P = Permission


def index_page(actor: Actor | None, contact: str) -> dict[str, Any]:
    """The context of help/index.html; `actor`: None when nobody is signed in."""
    topics = []
    if actor is not None:
        words = _("who may do what, how many, after which training")
        topics.append(_task("admin.help_roles", "clients", _("Access roles"), words))
    if actor is not None and actor.may(P.TRAINING_TAKE):
        words = _("what is passed, missing or ends soon")
        topics.append(_task("admin.training_own", "check", _("My training"), words))
    return {"topics": topics, "contact": contact}


ADMIN = (
    (
        _l("People and access"),
        (
            (
                P.ACCOUNT_EDIT,
                "admin.person_list",
                "clients",
                _l("People"),
                _l("who may sign in, in which roles"),
            ),
            (P.ROLE_EDIT, "admin.role_list", "lock", _l("Roles"), _l("what each may do and asks for")),
            (
                P.ACCOUNT_EDIT,
                "admin.exception_list",
                "alert",
                _l("Exceptions"),
                _l("what is beside the rules"),
            ),
            (
                *(P.TRAINING_READ_AGENCY, "admin.training_staff", "check"),
                *(_l("Training of the staff"), _l("what is passed, missing or ends soon")),
            ),
            (
                *(P.ROLE_EDIT, "admin.field_list", "plus"),
                *(_l("Questions of your own"), _l("what your community asks beside HUD's")),
            ),
            (
                *(P.ROLE_EDIT, "admin.audit_list", "clock"),
                *(_l("Audit trail"), _l("who did what, and whether it is whole")),
            ),
        ),
    ),
    (
        _l("Agency"),
        (
            (
                *(P.AGENCY_EDIT_OWN, "services.item_list", "services"),
                *(_l("Service catalogue"), _l("what the agency gives besides what HUD asks for")),
            ),
        ),
    ),
    (
        _l("Data"),
        (
            (P.HMIS_CSV_IMPORT, "admin.import_list", "upload", _l("Import"), _l("HMIS CSV files of others")),
            (
                P.HMIS_CSV_EXPORT,
                "admin.export_new",
                "download",
                _l("Export"),
                _l("HMIS CSV files for others"),
            ),
            (
                *(P.CLIENT_MERGE, "intake.duplicate_list", "clients"),
                *(_l("Likely duplicates"), _l("records that may be one person, and merges")),
            ),
        ),
    ),
)
"""Groups of what there is to administer: the right that brings it, endpoint, icon, title, text."""


def admin_groups(actor: Actor) -> list[dict[str, Any]]:
    """The groups of admin/admin_index.html that the person has something in."""
    shown = [
        {"title": title, "tasks": [_task(*task) for right, *task in tasks if actor.may(right)]}
        for title, tasks in ADMIN
    ]
    return [group for group in shown if group["tasks"]]


def roles_page(sheet: RoleSheet, actor: Actor, job: Any) -> dict[str, Any]:
    """The context of help/access_roles.html. `job` prints the roles as they are; None without one."""
    mine = sheet.column(actor.role_name)
    done = job is not None and job.state == "done"
    return {
        "sheet": sheet,
        "mine": mine,
        "allowed": sheet.allowed(mine) if mine else [],
        "agency": actor.organization_name,
        "pdf_url": url_for("admin.help_roles_pdf", job_id=job.id) if done else None,
        "make_pdf_url": None if job else url_for("admin.help_roles_pdf_new"),
        "job": progress_of(job, _("PDF")) if job is not None and job.state not in jobs.FINISHED else None,
    }


def _task(endpoint: str, icon: str, title: str, text: str) -> dict[str, str]:
    return {"title": title, "text": text, "url": url_for(endpoint), "icon": icon}
