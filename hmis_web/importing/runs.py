"""Imports from upload to result: what the page, the jobs and the command line call. docs/import.md tells
the steps."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, update

from hmis_web.access.actor import Actor
from hmis_web.access.permissions import Permission
from hmis_web.db.errors import Conflict
from hmis_web.db.keys import KeyRing
from hmis_web.db.session import Database
from hmis_web.domain import audit
from hmis_web.domain.progress import Progress
from hmis_web.importing import run_record, upload
from hmis_web.importing.alive import claimed
from hmis_web.importing.apply import Choices, Order, apply_staged
from hmis_web.importing.bulk import open_bulk
from hmis_web.importing.checking import Check, loaded_from_json, loaded_to_json
from hmis_web.importing.ending import tidying, told
from hmis_web.importing.findings import Findings, Refused
from hmis_web.importing.outcome import ImportOutcome, Plan, Result
from hmis_web.importing.recovery import recover
from hmis_web.importing.report import findings_to_csv
from hmis_web.importing.run_record import Place
from hmis_web.importing.stage import Stage, open_stage
from hmis_web.models import ImportRun
from hmis_web.models.source import ENROLLING

CHECKABLE = frozenset({"queued", "reading", "checking", "planned", "failed"})
APPLICABLE = frozenset({"planned", "applying", "failed"})
ENDED = frozenset({"applied", "unchanged", "refused", "cancelled"})


def start(
    database: Database,
    settings: Place,
    keyring: KeyRing,
    path: Path,
    *,
    source_name: str | None,
    actor: Actor,
    file_name: str,
    now: datetime | None = None,
) -> int:
    """Keep an upload, encrypted, and open a run for it; answers the run's id. Without `source_name` the
    file's own counts. Raises Forbidden."""
    actor.require(Permission.HMIS_CSV_IMPORT)
    with path.open("rb") as source:
        kept = upload.keep(settings.var, keyring, source)
    return run_record.create(
        database,
        account_id=actor.account_id,
        file_name=Path(file_name).name[:200],
        sha256=kept.sha256,
        kept_path=kept.path,
        state="queued",
        options=json.dumps({"source": source_name}),
        created_at=now or datetime.now(UTC),
    )


def check_and_plan(
    database: Database, settings: Place, keyring: KeyRing, run_id: int, progress: Progress
) -> Plan:
    """Read, check and compare; the run is `planned` afterwards, or `unchanged` when applying would change
    nothing. May be repeated until it is applied. Raises Refused (state `refused`), Cancelled, Conflict when
    the run has ended or somebody works on it."""
    with claimed(database, settings.var, run_id):
        run = run_record.get(database, run_id)
        if run.state not in CHECKABLE:
            raise Conflict(f"This import is {run.state}")
        stage = open_stage(database, settings.var, run_id)
        plan = _check(database, settings, keyring, run, stage, progress)
        if not plan.does_something:
            stage.drop()
        return plan


def apply(
    database: Database,
    settings: Place,
    keyring: KeyRing,
    run_id: int,
    progress: Progress,
    *,
    choices: Choices | None = None,
    actor: Actor | None = None,
    now: datetime | None = None,
) -> Result:
    """Write a planned run, all of it or nothing. Without `actor` it is done in the name of who started the
    run. A staging area that is gone (a restart) is filled again first. Raises Cancelled, DatabaseBusy (it
    stays planned), Conflict when there is nothing to apply."""
    with claimed(database, settings.var, run_id):
        run = run_record.get(database, run_id)
        if run.state == "unchanged":
            return Result(run_id, "unchanged", _plan_of(run))
        if run.state not in APPLICABLE:
            raise Conflict(f"This import is {run.state}; it cannot be applied")
        stage = open_stage(database, settings.var, run_id)
        if run.state == "failed" or run.plan is None or not stage.exists():
            _check(database, settings, keyring, run, stage, progress)
            run = run_record.get(database, run_id)
        who = actor or replace(Actor.system(), account_id=run.account_id)
        who.require(Permission.HMIS_CSV_IMPORT)
        moment = now or datetime.now(UTC)
        order = Order(
            run_id, who, moment, run_record.moment_text(moment, settings.timezone), choices or Choices()
        )
        with told(database, keyring, run_id, stage, Findings()):
            return _apply(database, run, order, stage, progress)


def cancel(database: Database, settings: Place, run_id: int, actor: Actor) -> None:
    """Give up a run that waits. One that is being worked on is cancelled through its job. Raises Conflict
    when it has ended or is worked on."""
    actor.require(Permission.HMIS_CSV_IMPORT)
    with claimed(database, settings.var, run_id):
        if run_record.get(database, run_id).state in ENDED:
            raise Conflict("This import has ended")
        open_stage(database, settings.var, run_id).drop()
        with database.session(write=True, wait=run_record.WAIT_SECONDS) as session:
            run_record.load(session, run_id).state = "cancelled"
            audit.record(session, actor, "import:cancel", "import_run", run_id)
            session.commit()


def findings_csv(database: Database, keyring: KeyRing, run_id: int) -> bytes:
    """All findings of a run as CSV. Raises NotFound."""
    with database.session() as session:
        run_record.load(session, run_id)
        return findings_to_csv(run_record.read_findings(session, keyring, run_id))


def import_file(  # noqa: PLR0913 - the command's whole order, by name
    database: Database,
    settings: Place,
    keyring: KeyRing,
    path: Path,
    *,
    source_name: str | None,
    actor: Actor,
    progress: Progress,
    check_only: bool = False,
    sharing: str = ENROLLING,
    now: datetime | None = None,
) -> ImportOutcome:
    """The whole way at once, for the command line. Conflicts and missing rows are left as they are;
    `sharing` counts for a new source."""
    recover(database, settings)
    run_id = start(
        database, settings, keyring, path, source_name=source_name, actor=actor, file_name=path.name, now=now
    )
    try:
        plan = check_and_plan(database, settings, keyring, run_id, progress)
    except Refused as error:
        return ImportOutcome(run_id, "refused", str(error), None, run_record.finding_counts(database, run_id))
    state = "planned" if plan.does_something else "unchanged"
    if check_only and plan.does_something:
        cancel(database, settings, run_id, actor)
    elif plan.does_something:
        choices = Choices(sharing=sharing)
        result = apply(database, settings, keyring, run_id, progress, choices=choices, actor=actor, now=now)
        state, plan = result.state, result.plan
    return ImportOutcome(run_id, state, message_of(state, plan), plan, plan.findings)


def message_of(state: str, plan: Plan) -> str:
    """How a run ended, in one sentence."""
    numbers = ", ".join(
        f"{plan.total(what):,} {what}" for what in ("new", "changed", "unchanged") if plan.total(what)
    )
    if state == "unchanged":
        return f"Unchanged: everything in the file is here already ({numbers or 'no rows'})."
    done = "Would be" if state == "planned" else "Applied:"
    return f"{done} {numbers or 'nothing'} (source {plan.source_name})."


def _check(
    database: Database, settings: Place, keyring: KeyRing, run: ImportRun, stage: Stage, progress: Progress
) -> Plan:
    findings = Findings()
    with told(database, keyring, run.id, stage, findings):
        check = Check(database, settings, keyring, run.id, findings)
        source_name = json.loads(run.options).get("source")
        plan, loaded = check.run(run.kept_path or "", source_name, stage, progress)
        run_record.write_findings(database, keyring, run.id, findings)
        state = "planned" if plan.does_something else "unchanged"
        run_record.mark(
            database,
            run.id,
            state,
            plan=run_record.plan_text(plan, loaded_to_json(loaded)),
            csv_version=plan.csv_version,
            message=message_of(state, plan),
        )
    return plan


def _apply(database: Database, run: ImportRun, order: Order, stage: Stage, progress: Progress) -> Result:
    plan, loaded = _plan_of(run), loaded_from_json(run_record.read_loaded(run))
    run_record.mark(database, run.id, "applying")
    with stage.beside_live(write=True) as connection, stage.heeding(connection, progress):
        bulk = open_bulk(connection)
        done, source_id = apply_staged(connection, order, plan, loaded, bulk, progress)
        _write_result(connection, run.id, source_id, done, order, loaded_to_json(loaded))
        connection.commit()
    with tidying(run.id):
        bulk.after_commit(database.engine)
    stage.drop()
    return Result(run.id, "applied", done)


def _write_result(
    connection: Connection, run_id: int, source_id: int, done: Plan, order: Order, loaded: dict[str, object]
) -> None:
    values = {
        "state": "applied",
        "data_source_id": source_id,
        "plan": run_record.plan_text(done, loaded),
        "applied_at": order.now,
        "message": message_of("applied", done),
    }
    connection.execute(update(ImportRun).where(ImportRun.id == run_id).values(values))


def _plan_of(run: ImportRun) -> Plan:
    plan = run_record.read_plan(run)
    if plan is None:
        raise Conflict("This import has no plan yet")
    return plan
