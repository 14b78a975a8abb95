"""Files kept beside the database, named by their content, so that the same file is kept once and never changes."""

import hashlib
import os
from pathlib import Path

from flask import current_app

from lms.errors import NotFound


def folder() -> Path:
    """Where the files of this installation lie."""
    path = Path(current_app.config["INSTANCE_PATH"]) / "files"
    path.mkdir(parents=True, exist_ok=True)
    return path


def key_of(data: bytes, suffix: str) -> str:
    """The name of this content: its SHA-256 and the suffix, such as `.svg`."""
    return hashlib.sha256(data).hexdigest() + suffix


def put(data: bytes, suffix: str) -> str:
    """Keep this content and answer its key; what is there already is not written again."""
    key = key_of(data, suffix)
    path = folder() / key
    if not path.exists():
        waiting = path.with_name(f"{key}.{os.getpid()}.part")
        waiting.write_bytes(data)
        waiting.replace(path)
    return key


def get(key: str) -> bytes:
    """The content of this key."""
    path = folder() / key
    if "/" in key or not path.is_file():
        raise NotFound
    return path.read_bytes()
