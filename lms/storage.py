"""Content-addressed file storage beside the database: the same file is kept once and never changes."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from flask import current_app

from lms.errors import NotFound
from lms.ids import new_token

KEY = re.compile(r"[0-9a-f]{64}(\.[A-Za-z0-9]+)?")
ROOM = 256 * 1024  # bytes that must find room for a site to be able to write
UNFINISHED = ".part"  # the end of a file's name while it is being written


def folder() -> Path:
    """Where the files of this installation lie."""
    path = Path(current_app.config["INSTANCE_PATH"]) / "files"
    path.mkdir(parents=True, exist_ok=True)
    return path


def key_of(data: bytes, suffix: str) -> str:
    """The name of this content: its SHA-256 and the suffix, such as `.svg`."""
    return hashlib.sha256(data).hexdigest() + suffix


def digest_of(key: str) -> str:
    """The SHA-256 of the content of this key, which its name says."""
    return key.partition(".")[0]


def put(data: bytes, suffix: str) -> str:
    """Keep this content and answer its key; what is there already is not written again."""
    key = key_of(data, suffix)
    path = folder() / key
    if not path.exists():
        waiting = path.with_name(f"{key}.{new_token()}{UNFINISHED}")
        with waiting.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # the database will name this file: it must outlive a power cut too
        waiting.replace(path)
    return key


def adopt(path: Path, suffix: str) -> str:
    """Move a whole file that lies beside the storage into it and answer its key; for what is too large for memory."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    target = folder() / f"{digest}{suffix}"
    if target.exists():
        path.unlink()
    else:
        path.replace(target)
    return target.name


def path_of(key: str) -> Path:
    """Where the content of this key lies, for what is sent in parts."""
    path = folder() / key
    if not KEY.fullmatch(key) or not path.is_file():
        raise NotFound
    return path


def remove(key: str) -> None:
    """Remove the content of this key; whoever calls knows that nothing names it any more."""
    if KEY.fullmatch(key):
        (folder() / key).unlink(missing_ok=True)


def is_altered(path: Path) -> bool:
    """Whether a file of the storage no longer holds the content after which it is named."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() != path.name.partition(".")[0]


def write_fault(place: Path) -> str | None:
    """Why nothing can be written in this folder, such as a full disk; nothing if it can. Tried with a file."""
    try:
        with tempfile.TemporaryFile(dir=place, buffering=0) as file:
            file.write(bytes(ROOM))
            os.fsync(file.fileno())
    except OSError as fault:
        return fault.strerror or type(fault).__name__
    return None


def get(key: str) -> bytes:
    """The content of this key."""
    return path_of(key).read_bytes()
