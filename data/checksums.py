"""Which bytes a load came from, so that a file can be told from another of the same name."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

BLOCK = 1 << 22


class Checksums:
    """SHA-256 of the files of one import, read when asked for."""

    def __init__(self, paths: Sequence[Path | str]) -> None:
        self.files = [file for path in paths for file in _files(Path(path))]
        self.known: dict[Path, str] = {}

    def of(self, shown: str) -> str | None:
        """The checksum of the file whose name an import shows people; None if it is not clear.

        What is shown begins with the path as given, or with the name of a file in a folder
        given, and may end in the member of an archive or a sheet.
        """
        found = {file: _length(shown, file) for file in self.files}
        most = max(found.values(), default=0)
        best = [file for file, length in found.items() if length == most]
        if not most or len(best) > 1:
            return None
        (file,) = best
        if file not in self.known:
            self.known[file] = _sha256(file)
        return self.known[file]


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]


def _length(shown: str, file: Path) -> int:
    """How much of a shown name is the end of the file's path, from its beginning."""
    ends = (str(Path(*file.parts[at:])) for at in range(len(file.parts)))
    return max((len(end) for end in ends if shown.startswith(end)), default=0)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
