"""Database, uploads and wrapped keys in one file; the two secrets that open them are never inside."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app

from lms import schema
from lms.audit.seals import seal_file
from lms.db import Database, database
from lms.errors import RuleBroken
from lms.manifest import composition
from lms.operating import snapshot
from lms.storage import UNFINISHED

FORMAT = 1
MANIFEST = "manifest.json"
FOLDERS = ("files",)  # of this package; others stand in the manifests
SECRETS = frozenset({"secret.key", "keys.secret"})


def folders() -> list[str]:
    """Folders of the instance that a backup takes along."""
    return [*FOLDERS, *composition().backup_folders]


def instance() -> Path:
    """The instance folder."""
    return Path(current_app.config["INSTANCE_PATH"])


def files_below(folder: Path) -> Iterator[Path]:
    """Every plain file below a folder, in order; never a secret, nor what is being written."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.name not in SECRETS and path.suffix != UNFINISHED:
            yield path


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make(target: Path, now: datetime) -> dict[str, Any]:
    """Write the backup; answers its manifest. The database is taken first, so that every file it names is there."""
    if target.exists():
        raise RuleBroken(f"{target} exists. A backup never overwrites: choose another name.")
    if not target.resolve().parent.is_dir():
        raise RuleBroken(f"There is no folder {target.resolve().parent} to write the backup into.")
    found = database()
    schema.demand_current(found.engine, found.url)
    beside = target.resolve().parent  # not in the instance folder: its disk may have no room for a second copy
    with scratch_folder(beside) as work:
        take_seals(work)  # before the database, so that they know nothing that it does not hold
        taken = taken_into(work, found)
        members = {str(p.relative_to(work)): p for p in files_below(work)}
        for name in folders():
            members |= {str(p.relative_to(instance())): p for p in files_below(instance() / name)}
        manifest = {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "database": found.engine.dialect.name,
            "issuer": current_app.config["ISSUER"],
            "site_url": current_app.config["SITE_URL"],
            **taken,
            "files": {name: digest_of(path) for name, path in members.items()},
        }
        write(target, manifest, members)
    return manifest


@contextmanager
def scratch_folder(place: Path) -> Iterator[Path]:
    """A folder that is gone at the end."""
    try:
        scratch = tempfile.TemporaryDirectory(dir=place, prefix=".spoor-")
    except OSError as fault:
        raise RuleBroken(f"Nothing can be written in {place}: {fault.strerror}. There is no backup.") from fault
    with scratch as path:
        yield Path(path)


def take_seals(work: Path) -> None:
    """The seals of the audit trail as they are."""
    path = seal_file.path_in(instance())
    if path.is_file():
        try:
            shutil.copyfile(path, work / seal_file.NAME)
        except OSError as fault:
            raise RuleBroken(f"{path} could not be copied: {fault.strerror}. There is no backup.") from fault


def taken_into(work: Path, found: Database) -> dict[str, Any]:
    """The database as it is at one moment, copied into this folder."""
    try:
        return snapshot.take(found, work)
    except (OSError, sqlite3.Error) as fault:
        words = fault.strerror if isinstance(fault, OSError) and fault.strerror else fault
        raise RuleBroken(
            f"The database could not be copied into {work.parent}: {words}. It needs as much room there as the "
            "database has, and as much again for the backup. There is no backup."
        ) from fault


def write(target: Path, manifest: dict[str, Any], members: dict[str, Path]) -> None:
    """Write under another name first, so that what bears the name is whole."""
    waiting = target.with_name(target.name + UNFINISHED)
    try:
        waiting.unlink(missing_ok=True)
        pack(waiting, manifest, members)
        waiting.replace(target)
    except OSError as fault:
        raise RuleBroken(f"{target} could not be written: {fault.strerror}. There is no backup.") from fault
    finally:
        waiting.unlink(missing_ok=True)


def pack(path: Path, manifest: dict[str, Any], members: dict[str, Path]) -> None:
    """One compressed archive, the manifest first, readable by its owner alone."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
            body = json.dumps(manifest, indent=1).encode()
            head = tarfile.TarInfo(MANIFEST)
            head.size = len(body)
            head.mode = 0o600
            archive.addfile(head, io.BytesIO(body))
            for name, member in members.items():
                archive.add(member, arcname=name)
        file.flush()
        os.fsync(file.fileno())
