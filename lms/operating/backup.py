"""Database, uploads and wrapped keys in one file and back; the two secrets that open them are never inside."""

import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Connection, Table, func, inspect, select, text

from lms import ports, schema
from lms.db import Base, Database, database, end_reading
from lms.errors import RuleBroken

FORMAT = 1
FOLDERS = ("files",)  # of this package; others are named through the port
SECRETS = {"secret.key", "keys.secret"}
LARGEST = 64 * 1024**3  # bytes that a backup may unpack to


def folders() -> list[str]:
    """Folders of the instance that a backup takes along."""
    return [*FOLDERS, *ports.backup_folders.all()]


def instance() -> Path:
    """The instance folder."""
    return Path(current_app.config["INSTANCE_PATH"])


def tables() -> list[Table]:
    """Our own tables, those that others refer to first."""
    return list(Base.metadata.sorted_tables)


def snapshot(found: Database, target: Path) -> str:
    """Write the database as it is at one moment into `target`; answers the version it has."""
    if found.sqlite:
        with (
            closing(sqlite3.connect(str(found.engine.url.database))) as source,
            closing(sqlite3.connect(target / "database.sqlite")) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            (revision,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(revision)
    (target / "tables").mkdir()
    with found.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        for table in tables():
            copy_out(connection, table, target / "tables" / f"{table.name}.copy")
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def columns_of(table: Table) -> str:
    """The columns in a fixed order, quoted."""
    return ", ".join(f'"{column.name}"' for column in table.columns)


def copy_out(connection: Connection, table: Table, path: Path) -> None:
    """One table in PostgreSQL's own text form."""
    raw = connection.connection.cursor()
    with path.open("wb") as file, raw.copy(f'COPY "{table.name}" ({columns_of(table)}) TO STDOUT') as copy:
        for block in copy:
            file.write(block)


def copy_in(connection: Connection, table: Table, path: Path) -> None:
    """One table back, and its counter behind the highest number used."""
    raw = connection.connection.cursor()
    with path.open("rb") as file, raw.copy(f'COPY "{table.name}" ({columns_of(table)}) FROM STDIN') as copy:
        while block := file.read(1 << 20):
            copy.write(block)
    if "id" in table.columns:
        highest = connection.execute(select(func.max(table.c.id))).scalar_one()
        sequence = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": f'"{table.name}"'}
        ).scalar_one()
        if highest is not None and sequence is not None:
            connection.execute(text("SELECT setval(:name, :value)"), {"name": sequence, "value": highest})


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> Iterator[Path]:
    """Every plain file below a folder, in order; never a secret."""
    yield from (p for p in sorted(folder.rglob("*")) if p.is_file() and not p.is_symlink() and p.name not in SECRETS)


def make(target: Path, now: datetime) -> dict[str, Any]:
    """Write the backup; answers its manifest. The database is taken first, so that every file it names is there."""
    if target.exists():
        raise RuleBroken(f"{target} exists. A backup never overwrites: choose another name.")
    found = database()
    schema.demand_current(found.engine, found.url)
    with tempfile.TemporaryDirectory(dir=instance()) as scratch:
        work = Path(scratch)
        revision = snapshot(found, work)
        members = {str(p.relative_to(work)): p for p in files_below(work)}
        for name in folders():
            members |= {str(p.relative_to(instance())): p for p in files_below(instance() / name)}
        manifest = {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "database": found.engine.dialect.name,
            "revision": revision,
            "issuer": current_app.config["ISSUER"],
            "site_url": current_app.config["SITE_URL"],
            "files": {name: digest_of(path) for name, path in members.items()},
        }
        waiting = target.with_name(target.name + ".part")
        try:
            pack(waiting, manifest, members)
            waiting.replace(target)
        finally:
            waiting.unlink(missing_ok=True)
    return manifest


def pack(path: Path, manifest: dict[str, Any], members: dict[str, Path]) -> None:
    """One compressed archive, the manifest first, readable by its owner alone."""
    path.touch(mode=0o600)
    with tarfile.open(path, "w:gz", compresslevel=6) as archive:
        body = json.dumps(manifest, indent=1).encode()
        head = tarfile.TarInfo("manifest.json")
        head.size = len(body)
        archive.addfile(head, io.BytesIO(body))
        for name, member in members.items():
            archive.add(member, arcname=name)


def unpack(source: Path, target: Path) -> dict[str, Any]:
    """Unpack and check every file against the manifest."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            if sum(member.size for member in archive.getmembers()) > LARGEST:
                raise RuleBroken("This backup is larger than this program takes.")
            archive.extractall(target, filter="data")
        manifest: dict[str, Any] = json.loads((target / "manifest.json").read_text())
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError) as fault:
        raise RuleBroken(f"{source} is not a whole backup of this program: {fault}. Nothing was changed.") from fault
    if manifest.get("format") != FORMAT:
        raise RuleBroken(f"This backup has the format {manifest.get('format')}; this program reads {FORMAT}.")
    for name, digest in manifest["files"].items():
        if not (target / name).is_file() or digest_of(target / name) != digest:
            raise RuleBroken(f"{name} in this backup is missing or damaged. Nothing was changed.")
    return manifest


def refuse_unless_empty(found: Database) -> None:
    """A backup goes into an empty installation only."""
    if "person" in inspect(found.engine).get_table_names():
        with found.engine.connect() as connection:
            if connection.execute(text("SELECT count(*) FROM person")).scalar_one():
                raise RuleBroken(
                    "This installation is not empty. Restore into a new, empty one, so that nothing is overwritten."
                )


def restore(source: Path) -> dict[str, Any]:
    """Bring a backup back into an empty installation of the same kind of database, or change nothing."""
    found = database()
    refuse_unless_empty(found)
    with tempfile.TemporaryDirectory(dir=instance()) as scratch:
        work = Path(scratch)
        manifest = unpack(source, work)
        if manifest["database"] != found.engine.dialect.name:
            raise RuleBroken(
                f"This backup is of {manifest['database']}, but DATABASE_URL names {found.engine.dialect.name}. "
                "Restore into the same kind of database. Nothing was changed."
            )
        if manifest["revision"] not in schema.known_revisions(found.url):
            raise RuleBroken("This backup was made by a newer program. Install that one first. Nothing was changed.")
        for check in ports.restore_checks.all():
            check(work)
        bring_back(found, work, manifest)
        for name in folders():
            if (work / name).is_dir():
                shutil.copytree(work / name, instance() / name, dirs_exist_ok=True)
    schema.upgrade(found.engine, found.url)
    return manifest


def bring_back(found: Database, work: Path, manifest: dict[str, Any]) -> None:
    """Put the tables back in one transaction."""
    end_reading()
    if found.sqlite:
        with closing(sqlite3.connect(work / "database.sqlite")) as source:
            found.close()
            with closing(sqlite3.connect(str(found.engine.url.database))) as copy:
                source.backup(copy)
        return
    schema.upgrade(found.engine, found.url, to=manifest["revision"])
    with found.engine.begin() as connection:
        for table in tables():
            path = work / "tables" / f"{table.name}.copy"
            if path.exists():
                copy_in(connection, table, path)
