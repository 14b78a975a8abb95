"""Which tests a run takes: rules over the name of a test, what it bears, what changed, and a lot by the commit."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.suite.changes import Change, area_of, top

# Whatever is about races, locks, constraints, time, order, search, scripts of the database, outages and jobs is asked
# of both databases every time, by the name of its file; `both` is borne by what is so by its content.
BOTH = re.compile(
    r"/test_[a-z_]*(race|lock|constraint|migration|search|at_once|zones|moments|outage|db|concurren)"
    r"|^tests/lms/(queue|audit)/|^tests/durability/"
)


@dataclass(frozen=True)
class Drawn:
    """A lot: one of so many, decided by the commit and the test's name, so every worker and every reader agrees."""

    commit: str
    of: int

    def holds(self, nodeid: str) -> bool:
        """Whether this test is drawn."""
        number = int.from_bytes(hashlib.sha256(f"{self.commit} {nodeid}".encode()).digest()[:8])
        return number % self.of == 0


def drawn_with(nodeid: str) -> str:
    """What is drawn as one: a world that takes a minute is loaded for all of its tests or for none.

    A journey goes on where the one before it in its file ended.
    """
    if nodeid.startswith("tests/journeys/"):
        return nodeid.partition("::")[0]
    return "tests/demonstration" if nodeid.startswith("tests/demonstration/") else nodeid


@dataclass(frozen=True)
class Cover:
    """The list of tests that together send every statement, and whether it was made on what stands here."""

    tests: frozenset[str]
    fits: bool


def asks_both(nodeid: str, borne: Collection[str], cover: Cover) -> bool:
    """Whether a test always asks PostgreSQL too: what may differ there, and the list that sends every statement."""
    return "both" in borne or bool(BOTH.search(nodeid)) or nodeid in cover.tests


def on_postgres(nodeid: str, borne: Collection[str], cover: Cover, change: Change, commit: str) -> bool:
    """Whether a test that asks a database runs on PostgreSQL too."""
    if asks_both(nodeid, borne, cover):
        return True
    if area_of(nodeid.split("::", maxsplit=1)[0]) in change.areas:
        return True
    return Drawn(commit, 8 if cover.fits and not change.ground else 4).holds(drawn_with(nodeid))


def near(nodeid: str, change: Change, commit: str) -> bool:
    """Whether CI asks a dear test: all of them where the ground changed, else a quarter by lot.

    The tests of a package that changed, and of those above it, are never left to the lot; nor are those of a folder
    beside the packages (the demonstration, the documentation) where it changed itself.
    """
    place = top(nodeid)
    if change.ground or place in change.packages or any(top(file) == place for file in change.files):
        return True
    return Drawn(commit, 4).holds(drawn_with(nodeid))


def of_many(nodeid: str, change: Change, commit: str) -> bool:
    """Whether CI asks one of many tests of a kind: all of them when a page may answer otherwise, else those `near`."""
    return change.shown or near(nodeid, change, commit)


def in_a_browser(nodeid: str, change: Change, commit: str) -> bool:
    """Whether a test in Chromium runs: all of them when a page may look otherwise, else those `near`."""
    return of_many(nodeid, change, commit)


def is_later(nodeid: str, later: Collection[str]) -> bool:
    """Whether `make test` leaves this test to CI: `tests/left_to_ci.txt` names it, its file or a folder above it."""
    file, _colons, test = nodeid.partition("::")
    names = {file, f"{file}::{test.partition('[')[0]}", *(f"{folder}/" for folder in PurePosixPath(file).parents)}
    return not names.isdisjoint(later)


def one_a_file(nodeids: Iterable[str]) -> frozenset[str]:
    """The first test of each file: a journey of each kind."""
    first: dict[str, str] = {}
    for nodeid in nodeids:
        first.setdefault(nodeid.split("::")[0], nodeid)
    return frozenset(first.values())
