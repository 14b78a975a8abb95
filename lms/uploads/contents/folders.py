"""Where the bytes of unfinished files lie: a folder for each, a file for each piece, written whole or not at all."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

from flask import current_app

from lms.ids import new_token
from lms.storage import UNFINISHED

COPIED = 1024 * 1024  # bytes at a time


def folder_of(uuid: str) -> Path:
    """The folder of one unfinished file."""
    return root() / uuid


def root() -> Path:
    """The folder of all of them. It is in no backup: a file that is not whole is sent again."""
    path = Path(current_app.config["INSTANCE_PATH"]) / "uploads"
    path.mkdir(parents=True, exist_ok=True)
    return path


def room_left() -> int:
    """Bytes that are free on the disk."""
    return shutil.disk_usage(root()).free


def piece_path(uuid: str, number: int, sha256: str) -> Path:
    """Where a piece lies: by its number and its content, so that two that differ never meet."""
    return folder_of(uuid) / f"{number}-{sha256}{UNFINISHED}"


def put_piece(uuid: str, number: int, content: bytes, sha256: str) -> None:
    """Write a piece; when this returns it outlives a power cut."""
    path = piece_path(uuid, number, sha256)
    if path.exists():
        return
    path.parent.mkdir(exist_ok=True)
    waiting = path.with_name(f"{new_token()}{UNFINISHED}")
    with waiting.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)


def lost_pieces(uuid: str, pieces: Mapping[int, str]) -> list[int]:
    """Pieces that the database knows and the disk does not, as after a restore."""
    return [number for number, sha256 in pieces.items() if not piece_path(uuid, number, sha256).is_file()]


def put_together(uuid: str, pieces: Mapping[int, str]) -> tuple[Path, str]:
    """All pieces in their order as one file, and its SHA-256."""
    parts = (piece_path(uuid, number, pieces[number]) for number in sorted(pieces))
    return _written(uuid, (part.read_bytes() for part in parts))


def take_whole(uuid: str, sent: IO[bytes]) -> tuple[Path, str]:
    """A file that came in one request, and its SHA-256."""
    return _written(uuid, iter(lambda: sent.read(COPIED), b""))


def _written(uuid: str, contents: Iterable[bytes]) -> tuple[Path, str]:
    path = new_file(uuid)
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for content in contents:
            digest.update(content)
            file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path, digest.hexdigest()


def new_file(uuid: str) -> Path:
    """A name in the folder of this file that nothing has."""
    folder_of(uuid).mkdir(exist_ok=True)
    return folder_of(uuid) / f"whole-{new_token()}{UNFINISHED}"


def remove(uuid: str) -> None:
    """Remove whatever lies there."""
    shutil.rmtree(folder_of(uuid), ignore_errors=True)


def unknown_folders(known: Iterable[str]) -> list[str]:
    """Folders of files that the database does not know."""
    return sorted({path.name for path in root().iterdir()} - set(known))
