"""Content-addressed file storage beside the database: the same file is kept once and never changes."""

import hashlib
import os
import re
from pathlib import Path

from flask import current_app

from lms.errors import NotFound
from lms.ids import new_token

KEY = re.compile(r"[0-9a-f]{64}(\.[A-Za-z0-9]+)?")
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


def get(key: str) -> bytes:
    """The content of this key."""
    path = folder() / key
    if not KEY.fullmatch(key) or not path.is_file():
        raise NotFound
    return path.read_bytes()
