"""A backup brought back into an empty installation of the same kind of database, or nothing changed."""

import json
import shutil
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lms import schema
from lms.audit.ports import SEAL_ISSUER
from lms.audit.seals import seal_file
from lms.audit.seals.restoring import RestoredTrail, go_on
from lms.audit.seals.seal_file import merged, parsed
from lms.db import Database, database
from lms.errors import RuleBroken
from lms.manifest import composition
from lms.operating import snapshot
from lms.operating.backup import FORMAT, MANIFEST, digest_of, files_below, folders, instance
from lms.operating.legacy import legacy_restore
from lms.operating.legacy.legacy_restore import LeftBehind

LARGEST = 64 * 1024**3  # bytes that a backup may unpack to
NAMED = ("made_at", "database", "revision", "tables", "files", "issuer", "site_url")  # what every manifest holds
UNCHANGED = "Nothing was changed."


@dataclass(frozen=True)
class Restored:
    """What was brought back: the list of the backup, what did not come across from 0.1, and the audit trail."""

    manifest: dict[str, Any]
    left: list[LeftBehind]
    trail: RestoredTrail


def restore(source: Path, now: datetime, *, seals: Path | None = None) -> Restored:
    """Bring a backup back. Files come first, the database last, in one transaction.

    The seals of the audit trail that are here already, or `seals` that were kept elsewhere, are not given up.
    """
    found = database()
    refuse_unless_empty(found)
    kept = seals_kept(seals)
    with tempfile.TemporaryDirectory(dir=instance()) as scratch:
        work = Path(scratch)
        manifest = unpack(source, work)
        demand_fitting(found, manifest)
        for check in composition().restore_checks:
            check(work)
        brought = seals_in(work / seal_file.NAME)
        try:
            for name in folders():
                if (work / name).is_dir():
                    shutil.copytree(work / name, instance() / name, dirs_exist_ok=True)
            left = fill(found, work, manifest, now)
        except BaseException:
            for name in folders():
                shutil.rmtree(instance() / name, ignore_errors=True)  # they were empty before
            raise
    schema.upgrade(found.engine, found.url)
    made_at = datetime.fromisoformat(manifest["made_at"])
    trail = go_on(instance(), merged(brought, kept), made_at, SEAL_ISSUER.provider_if_any(), now=now)
    return Restored(manifest, left, trail)


def seals_kept(given: Path | None) -> bytes:
    """The seals that are known here, and those that were kept elsewhere."""
    if given is not None and not parsed(enumerate(given.read_bytes().splitlines(keepends=True), start=1)).lines:
        raise RuleBroken(f"There is no seal in {given}. {UNCHANGED}")
    return merged(seals_in(given) if given else b"", seals_in(seal_file.path_in(instance())))


def seals_in(path: Path) -> bytes:
    """A file of seals as it is; one that is not there holds none."""
    return path.read_bytes() if path.is_file() else b""


def fill(found: Database, work: Path, manifest: dict[str, Any], now: datetime) -> list[LeftBehind]:
    """Fill the tables, from 0.1 or from a version that has scripts; answers what was left behind."""
    if legacy_restore.is_legacy(manifest["revision"]):
        return legacy_restore.put_across(found, work, manifest, now)
    snapshot.put_back(found, work, manifest)
    return []


def refuse_unless_empty(found: Database) -> None:
    """A backup goes into an empty installation only."""
    full = [f"the table {name}" for name in snapshot.filled_tables(found)]
    full += [f"the folder {instance() / name}" for name in folders() if any(files_below(instance() / name))]
    if full:
        raise RuleBroken(
            f"This installation is not empty: {full[0]} holds something. "
            f"Restore into a new, empty one, so that nothing is overwritten. {UNCHANGED}"
        )


def unpack(source: Path, target: Path) -> dict[str, Any]:
    """Unpack, and check every file against the manifest; a file that it does not name is refused too."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            if sum(member.size for member in archive.getmembers()) > LARGEST:
                raise RuleBroken(f"This backup is larger than this program takes. {UNCHANGED}")
            archive.extractall(target, filter="data")
        manifest: dict[str, Any] = dict(json.loads((target / MANIFEST).read_text()))
        written, missing = manifest.get("format"), [name for name in NAMED if name not in manifest]
    except (tarfile.TarError, zlib.error, OSError, EOFError, ValueError, TypeError) as fault:
        raise RuleBroken(f"{source} is not a whole backup of this program: {fault}. {UNCHANGED}") from fault
    if written != FORMAT:
        raise RuleBroken(f"This backup has the format {written}; this program reads {FORMAT}. {UNCHANGED}")
    if missing:
        raise RuleBroken(f"The list in this backup says nothing of {', '.join(missing)}. {UNCHANGED}")
    if not isinstance(manifest["files"], dict):
        raise RuleBroken(f"The list of files in this backup cannot be read. {UNCHANGED}")
    demand_whole(target, manifest["files"])
    return manifest


def demand_whole(target: Path, promised: dict[str, str]) -> None:
    """Exactly the files of the manifest are there, with their content."""
    there = {str(path.relative_to(target)) for path in target.rglob("*") if not path.is_dir() or path.is_symlink()}
    for name in sorted(there - {MANIFEST} - promised.keys()):
        raise RuleBroken(f"{name} in this backup is not in its list of files. {UNCHANGED}")
    for name in sorted(name for name in there if (target / name).is_symlink()):
        raise RuleBroken(f"{name} in this backup is a link to another file. {UNCHANGED}")
    for name, digest in promised.items():
        if name not in there or digest_of(target / name) != digest:
            raise RuleBroken(f"{name} in this backup is missing or damaged. {UNCHANGED}")


def demand_fitting(found: Database, manifest: dict[str, Any]) -> None:
    """The same kind of database, and no newer than this program."""
    if manifest["database"] != found.engine.dialect.name:
        raise RuleBroken(
            f"This backup is of {manifest['database']}, but DATABASE_URL names {found.engine.dialect.name}. "
            f"Restore into the same kind of database. {UNCHANGED}"
        )
    revision = str(manifest["revision"])
    if not legacy_restore.is_legacy(revision) and revision not in schema.known_revisions(found.url):
        raise RuleBroken(f"This backup was made by a newer program. Install that one first. {UNCHANGED}")
