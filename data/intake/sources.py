"""The files of one import: folders, archives and compressed files opened, told by their bytes.

File names decide nothing here: a workbook named .csv is a workbook.
"""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from data.errors import IntakeError

Kind = Literal["delimited", "workbook", "parquet", "geojson", "kml"]

# What the first bytes say of files that hold no table, by text key under intake.format.
FOREIGN = {
    b"%PDF": "pdf",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"{\\rt": "rtf",
    b"BZh": "bzip2",
    b"\xfd7zX": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
# Left alone inside folders: what systems and people put beside data.
BESIDE = {".md", ".pdf", ".doc", ".docx", ".png", ".jpg", ".jpeg", ".gif", ".toml", ".ini", ".db"}
LONGEST_LINE = 1 << 16
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile)


@dataclass(frozen=True)
class Source:
    """One readable thing: a file, or a member of an archive."""

    name: str  # as people know it: the path as given, members after "/"
    kind: Kind
    open: Callable[[], IO[bytes]]

    def read(self) -> bytes:
        """All bytes, decompressed; IntakeError where the compression is damaged."""
        with self.open() as stream:
            return b"".join(self.blocks(stream, 1 << 22))

    def blocks(self, stream: IO[bytes], size: int) -> Iterator[bytes]:
        """The bytes of an opened stream in pieces of about `size` bytes.

        Pieces of plain files end at line ends where they can, so that few need to be joined.
        """
        try:
            while block := stream.read(_to_line_end(stream, size)):
                yield block
        except DAMAGE as error:
            raise IntakeError("intake.damaged_archive", file=self.name, what=error) from error


def _to_line_end(stream: IO[bytes], size: int) -> int:
    """How much to read so that a piece of a plain file ends with a line."""
    if type(stream) is not io.BufferedReader:
        return size
    begin = stream.tell()
    stream.seek(begin + size)
    line = stream.readline(LONGEST_LINE)
    stream.seek(begin)
    return size + len(line)


def find_sources(paths: Sequence[Path], skip: Callable[[str], bool]) -> list[Source]:
    """Every source under the paths, folders walked in order; `skip` is asked the short names."""
    sources: list[Source] = []
    for path in paths:
        if not path.exists():
            raise IntakeError("intake.no_such_file", file=path)
        files = [path] if path.is_file() else _files_below(path)
        if not files:
            raise IntakeError("intake.no_files", file=path)
        for file in files:
            if not skip(file.name):
                sources += _unpacked(_shown(file, path), _opener(file), skip)
    return sources


def _files_below(folder: Path) -> list[Path]:
    found = [file for file in folder.rglob("*") if file.is_file() and _is_data(file, folder)]
    return sorted(found, key=lambda file: _natural(str(file)))


def _is_data(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "~$", "__")) for part in file.relative_to(folder).parts)
    beside = file.suffix.lower() in BESIDE or file.stem.lower() == "readme"
    return not (hidden or beside)


def _natural(name: str) -> list[tuple[int, str]]:
    """So that 2 comes before 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]


def _shown(file: Path, root: Path) -> str:
    return file.name if file == root else str(Path(root.name) / file.relative_to(root))


def _opener(file: Path) -> Callable[[], IO[bytes]]:
    return lambda: file.open("rb")


def _unpacked(
    name: str, opener: Callable[[], IO[bytes]], skip: Callable[[str], bool]
) -> list[Source]:
    """The source itself, or what an archive holds."""
    head = _head(name, opener)
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \r\n\t"):
        raise IntakeError("intake.empty_file", file=name)
    for magic, what in FOREIGN.items():
        if head.startswith(magic):
            raise IntakeError("intake.foreign_format", file=name, format=what)
    if head.startswith(b"\x1f\x8b"):
        return _unpacked(name, lambda: cast(IO[bytes], gzip.GzipFile(fileobj=opener())), skip)
    if head.startswith(b"PK"):
        return _unzipped(name, opener, skip)
    return [Source(name, _kind(name, head), opener)]


def _head(name: str, opener: Callable[[], IO[bytes]]) -> bytes:
    try:
        with opener() as stream:
            return stream.read(2048)
    except DAMAGE as error:
        raise IntakeError("intake.damaged_archive", file=name, what=error) from error


def _kind(name: str, head: bytes) -> Kind:
    """What the first bytes say."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "workbook"
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if text.startswith(b"{"):
        return "geojson"
    if text.startswith(b"<"):
        if b"<kml" in text:
            return "kml"
        raise IntakeError("intake.web_page", file=name)
    return "delimited"


def _unzipped(
    name: str, opener: Callable[[], IO[bytes]], skip: Callable[[str], bool]
) -> list[Source]:
    """The members of a zip archive; a workbook is one source."""
    try:
        with zipfile.ZipFile(opener()) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except (*DAMAGE, OSError) as error:
        raise IntakeError("intake.damaged_archive", file=name, what=error) from error
    names = {member.filename for member in members}
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names or "content.xml" in names:
        return [Source(name, "workbook", opener)]
    if "word/document.xml" in names:
        raise IntakeError("intake.foreign_format", file=name, format="docx")
    sources: list[Source] = []
    for member in sorted(members, key=lambda member: _natural(_member_name(member))):
        short = Path(_member_name(member))
        if _is_data(short, Path()) and not skip(short.name):
            sources += _unpacked(f"{name}/{short}", _member_opener(name, opener, member), skip)
    return sources


def _member_name(member: zipfile.ZipInfo) -> str:
    """The member's name; archives made on Chinese Windows keep it in GBK, unmarked."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _member_opener(
    name: str, opener: Callable[[], IO[bytes]], member: zipfile.ZipInfo
) -> Callable[[], IO[bytes]]:
    if member.flag_bits & 0x1:
        raise IntakeError("intake.locked_archive", file=name)

    def open_member() -> IO[bytes]:
        # Small members are unpacked at once; the checksum is verified either way at their end.
        archive = zipfile.ZipFile(opener())
        if member.file_size < 1 << 24:
            with archive:
                return io.BytesIO(archive.read(member))
        return archive.open(member)

    return open_member
