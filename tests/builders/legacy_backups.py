"""Backups that 0.1 wrote, put together for a test, spoilt, and read table by table."""

import io
import json
import shutil
import sqlite3
import tarfile
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "backup-0.1"
SECRET = (DATA / "keys.secret").read_text().strip()
SAID = json.loads((DATA / "said.json").read_text("utf-8"))
ISSUER = "did:web:demo.spoor.example"
SHARED = ("files/", "keys/")  # the folders that both backups have in common


def contents(file):
    """The files of an archive by name."""
    with tarfile.open(file) as archive:
        return {one.name: archive.extractfile(one).read() for one in archive.getmembers()}


def pack(target, files):
    """An archive of these files."""
    with tarfile.open(target, "w:gz", compresslevel=1) as archive:
        for name, body in files.items():
            head = tarfile.TarInfo(name)
            head.size = len(body)
            archive.addfile(head, io.BytesIO(body))
    return target


def old_backup(kind, folder):
    """The backup of 0.1 for this kind of database, in a folder of the test."""
    if kind == "sqlite":
        return Path(shutil.copy(DATA / "sqlite.backup", folder / "old.backup"))
    shared = {name: body for name, body in contents(DATA / "sqlite.backup").items() if name.startswith(SHARED)}
    return pack(folder / "old.backup", contents(DATA / "postgresql-tables.tar.gz") | shared)


def tables(file, scratch):
    """Every table of a backup: its rows as the backup holds them, each a mapping of columns to raw values."""
    found = contents(file)
    listed = json.loads(found["manifest.json"])["tables"]
    if listed:
        return {name: copied(found[f"tables/{name}.copy"], columns) for name, columns in listed.items()}
    with opened(found["database.sqlite"], scratch) as connection:
        connection.row_factory = sqlite3.Row
        every = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        names = [name for name in every if not name.startswith(("alembic", "search_entry_"))]
        return {name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in names}


def copied(body, columns):
    """The rows of one file of PostgreSQL, still escaped."""
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in body.decode().splitlines()]


@contextmanager
def opened(body, scratch):
    """A database of SQLite by its bytes."""
    path = scratch / "looked-into.sqlite"
    path.write_bytes(body)
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def spoilt(file, scratch, table, change):
    """The backup with one table changed: `change` answers its rows anew; another column is added, no rows drop it."""
    found = contents(file)
    manifest = json.loads(found["manifest.json"])
    rows = change(tables(file, scratch).get(table, []))
    if manifest["tables"]:
        member = f"tables/{table}.copy"
        found[member] = "".join("\t".join(map(str, row.values())) + "\n" for row in rows or []).encode()
        manifest["tables"].pop(table, None)
        if rows is None:
            del found[member], manifest["files"][member]
        else:
            manifest["tables"][table] = list(rows[0])
    else:
        member = "database.sqlite"
        found[member] = rewritten(found[member], scratch, table, rows)
    if member in found:
        manifest["files"][member] = sha256(found[member]).hexdigest()
    return pack(file, found | {"manifest.json": json.dumps(manifest).encode()})


def rewritten(body, scratch, table, rows):
    """The database of SQLite with other rows in one table, which is made if it is not there."""
    with opened(body, scratch) as connection:
        connection.execute(f'DROP TABLE IF EXISTS "{table}"')
        if rows is not None:
            columns = ", ".join(f'"{name}"' for name in rows[0])
            connection.execute(f'CREATE TABLE "{table}" ({columns})')
            signs = ", ".join("?" for _ in rows[0])
            connection.executemany(f'INSERT INTO "{table}" VALUES ({signs})', [tuple(row.values()) for row in rows])
        connection.commit()
    return (scratch / "looked-into.sqlite").read_bytes()
