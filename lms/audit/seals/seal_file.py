"""The file of seals: append-only, one JSON line a seal, written through to the disk; a line cut off is said, no fault.

Whoever appends holds a lock on the file. Where the system has none (Windows) a line may stand twice: no harm is done.
"""

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from lms.audit.seals.seal import Seal, as_data, from_data
from lms.ids import new_token

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

NAME = "audit-seals.jsonl"
TAIL = 64 * 1024  # bytes at the end of the file that are looked at by what must be quick
PATIENCE = 2.0  # seconds that are waited for another writer


@dataclass(frozen=True)
class SealLine:
    """One line: the seal, and its signed form if there is one; numbers count from 1, or from the end of a tail."""

    number: int
    seal: Seal
    token: str | None


@dataclass(frozen=True)
class SealLines:
    """Lines of the file, oldest first, and what could not be read of it."""

    lines: tuple[SealLine, ...] = ()
    unreadable: tuple[int, ...] = ()  # numbers of lines, the torn one at the end not among them
    torn: bool = False  # the last line was cut off while it was written

    @property
    def last(self) -> SealLine | None:
        """The newest line that can be read."""
        return self.lines[-1] if self.lines else None


def path_in(folder: Path) -> Path:
    """Where the seals of an instance are kept."""
    return folder / NAME


def read(path: Path) -> SealLines:
    """The whole file; none is like an empty one."""
    try:
        with path.open("rb") as file:
            return parsed(enumerate(file, start=1))
    except FileNotFoundError:
        return SealLines()


def tail(path: Path, most: int = TAIL) -> SealLines:
    """The whole lines of the end of the file; their numbers count from there."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - most))
            if size > most:
                file.readline()  # the rest of a line that begins before
            return parsed(enumerate(file, start=1))
    except FileNotFoundError:
        return SealLines()


def parsed(numbered: Iterable[tuple[int, bytes]]) -> SealLines:
    """What the lines say."""
    lines, unreadable, torn = [], [], False
    for number, raw in numbered:
        torn = not raw.endswith(b"\n")
        if not raw.strip():
            continue
        try:
            said = json.loads(raw)
            token = said.get("jws") if isinstance(said, dict) else None
            lines.append(SealLine(number, from_data(said), token if isinstance(token, str) else None))
        except (ValueError, RecursionError):
            if not torn:
                unreadable.append(number)
        else:
            torn = False
    return SealLines(tuple(lines), tuple(unreadable), torn)


def line_of(seal: Seal, token: str | None) -> bytes:
    """A line as it is written."""
    said: dict[str, Any] = as_data(seal) | {"jws": token}
    return json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """The file, open for appending and held by nobody else; OSError where it cannot be had."""
    fresh = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        take(handle)
        if fresh:
            sync_folder(path.parent)
        yield handle
    finally:
        os.close(handle)


def take(handle: int) -> None:
    """Wait a little until nobody else holds the file, then hold it; it is given back when it is closed."""
    if fcntl is None:
        return
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def append(handle: int, seal: Seal, token: str | None) -> None:
    """Write one line and have it on the disk before this returns; what was cut off before it ends its own line."""
    size = os.lseek(handle, 0, os.SEEK_END)
    begins = b""
    if size:
        os.lseek(handle, size - 1, os.SEEK_SET)
        begins = b"" if os.read(handle, 1) == b"\n" else b"\n"
    line = begins + line_of(seal, token)
    if os.write(handle, line) != len(line):
        raise OSError("the seal was written in part")
    os.fsync(handle)


def merged(older: bytes, newer: bytes) -> bytes:
    """The lines of both, those of the older first and each once: of a file and its later state this is the later."""
    kept = dict.fromkeys([*older.splitlines(), *newer.splitlines()])
    return b"".join(line + b"\n" for line in kept if line.strip())


def replace(path: Path, content: bytes) -> None:
    """Put this in the place of the file, whole or not at all."""
    waiting = path.with_name(f"{path.name}.{new_token()}.part")
    try:
        with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the name of a new file on the disk, where the system lets a folder be opened."""
    with suppress(PermissionError):  # Windows
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
