"""Which kinds of jobs there are, and what runs them."""

from __future__ import annotations

from hmis_web.jobs import (
    account_mail,
    card_prints,
    caseload_prints,
    client_prints,
    desk_prints,
    export_jobs,
    form_prints,
    history_jobs,
    import_jobs,
    note_jobs,
    report_jobs,
    role_jobs,
)
from hmis_web.jobs.context import Handler

HANDLERS: dict[str, Handler] = {
    report_jobs.RUN: report_jobs.make_run,
    report_jobs.PDF: report_jobs.make_pdf,
    export_jobs.KIND: export_jobs.make_export,
    role_jobs.KIND: role_jobs.make_pdf,
    client_prints.KIND: client_prints.make,
    form_prints.KIND: form_prints.make,
    note_jobs.KIND: note_jobs.make_pdf,
    history_jobs.KIND: history_jobs.make_pdf,
    card_prints.KIND: card_prints.make,
    card_prints.SHEET: card_prints.make,
    caseload_prints.KIND: caseload_prints.make,
    desk_prints.KIND: desk_prints.make,
    import_jobs.CHECK: import_jobs.check,
    import_jobs.APPLY: import_jobs.apply,
    account_mail.KIND: account_mail.send_link,
}
