"""Bytes to columns of text. Polars reads the blocks; Python's csv reader reads those that are not plain,
and names the lines."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field, replace

import polars as pl

from hmis_web.importing.blocks import Block
from hmis_web.importing.findings import Finding, Findings
from hmis_web.importing.header import Layout

LINE = "line"
MAX_FIELD_BYTES = 1 << 16


@dataclass(frozen=True)
class Records:
    """Records of a block as text columns named by our attributes, and `line`; nulls for blanks."""

    frame: pl.DataFrame
    broken: int = 0
    """Records that could not be taken apart."""
    broken_keys: list[str] = field(default_factory=list)
    """What stands at their identifiers' place."""


def read_block(block: Block, layout: Layout, findings: Findings) -> Records:
    """Take a block apart. Records with too few or too many fields are findings. Raises Refused for a field
    over 64 KB."""
    plain = _plain(block, layout)
    records = _careful(block, layout, findings) if plain is None else Records(plain)
    _refuse_giants(records.frame, layout, findings)
    return replace(records, frame=_trimmed(records.frame))


def _plain(block: Block, layout: Layout) -> pl.DataFrame | None:
    """The block by Polars, or None when something in it needs a closer look."""
    data, bare = block.data, _without_quoted(block.data)
    if bare is None:
        return None
    records = bare.count(b"\n") + (not bare.endswith(b"\n"))
    if bare.count(b",") != records * (layout.width - 1) or _has_lone_return(bare):
        return None
    try:
        frame = pl.read_csv(data, has_header=False, schema=dict.fromkeys(_names(layout), pl.String))
    except pl.exceptions.PolarsError:
        return None
    if frame.height != records:
        return None
    frame = _named(frame, layout)
    lines = pl.int_range(block.first_line, block.first_line + records, eager=True)
    if data.count(b"\n") != bare.count(b"\n"):
        breaks = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0))
        lines += frame.select(breaks.cum_sum().shift(1, fill_value=0)).to_series()
    return frame.with_columns(lines.cast(pl.Int64).alias(LINE))


def _without_quoted(data: bytes) -> bytes | None:
    """What stands outside quotes; None unless quotes open and close exactly at the edges of fields."""
    parts = data.split(b'"')
    if len(parts) == 1:
        return data
    if len(parts) % 2 == 0:
        return None
    marked = b'"'.join(parts[::2])  # one mark for a quoted stretch; a doubled quote leaves two side by side
    if b'""' in marked:
        marked = re.sub(rb'"+', b'"', marked)
    opened = marked.count(b',"') + marked.count(b'\n"') + marked.startswith(b'"')
    closed = marked.count(b'",') + marked.count(b'"\n') + marked.count(b'"\r') + marked.endswith(b'"')
    if not opened == closed == marked.count(b'"'):
        return None
    return marked.replace(b'"', b"")


def _has_lone_return(bare: bytes) -> bool:
    return bare.count(b"\r") - bare.endswith(b"\r") != bare.count(b"\r\n")


def _careful(block: Block, layout: Layout, findings: Findings) -> Records:
    """The block by Python's reader: slower, but it knows which line is wrong."""
    rows: list[list[str]] = []
    lines: list[int] = []
    broken = 0
    broken_keys: list[str] = []
    file = layout.file.name
    key_at = next(position for position, column in layout.columns if column.is_key)
    reader = csv.reader(io.StringIO(block.data.decode(), newline="\n"), strict=True)
    line = block.first_line
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            if "field limit" in str(error):
                raise findings.refuse(file, _too_long(file, line), rule="I106", line=line) from error
            findings.add(Finding(file, "I106", "error", f"The record cannot be read: {error}", line))
            broken += 1
            row = []
        if row is None:
            break
        if len(row) == layout.width:
            rows.append(row)
            lines.append(line)
        elif row:
            message = f"The record has {len(row)} fields; the header has {layout.width}"
            findings.add(Finding(file, "I106", "error", message, line))
            broken += 1
            broken_keys.extend(row[key_at : key_at + 1])
        line = block.first_line + reader.line_num
    frame = pl.DataFrame(rows, schema=dict.fromkeys(_names(layout), pl.String), orient="row")
    frame = _named(frame, layout).with_columns(pl.Series(LINE, lines, dtype=pl.Int64))
    return Records(frame, broken, broken_keys)


def _names(layout: Layout) -> list[str]:
    return [f"column {position}" for position in range(layout.width)]


def _named(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    return frame.select(
        pl.col(f"column {position}").alias(column.attribute) for position, column in layout.columns
    )


def _trimmed(frame: pl.DataFrame) -> pl.DataFrame:
    """Blanks around a value go, and what is then empty is null: the one change that is never worth a
    finding."""
    blanks = frame.select(pl.col(pl.String).str.contains(r"^\s|\s$|^$").any())
    names = [name for name, found in blanks.row(0, named=True).items() if found]
    bare = pl.col(names).str.strip_chars()
    return frame.with_columns(pl.when(bare != "").then(bare)) if names else frame


def _refuse_giants(frame: pl.DataFrame, layout: Layout, findings: Findings) -> None:
    largest = frame.select(pl.col(pl.String).str.len_bytes().max()).row(0, named=True)
    for name, size in largest.items():
        if size is not None and size > MAX_FIELD_BYTES:
            line = int(frame[LINE].filter(frame[name].str.len_bytes() > MAX_FIELD_BYTES)[0])
            file = layout.file.name
            raise findings.refuse(file, _too_long(file, line), rule="I106", line=line)


def _too_long(file: str, line: int) -> str:
    return f"{file}.csv, line {line:,}: a field is longer than 64 KB, or a quote is not closed."
