"""Delimited text in parts: any encoding, any usual separator, bounded memory.

A file is read in blocks that end at a row's end, so a line break inside quotes never cuts a row.
Every column stays text; types come later.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import numpy as np
import polars as pl

from data.errors import IntakeError
from data.intake.encodings import detect
from data.intake.headers import find_header, unique_names
from data.intake.raw import Known, Part, RawTable
from data.intake.sources import Source

BLOCK = 32 << 20
HEAD = 1 << 18
# So many bytes of Chinese read in an encoding tell it; what fails behind them is damage.
ENOUGH = 60
SEPARATORS = (",", ";", "\t", "|")
# Numbers kept as text by a trick, so that spreadsheets leave their digits alone: ="0012", '0012.
GUARDED = r"""^(?:="?|')(\d+)"?$"""
# What else people put between columns, to name it in the message.
OTHER_SEPARATORS = ("，", "；", "、", "^", "~", "\x01", "\x1f", "#", "：", ":")


def open_delimited(
    source: Source, known: Known, nulls: Sequence[str] = (), separator: str | None = None
) -> RawTable:
    """The table of a delimited file; `known` tells headers, `nulls` are cells that say nothing."""
    head, codec = _head(source)
    lines = head.decode(codec).lstrip("\ufeff")
    separator = separator or _separator(lines)
    rows = _rows(lines, separator)
    header = find_header(rows, known)
    _refuse_other_separator(source, header.cells, separator)
    names = unique_names(header.cells)
    skipped = _lines_before(lines, separator, header.rows)
    dialect = Dialect(codec, separator, tuple(names), tuple(nulls))
    return RawTable(source.name, "", tuple(names), lambda: _parts(source, dialect, skipped))


@dataclass(frozen=True)
class Dialect:
    """How a delimited file is written."""

    codec: str
    separator: str
    names: tuple[str, ...]
    nulls: tuple[str, ...]


def _head(source: Source) -> tuple[bytes, str]:
    """The first lines, and the codec they are in (a later one may show what ASCII hides)."""
    with source.open() as stream:
        first = next(source.blocks(stream, HEAD), b"")
        samples = [_whole_lines(first, len(first) < HEAD), *_samples(stream)]
    codec = detect(samples)
    if codec is None:
        raise _undecodable(source, samples[0])
    head = first if codec.startswith("utf-16") and len(first) < HEAD else samples[0]
    return head[: len(head) // 2 * 2] if codec.startswith("utf-16") else head, codec


def _undecodable(source: Source, head: bytes) -> IntakeError:
    """The error for bytes in no encoding: zeros, one damaged place in a known one, or neither."""
    if b"\x00" in head:
        return IntakeError("intake.zero_byte", file=source.name, line=_line_of(head, b"\x00"))
    sound = max(_decodable(head, codec) for codec in ("utf-8", "gb18030", "cp950"))
    if sum(byte > 0x7F for byte in head[:sound]) < ENOUGH:
        return IntakeError("intake.unknown_encoding", file=source.name)
    line = head.count(b"\n", 0, sound) + 1
    return IntakeError("intake.broken_encoding", file=source.name, line=line)


def _decodable(head: bytes, codec: str) -> int:
    """How many of the bytes the codec reads before it fails."""
    try:
        head.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    return len(head)


def _line_of(text: bytes, sign: bytes) -> int:
    return text.count(b"\n", 0, text.index(sign)) + 1


def _samples(stream: IO[bytes]) -> list[bytes]:
    """Whole lines from places further on, where the stream can be entered in the middle."""
    if not hasattr(stream, "fileno") or isinstance(stream, io.BytesIO) or not stream.seekable():
        return []
    if type(stream).__name__ != "BufferedReader":  # seeking in compressed data reads it all
        return []
    size = stream.seek(0, io.SEEK_END)
    samples = []
    for eighth in range(1, 8):
        if size * eighth // 8 > HEAD:
            stream.seek(size * eighth // 8)
            samples.append(_whole_lines(stream.read(1 << 14).partition(b"\n")[2], False))
    return [sample for sample in samples if sample]


def _whole_lines(block: bytes, ended: bool) -> bytes:
    return block if ended or b"\n" not in block else block[: block.rindex(b"\n") + 1]


def _separator(head: str) -> str:
    """The separator that cuts the first rows into the most columns, evenly."""

    def evenness(separator: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in _rows(head, separator)[:200] if any(row))
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 1))
        return (0.0, 1) if width < 2 else (round(times / widths.total(), 1), width)

    return max(SEPARATORS, key=evenness)


def _rows(head: str, separator: str) -> list[list[str]]:
    """The first rows as cells."""
    csv.field_size_limit(1 << 27)
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
    rows = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == 200:
                break
    except csv.Error:
        pass
    return rows or [[""]]


def _refuse_other_separator(source: Source, headers: list[str], separator: str) -> None:
    if len(headers) > 1:
        return
    for other in (*SEPARATORS, *OTHER_SEPARATORS):
        if other != separator and other in headers[0]:
            raise IntakeError(
                "intake.wrong_separator", file=source.name, header=headers[0][:80], found=other
            )


def _lines_before(head: str, separator: str, rows: int) -> int:
    """How many lines the rows up to the header take."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
    for _ in range(rows):
        next(reader)
    return reader.line_num


def _parts(source: Source, dialect: Dialect, skipped: int) -> Iterator[Part]:
    """The rows after the header, block by block, with the line each begins on.

    A file of a header alone has one part without rows.
    """
    line, any_rows = 1, False
    for text in _row_blocks(source, dialect.codec):
        if skipped:
            text = text[_offset_of_line(text, skipped) :]
            line, skipped = line + skipped, 0
        if text:
            breaks = text.count(b"\n")
            yield _parsed(source, text, dialect, line, breaks)
            line, any_rows = line + breaks, True
    if not any_rows:
        nothing = pl.DataFrame(schema={name: pl.String for name in dialect.names})
        yield Part(nothing, pl.Series("line", [], dtype=pl.Int64))


def _offset_of_line(text: bytes, lines: int) -> int:
    at = 0
    for _ in range(lines):
        at = text.find(b"\n", at) + 1 or len(text)
    return at


def _row_blocks(source: Source, codec: str) -> Iterator[bytes]:
    """UTF-8 text in blocks that end where a row ends."""
    carried = b""
    with source.open() as stream:
        for text in _utf_8(source, source.blocks(stream, BLOCK), codec):
            end = _last_row_end(text, inside=carried.count(b'"') % 2 == 1)
            if end == len(text) and not carried:
                yield text
            elif end:
                # Joined from views, so that a block is copied once only.
                yield b"".join((carried, memoryview(text)[:end]))
                carried = text[end:]
            else:
                carried += text
                if len(carried) > 4 * BLOCK:
                    raise IntakeError("intake.unbalanced_quote", file=source.name)
    if carried.count(b'"') % 2:
        raise IntakeError("intake.unbalanced_quote", file=source.name)
    if carried:
        yield carried


def _last_row_end(text: bytes, *, inside: bool) -> int:
    """The offset behind the last line break outside quotes; 0 where there is none.

    `inside` says whether the text begins inside quotes.
    """
    if b'"' not in text:
        return 0 if inside else text.rfind(b"\n") + 1
    inside ^= text.count(b'"') % 2 == 1
    end = len(text)
    while end > 0:
        at = text.rfind(b"\n", 0, end)
        if at < 0:
            return 0
        inside ^= text.count(b'"', at, end) % 2 == 1
        if not inside:
            return at + 1
        end = at
    return 0


def _utf_8(source: Source, blocks: Iterator[bytes], codec: str) -> Iterator[bytes]:
    """The blocks as UTF-8 without mark and with \\n line ends; IntakeError where bytes break."""
    first = True
    decoder = _decoder(codec)
    old_mac: bool | None = None
    lines = 0
    for block in blocks:
        if first and codec == "utf-8-sig":
            block = block.removeprefix(codecs.BOM_UTF8)
        if codec == "ascii" and not block.isascii():
            codec = _late_codec(source, block)
            decoder = _decoder(codec)
        try:
            text = block if decoder is None else decoder.decode(block).encode()
        except UnicodeDecodeError as error:
            at = lines + block.count(b"\n", 0, error.start) + 1
            raise IntakeError("intake.broken_encoding", file=source.name, line=at) from error
        if b"\x00" in text:
            line = lines + _line_of(text, b"\x00")
            raise IntakeError("intake.zero_byte", file=source.name, line=line)
        lines += block.count(b"\n")
        if old_mac is None:
            old_mac = b"\r" in text and b"\n" not in text
        yield text.replace(b"\r", b"\n") if old_mac else text
        first = False
    if decoder is not None:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise IntakeError("intake.broken_encoding", file=source.name, line=lines) from error


def _decoder(codec: str) -> codecs.IncrementalDecoder | None:
    """None where the bytes are UTF-8 already."""
    plain = codec in ("ascii", "utf-8", "utf-8-sig")
    return None if plain else codecs.getincrementaldecoder(codec)()


def _late_codec(source: Source, block: bytes) -> str:
    """The codec of a file that was plain ASCII up to this block."""
    high = int(np.argmax(np.frombuffer(block, np.uint8) > 0x7F))
    begin = block.rfind(b"\n", 0, high) + 1
    sample = block[begin : begin + HEAD]
    codec = detect([_whole_lines(sample, begin + HEAD >= len(block))])
    if codec is None:
        raise IntakeError("intake.unknown_encoding", file=source.name)
    return codec


def _parsed(source: Source, text: bytes, dialect: Dialect, line: int, breaks: int) -> Part:
    """One block as a frame of text columns; rows with too few or too many cells are named."""
    try:
        frame = pl.read_csv(
            text,
            has_header=False,
            schema={name: pl.String for name in dialect.names},
            separator=dialect.separator,
            null_values=list(dialect.nulls),
        )
    except pl.exceptions.PolarsError:
        return _parsed_slowly(source, text, dialect, line)
    if b'"' in text and b'""' in text:  # an empty cell in quotes says no more than one without
        frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
    if b"=" in text or b"'" in text:
        frame = frame.with_columns(pl.all().str.replace(GUARDED, "$1"))
    if _cells_are_even(text, frame, dialect.separator):
        return Part(frame, _lines(frame, line, breaks + (not text.endswith(b"\n"))))
    return _parsed_slowly(source, text, dialect, line)


def _cells_are_even(text: bytes, frame: pl.DataFrame, separator: str) -> bool:
    """Whether every row has every cell: a missing cell looks like an empty one once parsed."""
    found = int(np.count_nonzero(np.frombuffer(text, np.uint8) == ord(separator)))
    if b'"' in text:
        inside = frame.select(pl.all().str.count_matches(separator, literal=True).sum())
        found -= sum(inside.row(0))
    return found == frame.height * (frame.width - 1)


def _lines(frame: pl.DataFrame, line: int, breaks: int) -> pl.Series:
    """The line every row begins on; with more breaks than rows some stand inside quotes."""
    first = pl.Series("line", np.arange(line, line + frame.height), dtype=pl.Int64)
    if breaks == frame.height:
        return first
    inside = frame.select(
        pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0))
    ).to_series()
    return (first + inside.cum_sum().shift(1, fill_value=0)).rename("line")


def _parsed_slowly(source: Source, text: bytes, dialect: Dialect, line: int) -> Part:
    """The same cell by cell, for blocks with uneven rows or stray quotes."""
    try:
        decoded = text.decode()
    except UnicodeDecodeError as error:
        at = line + text.count(b"\n", 0, error.start)
        raise IntakeError("intake.broken_encoding", file=source.name, line=at) from error
    width = len(dialect.names)
    rows: list[list[str | None]] = []
    lines: list[int] = []
    ragged: list[tuple[int, str]] = []
    reader = csv.reader(io.StringIO(decoded, newline=""), delimiter=dialect.separator)
    begins = line
    try:
        for row in reader:
            cells = [None if not cell.strip() or cell in dialect.nulls else cell for cell in row]
            if any(cells) and (len(row) < width or any(cells[width:])):
                ragged.append((begins, f"{len(row)} / {width}"))
            rows.append(cells[:width] + [None] * (width - len(row)))
            lines.append(begins)
            begins = line + reader.line_num
    except csv.Error as error:
        raise IntakeError("intake.unbalanced_quote", file=source.name) from error
    frame = pl.DataFrame(rows, schema={name: pl.String for name in dialect.names}, orient="row")
    return Part(frame, pl.Series("line", lines, dtype=pl.Int64), tuple(ragged))
