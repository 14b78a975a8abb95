"""Which test sends which statement, and the fewest tests that together send them all: `tests/postgres.txt`.

A whole run on PostgreSQL (`make test-all`) writes what each test sent; the cover is made from that.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.suite.changes import ROOT, digest, lines_of
from tests.suite.selection import Cover, drawn_with

LIST = ROOT / "tests" / "postgres.txt"
RESTS_ON = ("lms/**/*.py", "migrations/**/*.py", "tests/builders/*.py", "tests/conftest.py")
HEAD = """# Tests that together send every statement to PostgreSQL that any test sends. Made by `make test-all`.
# rests on {digest}
"""
VALUES = re.compile(r"%(?:\(\w+\))?s(?:::[A-Z]+)?")  # how many values a list has makes no other statement
SEVERAL = re.compile(r"\(%(?:, %)*\)(?:, \(%(?:, %)*\))*")
INSERT = re.compile(r"INSERT INTO (\S+) \(([^)]*)\) (.*)", re.DOTALL)
UPDATE = re.compile(r"UPDATE (\S+) SET (.*?) (WHERE .*)", re.DOTALL)


def read_list(text: str, fits: str) -> Cover:
    """The tests of the list, and whether what it rests on is still as it was."""
    told = next((line.removeprefix("# rests on ") for line in text.splitlines() if line.startswith("# rests on ")), "")
    return Cover(frozenset(lines_of(text)), told.strip() == fits)


def cover() -> Cover:
    """The list of this clone; an empty one that does not fit where there is none."""
    return read_list(LIST.read_text(), digest(RESTS_ON)) if LIST.is_file() else Cover(frozenset(), False)


def fewest(sent: Mapping[str, set[str]], seconds: Mapping[str, float]) -> list[str]:
    """A greedy cover (Chvatal 1979): time and again the test with the most new statements for its processor time."""
    left = set().union(*sent.values()) if sent else set()
    waiting, chosen = {name: found & left for name, found in sent.items()}, []
    while left:
        best = max(waiting, key=lambda name: (len(waiting[name]) / (0.05 + seconds.get(name, 0)), name))
        chosen.append(best)
        left -= waiting.pop(best)
        waiting = {name: kept for name, found in waiting.items() if (kept := found & left)}
    return sorted(chosen)


def write_list(folder: Path) -> int:
    """Write the list from what the workers of a whole run kept in this folder; answers how many tests it names.

    What is drawn as one is left to its lot: the demonstration takes a minute, and sends 24 of 7,300 statements alone.
    """
    sent: dict[str, set[str]] = {}
    seconds: dict[str, float] = {}
    for file in folder.glob("statements-*.jsonl"):
        for line in file.read_text().splitlines():
            name, used, found = json.loads(line)
            if drawn_with(name) == name:
                sent[name], seconds[name] = set(found), used
    chosen = fewest(sent, seconds)
    LIST.write_text(HEAD.format(digest=digest(RESTS_ON)) + "\n".join(chosen) + "\n")
    return len(chosen)


def shape(statement: str) -> str:
    """A statement with one mark for each value or list of values."""
    return SEVERAL.sub("(%)", VALUES.sub("%", statement))


def parts(statement: str) -> set[str]:
    """What must be sent once: of a writing statement each column by itself, whichever others it writes, and the rest.

    A column that a database refuses is refused in every company; without this each set of columns would be its own.
    """
    text = shape(statement)
    if found := INSERT.match(text):
        table, columns, rest = found.groups()
        rest = "many rows" if "imp_sen" in rest else rest
        return {f"INSERT {table} {column}" for column in columns.split(", ")} | {f"INSERT {table}: {rest}"}
    if found := UPDATE.match(text):
        table, columns, rest = found.groups()
        return {f"UPDATE {table} {column}" for column in columns.split(", ")} | {f"UPDATE {table}: {rest}"}
    return {text}


class Listener:
    """In a worker: keeps of each test which statements it sent, shortened to a digest."""

    def __init__(self, folder: Path) -> None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.file = (folder / f"statements-{worker}.jsonl").open("a")
        self.sent: set[str] = set()
        event.listen(Engine, "before_cursor_execute", self.note)

    def note(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        """A statement that is sent, by whichever thread."""
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "CREATE DATABASE", "DROP DATABASE")):
            self.sent |= {hashlib.sha256(part.encode()).hexdigest()[:12] for part in parts(statement)}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[object]:
        self.sent = set()
        begun = os.times()
        done = yield
        ended = os.times()
        used = round(ended.user + ended.system - begun.user - begun.system, 3)
        self.file.write(json.dumps([item.nodeid, used, sorted(self.sent)]) + "\n")
        return done

    def pytest_sessionfinish(self) -> None:
        self.file.close()
        event.remove(Engine, "before_cursor_execute", self.note)
