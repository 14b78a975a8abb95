"""Backups of tests: looked into, changed, refused."""

import io
import json
import tarfile

from sqlalchemy import inspect, text

from lms.operating import snapshot


def members(file):
    with tarfile.open(file) as archive:
        return {one.name: archive.extractfile(one).read() for one in archive.getmembers()}


def changed(file, change):
    """The backup with its files changed: bytes, or the entry of a link."""
    found = members(file)
    manifest = json.loads(found.pop("manifest.json"))
    change(manifest, found)
    with tarfile.open(file, "w:gz") as archive:
        for name, body in {"manifest.json": json.dumps(manifest).encode(), **found}.items():
            if isinstance(body, tarfile.TarInfo):
                archive.addfile(body)
                continue
            head = tarfile.TarInfo(name)
            head.size = len(body)
            archive.addfile(head, io.BytesIO(body))
    return file


def rows(house):
    """Every row of every table."""
    with house.database() as found:
        names = inspect(found.engine).get_table_names()
        with found.engine.connect() as connection:
            return {n: sorted(connection.execute(text(f'SELECT * FROM "{n}"')).all(), key=repr) for n in sorted(names)}


def rows_brought_back(house):
    """The same without what a restore adds: it writes down that it happened, and seals what waited."""
    found = rows(house)
    entries = [(row.id, row.at, row.name, row.subject, row.data) for row in found["audit_entry"]]
    return found | {"audit_entry": [row for row in entries if row[2] != "installation.restored"]}


def assert_untouched(house):
    with house.database() as found:
        assert snapshot.filled_tables(found) == []
    assert [p for name in ("files", "keys") for p in (house.folder / name).rglob("*") if p.is_file()] == []


def refused(house, file, words):
    done = house.lms("restore", file)
    assert (done.exit_code, words in done.output) == (1, True), done.output
    assert_untouched(house)
