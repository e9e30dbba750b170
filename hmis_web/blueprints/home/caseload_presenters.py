"""Caseloads as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from hmis_web.access.actor import Actor
from hmis_web.blueprints.home.due_links import due_item
from hmis_web.domain import due_words
from hmis_web.domain.case_workers import CaseWorker
from hmis_web.domain.due import CaseLine
from hmis_web.domain.handover import MANAGES
from hmis_web.domain.unassigned import PER_PAGE, ProjectCount, WithoutWorker
from hmis_web.jobs.caseload_prints import Printed
from hmis_web.web.job_progress import is_under_way, progress_of
from hmis_web.web.presenters import age_text, name_of

MOST = 100
"""A page shows no more households than this; those beyond are less urgent."""


def caseload_part(
    actor: Actor, lines: Sequence[CaseLine], as_of: date, account_id: int | None
) -> dict[str, Any]:
    """The context of home/_cases.html."""
    late = sum(any(due.is_late(as_of) for due in line.due) for line in lines)
    return {
        "cases": [case_item(actor, line, as_of) for line in lines[:MOST]],
        "cases_left_out": max(0, len(lines) - MOST),
        "cases_note": _summary(len(lines), late),
        "handover_url": url_for("home.handover_new", worker_id=account_id) if lines else "",
        "caseload_print_url": url_for("home.caseload_print", worker_id=account_id) if lines else "",
        "caseloads_url": url_for("home.caseload_list") if actor.may(MANAGES) else "",
    }


def case_item(actor: Actor, line: CaseLine, as_of: date) -> dict[str, Any]:
    """A household: name, url, detail, note, due."""
    return {
        "name": name_of(line.case.head.person),
        "url": url_for("intake.client_show", client_id=line.case.head.person.id),
        "detail": due_words.detail(line.case),
        "note": line.case.note,
        "due": [due_item(actor, due, as_of) for due in line.due],
    }


def print_part(account_id: int, printed: Printed | None) -> dict[str, Any]:
    """The part of home/caseload_show.html that tells of its PDF."""
    if printed is None:
        return {"job": None, "pdf_url": ""}
    job, artifact = printed.job, printed.artifact
    return {
        "job": progress_of(job, _("Printing")) if is_under_way(job) else None,
        "pdf_url": url_for("home.caseload_pdf", worker_id=account_id, job_id=job.id) if artifact else "",
    }


def list_page(
    actor: Actor,
    colleagues: Sequence[CaseWorker],
    counts: Sequence[ProjectCount],
    chosen: int | None,
    waiting: Sequence[WithoutWorker],
    page: int,
) -> dict[str, Any]:
    """The context of home/caseload_list.html."""
    return {
        "has_agency": actor.organization_id is not None,
        "colleagues": [_colleague(each) for each in colleagues],
        "programs": [
            {
                "url": url_for("home.caseload_list", project=each.project_key) + "#unassigned",
                "name": each.name,
                "count": ngettext("%(num)s household", "%(num)s households", each.households),
                "current": each.project_key == chosen,
            }
            for each in counts
        ],
        "waiting": [
            {
                "id": each.enrollment_id,
                "name": name_of(each.person),
                "url": url_for("intake.client_show", client_id=each.person.id),
                "age": age_text(each.person),
                "entry": each.entry_date,
            }
            for each in waiting
        ],
        "page": _pager(counts, chosen, page, len(waiting)),
    }


def _colleague(each: CaseWorker) -> dict[str, Any]:
    return {
        "name": each.name,
        "role": each.role or _("works here no more"),
        "url": url_for("home.caseload_show", worker_id=each.account_id),
        "count": ngettext("%(num)s client", "%(num)s clients", each.assignments),
        "handover_url": url_for("home.handover_new", worker_id=each.account_id) if each.assignments else "",
    }


def _pager(
    counts: Sequence[ProjectCount], chosen: int | None, page: int, shown: int
) -> dict[str, Any] | None:
    total = next((each.households for each in counts if each.project_key == chosen), 0)
    if not total:
        return None
    first = PER_PAGE * (page - 1) + 1

    def address(number: int) -> str:
        return url_for("home.caseload_list", project=chosen, page=number) + "#unassigned"

    return {
        "first": first,
        "last": first + shown - 1,
        "total": total,
        "previous_url": address(page - 1) if page > 1 else None,
        "next_url": address(page + 1) if first + shown - 1 < total else None,
    }


def _summary(households: int, late: int) -> str:
    counted = ngettext("%(num)s household", "%(num)s households", households)
    if not late:
        return counted
    return counted + ", " + ngettext("%(num)s with something late", "%(num)s with something late", late)
