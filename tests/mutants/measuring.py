"""A measurement: mutants, the tests that reach them, and one process of pytest that asks these."""

import contextlib
import importlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

import pytest

from lms.app import manifests
from tests import servers
from tests.mutants import report
from tests.mutants.functions import ROOT
from tests.mutants.reach import Known, Reach
from tests.mutants.report import Row
from tests.mutants.running import Job, Judged, Runner
from tests.mutants.sites import Mutant
from tests.mutants.swapping import Existing, preparing

PLUGINS = ("-p", "no:cacheprovider", "-p", "tests.mutants.repeatable")


@dataclass(frozen=True)
class Terms:
    """How tests are asked."""

    db: str = "sqlite"
    limit: float = 30  # processor seconds of one test
    budget: float = 300  # seconds, as the map knows them, of all tests for one mutant
    within: frozenset[str] | None = None  # tests that may be asked first


@dataclass(frozen=True)
class Asked:
    """The tests for one mutant."""

    within: list[str]
    outside: list[str]
    reaching: int


def asked(tests: Sequence[Known], terms: Terms) -> Asked:
    """Those that reach what is changed, as far as the budget goes."""
    inside = [test for test in tests if terms.within is None or test.id in terms.within]
    outside = [test for test in tests if terms.within is not None and test.id not in terms.within]
    return Asked(_affordable(inside, terms.budget), _affordable(outside, terms.budget), len(tests))


def _affordable(tests: list[Known], budget: float) -> list[str]:
    chosen = list[str]()
    for test in tests:
        budget -= test.seconds
        if budget > 0:
            chosen.append(test.id)
    return chosen


def measured(mutants: Sequence[Mutant], reach: Reach, terms: Terms) -> list[Row]:
    """What becomes of each."""
    known = report.equal_ones()
    rows = {one: report.untried(one, "equal") for one in mutants if report.is_equal(one, known)}
    tests = {one: asked(reach.tests_of(one.name), terms) for one in mutants if one not in rows}
    rows |= {one: report.untried(one, "unreached") for one, found in tests.items() if not found.reaching}
    tried = [one for one in mutants if one not in rows]

    def jobs() -> list[Job]:
        manifests()  # all that the application imports when it is made: once, not in each process
        for one in tried:
            importlib.import_module(one.file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        existing = Existing(ROOT / one.file for one in tried)
        return [
            Job(preparing(existing, ROOT / one.file, one.function, one.number), tests[one].within, tests[one].outside)
            for one in tried
        ]

    def told(number: int, judged: Judged, say: TextIO) -> None:
        rows[tried[number]] = row = report.row(tried[number], judged, tests[tried[number]].reaching)
        print(f"{len(rows)}/{len(mutants)} {row.place} {row.what}: {row.became} {row.killer}", file=say, flush=True)

    if tried:
        ran(jobs, told, [test for one in tried for test in (*tests[one].within, *tests[one].outside)], terms)
    return [rows[one] for one in mutants]


def ran(
    jobs: Callable[[], Sequence[Job]], told: Callable[[int, Judged, TextIO], None], tests: Sequence[str], terms: Terms,
    *, checked: bool = True,
) -> None:  # fmt: skip
    """Collect the files of these tests, in this process, and do the jobs; what pytest says is shown if it fails."""
    files = sorted({test.partition("::")[0] for test in tests})
    with os.fdopen(os.dup(2), "w") as say, tempfile.TemporaryFile("w+") as log, on_database(terms.db):
        runner = Runner(jobs, terms.limit, lambda number, judged: told(number, judged, say), checked)
        with contextlib.redirect_stdout(log):
            code = pytest.main(["-q", *PLUGINS, "--db", terms.db, *files], [runner])
        if code:
            log.seek(0)
            sys.exit(f"{log.read()[-4000:]}\nThe tests could not be asked.")


@contextlib.contextmanager
def on_database(db: str) -> Iterator[None]:
    """One PostgreSQL server for all processes, where that is the database."""
    if db != "pg" or "TEST_POSTGRES_URL" in os.environ:
        yield
        return
    with servers.postgres() as address:
        os.environ["TEST_POSTGRES_URL"] = address
        yield
