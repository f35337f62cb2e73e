"""Which bytes a load came from, so that a file can be told from another of the same name."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

BLOCK = 1 << 22


class Checksums:
    """SHA-256 of the files of one import, read when asked for."""

    def __init__(self, paths: Sequence[Path | str]) -> None:
        self.paths = [Path(path) for path in paths]
        self.known: dict[Path, str] = {}

    def of(self, shown: str) -> str | None:
        """The checksum of the file whose name an import shows people; None if it is not found.

        What is shown begins with the path as given, or with the name of a file in a folder
        given, and may end in the member of an archive or a sheet.
        """
        found = [file for file in self._files() if _belongs(shown, file)]
        if not found:
            return None
        file = max(found, key=lambda path: len(str(path)))
        if file not in self.known:
            self.known[file] = _sha256(file)
        return self.known[file]

    def _files(self) -> list[Path]:
        files = []
        for path in self.paths:
            files += [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
        return files


def _belongs(shown: str, file: Path) -> bool:
    return any(shown.startswith(str(Path(*file.parts[at:]))) for at in range(len(file.parts)))


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
