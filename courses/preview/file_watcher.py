"""A course folder that somebody is writing: whether anything changed, and what stands there now."""

import os
from collections.abc import Iterator
from pathlib import Path

from courses.catalogue.course_folder.files import GLOSSARY, GLOSSARY_SOURCES, Folder, content_hash, read_folder
from lms.text.problems import Problem

Stamp = tuple[tuple[str, int, int, int], ...]
Content = tuple[str, tuple[Problem, ...]]
SETTLED = 2_000_000_000  # nanoseconds: what was written so shortly before a look may be written again unseen


def left_by_editor(name: str) -> bool:
    """Whether an editor or a system left this beside the files: hidden, a copy kept aside, a trial of the folder."""
    return name.startswith((".", "#")) or name.endswith("~") or name == "4913"


def stamp_of(root: Path) -> Stamp:
    """What tells that a file of the folder was written: names, sizes and moments."""
    return tuple(sorted(_stamps(root)))


def _stamps(root: Path) -> Iterator[tuple[str, int, int, int]]:
    for folder, inside, names in os.walk(root):
        inside[:] = [name for name in inside if not left_by_editor(name)]
        for name in (*inside, *names):
            if not left_by_editor(name):
                yield from _stamp(Path(folder) / name)
    for shared in (GLOSSARY, GLOSSARY_SOURCES):
        yield from _stamp(root.parent / shared)


def _stamp(path: Path) -> Iterator[tuple[str, int, int, int]]:
    try:
        found = path.lstat()
    except FileNotFoundError:  # taken away meanwhile: it is not there
        return
    yield str(path), found.st_size, found.st_mtime_ns, found.st_ctime_ns


def is_settled(stamp: Stamp, now: int) -> bool:
    """Whether nothing was written so shortly before `now` (nanoseconds) that a second write could look the same."""
    return all(now - max(written, changed) > SETTLED for _path, _size, written, changed in stamp)


def read_as_written(root: Path) -> Folder:
    """The folder as it stands, without what editors leave; one that cannot be read is a problem, never a fault."""
    try:
        return read_folder(root, passes_over=left_by_editor)
    except FileNotFoundError as fault:
        gone = Path(str(fault.filename))
        words = "This was taken away while the folder was read. Open the page again."
        if not root.is_dir():
            words = "The folder is not there any more. Bring it back, or stop the preview and start it on another one."
        return Folder(problems=[Problem(_inside(gone, root), 1, words)])
    except OSError as fault:
        words = f"This cannot be read: {fault.strerror}. Give yourself the right to read it."
        return Folder(problems=[Problem(_inside(Path(str(fault.filename)), root), 1, words)])


def _inside(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def content_of(folder: Folder) -> Content:
    """What makes a folder another one: its files, and what was wrong with reading them."""
    return content_hash(folder.files), tuple(folder.problems)
