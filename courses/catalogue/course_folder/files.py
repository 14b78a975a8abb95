"""The files of a course folder, read once and safely: no links, nothing too large, nothing that has no place there."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lms.text.problems import Problem

KILO = 1024
GLOSSARY = "glossary.csv"
GLOSSARY_SOURCES = "glossary-sources.yaml"  # beside it: the sources that its words name
SHIPPED = Path(__file__).resolve().parents[2] / "content"
BEGINS_WORD = b"[["  # in a lesson: a word of the glossary follows
COURSE = "course.yaml"
SOURCES = "sources.yaml"
EXAMS = "exams.yaml"
ROOT_FILES = frozenset({COURSE, SOURCES, GLOSSARY, GLOSSARY_SOURCES, EXAMS, "README.md", "LICENSE"})
TRANSLATED = frozenset({COURSE, EXAMS})  # what stands at the head of a folder of another language
PARTS = frozenset({"lessons", "questions", "figures"})
LANGUAGE = re.compile(r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
LARGEST = {  # bytes, by the folder that a file lies in and its suffix
    ("", ".yaml"): 256 * KILO,
    ("", ".csv"): 512 * KILO,
    ("", ".md"): 256 * KILO,
    ("", ""): 64 * KILO,
    ("lessons", ".md"): 64 * KILO,
    ("questions", ".yaml"): 512 * KILO,
    ("figures", ".svg"): 32 * KILO,
    ("figures", ".png"): 300 * KILO,
    ("figures", ".jpg"): 300 * KILO,
    ("figures", ".webp"): 300 * KILO,
}
MOST_FILES = 1200


@dataclass
class Folder:
    """What a course folder holds: content by path inside it, and what was wrong while reading."""

    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def names(self, folder: str) -> list[str]:
        """The paths of the files in one of its folders, in order."""
        return sorted(path for path in self.files if path.startswith(f"{folder}/"))

    @property
    def languages(self) -> list[str]:
        """The languages that it has a folder for, beside its own."""
        return sorted({path.split("/")[0] for path in self.files if LANGUAGE.match(path.split("/")[0])})

    def text(self, path: str) -> str | None:
        """The words of a file; a wrong encoding is noted, with its line, and gives nothing."""
        data = self.files.get(path)
        if data is None:
            return None
        if data.startswith(b"\xef\xbb\xbf"):
            self.problems.append(Problem(path, 1, "The file begins with a byte order mark. Save it as plain UTF-8."))
            return None
        try:
            return data.decode()
        except UnicodeDecodeError as fault:
            line = data.count(b"\n", 0, fault.start) + 1
            self.problems.append(Problem(path, line, "This is not UTF-8. Save the file as UTF-8."))
            return None


def content_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and contents of all files; the same content has the same hash wherever it lies."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n".encode())
    return whole.hexdigest()


def read_folder(root: Path, *, passes_over: Callable[[str], bool] = lambda _name: False) -> Folder:
    """Read every file of the folder.

    Where it has no glossary of its own, the one beside it counts; where there is none either and a lesson names a word,
    the one that comes with the product does, so that a copy of a shipped course is whole.
    Files and folders whose name `passes_over` says yes to are left aside.
    """
    found = Folder()
    for path in sorted(_walk(root, root, found, passes_over)):
        inside = path.relative_to(root).as_posix()
        fault = misplaced(inside)
        if fault:
            found.problems.append(Problem(inside, 1, fault))
        else:
            _read(path, inside, found)
        if len(found.files) > MOST_FILES:
            found.problems.append(Problem(".", 1, f"The folder holds more than {MOST_FILES} files."))
            break
    if GLOSSARY not in found.files:
        _take_glossary(root.parent, found)
        if GLOSSARY not in found.files and any(
            BEGINS_WORD in found.files[path] for path in found.names("lessons") if path in found.files
        ):
            _take_glossary(SHIPPED, found)
    return found


def _take_glossary(folder: Path, found: Folder) -> None:
    """The glossary that lies in this folder, with the sources of its words: one without the other is not whole."""
    for name in (GLOSSARY, GLOSSARY_SOURCES):
        place = folder / name
        if place.is_file() and not place.is_symlink() and (name == GLOSSARY or GLOSSARY in found.files):
            _read(place, name, found)


def _walk(folder: Path, root: Path, found: Folder, passes_over: Callable[[str], bool]) -> Iterable[Path]:
    for path in folder.iterdir():
        if passes_over(path.name):
            continue
        inside = path.relative_to(root).as_posix()
        if path.is_symlink():
            found.problems.append(Problem(inside, 1, "This is a link to another place. Put the file itself here."))
        elif path.is_dir():
            if folder == root or (folder.parent == root and LANGUAGE.match(folder.name) and path.name in PARTS):
                yield from _walk(path, root, found, passes_over)
            else:
                found.problems.append(Problem(inside, 1, "A course folder has no folders inside its folders."))
        elif path.is_file():
            yield path
        else:
            found.problems.append(Problem(inside, 1, "This is not a plain file."))


def misplaced(inside: str) -> str | None:
    """What is wrong with a file standing at this path; nothing if it belongs there."""
    path = PurePosixPath(inside)
    if path.is_absolute() or ".." in path.parts:
        return "This path leads out of the folder."
    language, path = apart(path)
    parent = str(path.parent) if len(path.parts) > 1 else ""
    if (not parent and path.name not in (TRANSLATED if language else ROOT_FILES)) or (
        parent,
        path.suffix,
    ) not in LARGEST:
        return "This file has no place in a course folder. Take it out, or mend its name."
    return None


def apart(path: PurePosixPath) -> tuple[str, PurePosixPath]:
    """The language whose folder a file lies in, and its path there; no language for the course's own."""
    if len(path.parts) > 1 and LANGUAGE.match(path.parts[0]):
        return path.parts[0], path.relative_to(path.parts[0])
    return "", path


def limit_of(inside: str) -> int:
    """How many bytes the file at this path may have."""
    _language, path = apart(PurePosixPath(inside))
    return LARGEST[(str(path.parent) if len(path.parts) > 1 else "", path.suffix)]


def _read(path: Path, inside: str, found: Folder) -> None:
    most = limit_of(inside)
    size = path.stat().st_size
    if size > most:
        words = f"The file is too large: {size // KILO} KB, and {most // KILO} KB are allowed."
        found.problems.append(Problem(inside, 1, words))
        return
    found.files[inside] = path.read_bytes()
