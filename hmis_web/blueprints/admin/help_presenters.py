"""How help, the roles and the first page of Admin are shown."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.domain import jobs
from hmis_web.domain.role_sheet import RoleSheet
from hmis_web.web.job_progress import progress_of

P = Permission

Task = tuple[P, str, str, str, str]
"""The right it needs, title, what it is about, endpoint, icon."""


def index_page(actor: Actor | None, contact: str) -> dict[str, Any]:
    """The context of help/index.html; `actor`: None when nobody is signed in."""
    topics = []
    if actor is not None:
        topics.append(
            _task(
                _("Access roles"),
                _("who may do what, how many, after which training"),
                "admin.help_roles",
                "clients",
            )
        )
        if actor.may(P.TRAINING_TAKE):
            topics.append(
                _task(
                    _("My training"), _("what is passed, missing or ends soon"), "admin.training_own", "check"
                )
            )
    return {"topics": topics, "contact": contact}


def admin_groups(actor: Actor) -> list[dict[str, Any]]:
    """The groups of admin/admin_index.html that the person has something in."""
    groups = ((_("People and access"), _people_tasks()), (_("Data"), _data_tasks()))
    shown = [
        {"title": title, "tasks": [_task(*task) for right, *task in tasks if actor.may(right)]}
        for title, tasks in groups
    ]
    return [group for group in shown if group["tasks"]]


def _people_tasks() -> tuple[Task, ...]:
    return (
        (P.ACCOUNT_EDIT, _("People"), _("who may sign in, with which roles"), "admin.person_list", "clients"),
        (P.ROLE_EDIT, _("Roles"), _("what each role may do and asks for"), "admin.role_list", "lock"),
        (
            P.ACCOUNT_EDIT,
            _("Exceptions"),
            _("roles given beside the rules, and agencies past a limit"),
            "admin.exception_list",
            "alert",
        ),
        (
            P.TRAINING_READ_AGENCY,
            _("Training of the staff"),
            _("what is passed, missing or ends soon"),
            "admin.training_staff",
            "check",
        ),
        (
            P.ROLE_EDIT,
            _("Audit trail"),
            _("who did what, and whether it is whole"),
            "admin.audit_list",
            "clock",
        ),
    )


def _data_tasks() -> tuple[Task, ...]:
    imports, exports = _("HMIS CSV from another system"), _("HMIS CSV for another system")
    return (
        (P.HMIS_CSV_IMPORT, _("Import"), imports, "admin.import_list", "upload"),
        (P.HMIS_CSV_EXPORT, _("Export"), exports, "admin.export_new", "download"),
    )


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


def _task(title: str, text: str, endpoint: str, icon: str) -> dict[str, str]:
    return {"title": title, "text": text, "url": url_for(endpoint), "icon": icon}
