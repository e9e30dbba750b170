"""The audit trail: checking its chain, taking its head away."""

from __future__ import annotations

from pathlib import Path

import click

from hmis_web.cli.common import FINDING, USAGE, Opened, fail, opened, print_json, told
from hmis_web.domain import audit, audit_chain, audit_heads, audit_verify
from hmis_web.domain.audit_heads import ExportedHead
from hmis_web.domain.audit_verify import Verdict

OUT = click.Path(dir_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("audit")
def audit_commands() -> None:
    """Check the audit trail, and take its head away."""


@audit_commands.command("verify")
@click.option("--head", "head_file", type=EXISTING, help="Heads that were taken away earlier.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@told
def verify(head_file: Path | None, as_json: bool) -> None:
    """Find what was altered, removed, inserted or reordered; with heads, also a cut tail and a chain that was
    made anew. Status 1 with a finding, the first sequence in the last line."""
    with opened() as parts:
        heads = _read(parts.settings.var / audit_heads.FILE) + (_read(head_file) if head_file else [])
        _seal(parts)
        with parts.database.session() as session:
            verdict = audit_verify.verify(session, parts.keyring, heads)
    if as_json:
        print_json(_told_json(verdict))
    else:
        click.echo("\n".join(str(finding) for finding in verdict.findings[1:]), nl=len(verdict.findings) > 1)
        if verdict.ok:
            waiting = f"; {verdict.waiting} wait to be sealed" if verdict.waiting else ""
            click.echo(f"All well: {verdict.sealed} acts, held against {verdict.heads} heads{waiting}.")
    if not verdict.ok:
        fail(f"First: {verdict.findings[0]}", FINDING)


@audit_commands.command("head")
@click.option("--out", required=True, type=OUT, help="File that a line is added to.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
@told
def head(out: Path, as_json: bool) -> None:
    """Seal what waits and write the chain's head to a file: sequence, hash and time, keyed. Keep it on
    another machine."""
    with opened() as parts:
        _seal(parts)
        with parts.database.session() as session:
            newest = audit_chain.head(session)
        if newest is None:
            fail("Nothing is recorded yet", FINDING)
        try:
            made = audit_heads.export(out, parts.keyring, newest, parts.now())
        except OSError as error:
            fail(f"{out} can't be written: {error.strerror}", USAGE)
    if as_json:
        print_json({"sequence": made.sequence, "hash": made.hash, "exported_at": made.exported_at})
    else:
        click.echo(f"Sequence {made.sequence}, {made.hash}")


def _seal(parts: Opened) -> None:
    audit.drain_spool(parts.database, parts.settings.var / audit.SPOOL, parts.keyring)
    audit_chain.seal(parts.database, parts.keyring, parts.now())


def _read(path: Path) -> list[ExportedHead]:
    if not path.exists():
        return []
    try:
        return audit_heads.read(path)
    except (OSError, ValueError):
        fail(f"{path} holds no heads of an audit trail", USAGE)


def _told_json(verdict: Verdict) -> dict[str, object]:
    first = verdict.findings[0] if verdict.findings else None
    return {
        "ok": verdict.ok,
        "sealed": verdict.sealed,
        "waiting": verdict.waiting,
        "heads": verdict.heads,
        "first_bad_sequence": first.sequence if first else None,
        "findings": [vars(finding) for finding in verdict.findings],
    }
