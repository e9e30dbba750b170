"""From the zip to the staging area: every file read, typed and checked, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from hmis_web import standards
from hmis_web.db.keys import KeyRing
from hmis_web.domain.progress import Progress
from hmis_web.importing import header
from hmis_web.importing.blocks import Block, BlockReader
from hmis_web.importing.check import FORBIDDEN_BYTES, Checker, Export
from hmis_web.importing.export_file import Period
from hmis_web.importing.family import Family, FindHere
from hmis_web.importing.findings import Finding, Findings
from hmis_web.importing.header import Layout
from hmis_web.importing.parse import STOPPED, Parser
from hmis_web.importing.read import Archive
from hmis_web.importing.records import LINE, Records, read_block
from hmis_web.importing.secrets import seal
from hmis_web.importing.stage import Stage
from hmis_web.importing.stamp_survey import StampSurvey, needs_survey
from hmis_web.importing.stamps import Decisions, Stamps, odd_columns
from hmis_web.standards import HudColumn, HudFile


@dataclass
class Loaded:
    """What was read: rows of each file, how many were not taken, and which columns each file has."""

    period: Period
    rows: dict[str, int] = field(default_factory=dict)
    stopped: dict[str, int] = field(default_factory=dict)
    present: dict[str, list[str]] = field(default_factory=dict)


class Loader:
    """Reads one archive into a staging area."""

    def __init__(
        self, archive: Archive, stage: Stage, keyring: KeyRing, findings: Findings, progress: Progress
    ) -> None:
        self._archive = archive
        self._stage = stage
        self._keyring = keyring
        self._findings = findings
        self._progress = progress
        self._bytes_done = 0

    def load(self, period: Period, export: Export, here: FindHere) -> Loaded:
        """Fill the staging area. Raises Refused, Cancelled."""
        loaded = Loaded(period)
        layouts = {file.name: self._layout(file, period.version) for file in standards.files()}
        family = Family(self._findings, here)
        for file in sorted(standards.files(), key=lambda file: file.name not in ("Export", "User")):
            layout = layouts[file.name]  # every row names a user, and Organization.csv stands before User.csv
            loaded.present[file.name] = [column.attribute for column in layout.present]
            loaded.rows[file.name], loaded.stopped[file.name] = self._file(layout, period, export, family)
        if not loaded.rows["Enrollment"]:
            message = "The file has no enrollments"
            self._findings.add(Finding("Enrollment", "I014", "warning", message))
        return loaded

    def _layout(self, file: HudFile, version: str) -> Layout:
        with self._archive.open(file) as stream:
            reader = BlockReader(stream, file.name, self._findings)
            found = header.match(reader.header(), file, version, self._findings)
            if reader.had_bom:
                note = "The file starts with a byte order mark; left out"
                self._findings.add(Finding(file.name, "I001", "info", note, 1))
            return found

    def _file(self, layout: Layout, period: Period, export: Export, family: Family) -> tuple[int, int]:
        file = layout.file
        stamps = Stamps(file.name, self._findings)
        columns = [column for column in layout.present if column.kind == "T"]
        parser = Parser(layout, stamps, self._findings)
        checker = Checker(layout, export, self._findings)
        rows = taken = 0
        for block, records in self._records(layout):
            odd = odd_columns(records.frame, layout.present)
            if stamps.decisions is None and needs_survey(records.frame, odd):
                stamps.decisions = self._survey(layout, columns, period.exported_on)
            frame = parser.parse(records.frame, odd)
            checker.check(
                frame.filter(~pl.col(STOPPED)), forbidden=any(sign in block.data for sign in FORBIDDEN_BYTES)
            )
            kept = family.judge(layout, frame, records.broken_keys)
            self._keep(file, frame, kept, records)
            rows += frame.height + records.broken
            taken += kept.height
        doubles = family.finish(file, self._stage.texts)
        self._stage.remove(file, doubles)
        stamps.say()
        return rows, rows - taken + len(doubles)

    def _keep(self, file: HudFile, frame: pl.DataFrame, kept: pl.DataFrame, records: Records) -> None:
        if kept.height < frame.height:
            lost = frame.join(kept.select(LINE), on=LINE, how="anti")[file.key.attribute]
            self._stage.stop(file, lost.drop_nulls().to_list())
        self._stage.stop(file, records.broken_keys)
        if kept.height:
            self._stage.write(file, seal(self._keyring, kept) if file.name == "Client" else kept)

    def _records(self, layout: Layout) -> Iterator[tuple[Block, Records]]:
        with self._archive.open(layout.file) as stream:
            reader = BlockReader(stream, layout.file.name, self._findings)
            reader.header()
            for block in reader.blocks():
                self._progress.check_cancelled()
                yield block, read_block(block, layout, self._findings)
                self._tell(f"Reading {layout.file.name}.csv", reader.bytes_read)
            self._bytes_done += reader.bytes_read

    def _survey(self, layout: Layout, columns: list[HudColumn], exported_on: date | None) -> Decisions:
        """Look at all stamps of a file before any of them is read."""
        survey = StampSurvey(exported_on)
        quiet = Findings()
        with self._archive.open(layout.file) as stream:
            reader = BlockReader(stream, layout.file.name, quiet)
            reader.header()
            for block in reader.blocks():
                self._progress.check_cancelled()
                survey.look(read_block(block, layout, quiet).frame, columns)
        return survey.decide()

    def _tell(self, message: str, bytes_read: int) -> None:
        total = max(1, self._archive.total_bytes)
        self._progress.update(min(1.0, (self._bytes_done + bytes_read) / total), message)
