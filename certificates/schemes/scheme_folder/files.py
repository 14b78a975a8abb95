"""The files of a scheme, from a folder or from a ZIP of one: no links, nothing too large, nothing without a place."""

import io
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from certificates.schemes.rules.refusals import SENTENCES, Defect
from lms.text.problems import Problem

SCHEME = "scheme.yaml"
RUBRIC = re.compile(r"rubrics/([a-z0-9][a-z0-9-]{0,39})\.yaml\Z")
PASSED_OVER = frozenset({"README.md", "LICENSE"})
LARGEST = 256 * 1024  # bytes of a file
MOST_FILES = 60
TOO_LARGE = f"The file is larger than {LARGEST // 1024} KB."
TOO_MANY = f"There are more than {MOST_FILES} files."
NO_ZIP = "This is no ZIP file that can be read. Pack the folder of the scheme again."


@dataclass
class SchemeFiles:
    """What a folder holds, by path inside it, and what was wrong with its files."""

    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def rubrics(self) -> Mapping[str, bytes]:
        """The rubrics, by the names of their files without the ending."""
        return {found[1]: data for path, data in sorted(self.files.items()) if (found := RUBRIC.match(path))}

    def note(self, path: str, message: str) -> None:
        """Something wrong with a file as such."""
        self.problems.append(Problem(path, 1, message))

    def take(self, path: str, data: bytes) -> None:
        """Keep a file that has a place here; another one is noted."""
        if path in PASSED_OVER or path.rsplit("/", 1)[-1].startswith("."):
            return
        if len(data) > LARGEST:
            self.note(path, TOO_LARGE)
        elif path == SCHEME or RUBRIC.match(path):
            self.files[path] = data
        else:
            self.note(path, SENTENCES[Defect.STRANGE_FILE])


def files_of_folder(root: Path) -> SchemeFiles:
    """The files of a folder; links are not followed."""
    found = SchemeFiles()
    paths = [one for one in sorted(root.rglob("*")) if one.is_file() and not one.is_symlink()]
    if len(paths) > MOST_FILES:
        found.note(SCHEME, TOO_MANY)
        return found
    for path in paths:
        with path.open("rb") as opened:
            found.take(path.relative_to(root).as_posix(), opened.read(LARGEST + 1))
    return found


def files_of_zip(data: bytes) -> SchemeFiles:
    """The files of a ZIP, whose folder may stand in one other; nothing is unpacked beyond the limits."""
    found = SchemeFiles()
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            inside = [one for one in packed.infolist() if not one.is_dir()]
            if len(inside) > MOST_FILES:
                found.note(SCHEME, TOO_MANY)
                return found
            start = _start(inside)
            for one in inside:
                with packed.open(one) as opened:
                    found.take(one.filename.removeprefix(start), opened.read(LARGEST + 1))
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        return SchemeFiles(problems=[Problem("", 1, NO_ZIP)])
    return found


def _start(inside: list[ZipInfo]) -> str:
    """The folder in which everything stands, if it is one."""
    first = next((one.filename for one in inside if one.filename.rsplit("/", 1)[-1] == SCHEME), SCHEME)
    start = first.removesuffix(SCHEME)
    return start if all(one.filename.startswith(start) for one in inside) else ""
