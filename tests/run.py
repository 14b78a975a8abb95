"""Run the tests: `make test` for a newcomer, `--ci` for what .ci/run asks, `--all` for everything before a release.

`--reference` runs those on published data alone, `--pages` every page in every state, `--long` kills and outages.
What each takes and leaves out, and what it may cost, stands in docs/developing/tests.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.suite import changes, statements
from tests.suite.budget import FILE
from tests.suite.expressions import NO_SCREEN, short
from tests.suite.processor import Spent, spend
from tests.suite.selecting import PUBLISHED

ROOT = changes.ROOT
WORKERS = os.environ.get("TEST_WORKERS", str(1 + max(2, os.cpu_count() or 2)))  # one more, since browsers wait
SPREAD = ("-n", WORKERS, "--dist", "load")
FILES = ("-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder")  # a file shares what is slow to make
SHOWN = 40  # faults that are told again at the end


@dataclass(frozen=True)
class Part:
    """One run of pytest: what it is called, and what it is asked."""

    title: str
    options: tuple[str, ...]
    leaves: tuple[str, ...] = ()  # what of the whole no part of this command takes
    listed: bool = False  # whether the list for PostgreSQL is made of what it sends


@dataclass
class Outcome:
    """What the parts of a run said."""

    spent: dict[str, Spent] = field(default_factory=dict)
    counts: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # tests that failed, and what went over the budget
    even: float = 0.0  # processor seconds that the machine of the budget would have used

    @property
    def failed(self) -> bool:
        """Whether any part did."""
        return any(part.code for part in self.spent.values())


@dataclass(frozen=True)
class Passed:
    """Parts that passed on one tree, in a folder: a whole run that was cut off goes on from there."""

    folder: Path

    @classmethod
    def here(cls, tree: str) -> Passed:
        """Those of this clone on a tree that is committed."""
        return cls(ROOT / "build" / "whole" / tree)

    @property
    def statements(self) -> Path:
        """Where the part on PostgreSQL writes which test sent what."""
        return self.folder / "statements"

    def counts(self, part: Part) -> str:
        """What the part said when it passed with these options; empty where it did not."""
        file = self.folder / f"{part.title}.json"
        options, counts = json.loads(file.read_text()) if file.is_file() else ([], "")
        return str(counts) if options == list(part.options) else ""

    def keep(self, part: Part, counts: str) -> None:
        """Note that the part passed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{part.title}.json").write_text(json.dumps([part.options, counts]))


def newcomer() -> list[Part]:
    """SQLite without browsers and what is slow, and a journey of each kind."""
    options = (*FILES, "--take", "newcomer", "--budget", "sqlite", "-m", short("not independent"))
    return [Part("SQLite", options, leaves=("everything on PostgreSQL",))]


def ci() -> list[Part]:
    """SQLite whole, browsers as far as what they show changed, other makers, published data; PostgreSQL by lot."""
    short_or_published = "not long and not pages"  # where the published data is not there the run says so itself
    return [
        Part("SQLite, browsers, other makers", (*FILES, "--take", "ci", "--budget", "ci", "-m", short_or_published)),
        Part("PostgreSQL", (*FILES, "--db", "pg", "--take", "ci", "-m", short(NO_SCREEN))),
    ]


def pages() -> list[Part]:
    """Every page in every state, and other long walks in Chromium."""
    return [Part("every page", (*SPREAD, "-m", "pages and not long"))]


def long() -> list[Part]:
    """What takes minutes; kills and outages, which are measured by the clock, with nothing beside them."""
    by_clock = ("tests/durability", "tests/lms/mail")
    aside = tuple(f"--ignore={folder}" for folder in by_clock)
    return [
        part
        for name, marked in (("sqlite", "long"), ("pg", f"long and {NO_SCREEN}"))
        for part in (
            Part(f"what takes long, {name}", (*FILES, "--db", name, "-m", marked, *aside)),
            Part(f"kills and outages, {name}", ("--db", name, "-m", marked, *by_clock)),
        )
    ]


def everything() -> list[Part]:
    """All there is, on both databases."""
    return [
        Part("SQLite", (*FILES, "-m", "not long and not pages")),
        Part("PostgreSQL", (*FILES, "--db", "pg", "-m", short(NO_SCREEN)), listed=True),
        *pages(),
        *long(),
    ]


def published() -> list[Part]:
    """The tests on published data."""
    return [Part("published data", (*SPREAD, "--reference", "-m", "reference"))]


def environment(**more: str) -> dict[str, str]:
    """As it is, but what was compiled is kept: the workers and every command that a test starts read it again."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more


def run(parts: Iterable[Part], passed: Passed | None = None) -> Outcome:
    """Run every part, even after one that failed, and say what each cost. Nothing collected counts as a failure.

    A part that `passed` knows is not run again; one that passes is kept there.
    """
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        for part in parts:
            print(f"\n== {part.title}", flush=True)
            if passed and (counts := passed.counts(part)):
                outcome.counts[part.title] = counts
                print(f"== {part.title}: passed before on this tree: {counts}", flush=True)
                continue
            _run_one(part, Path(folder), outcome, passed)
    return outcome


def _run_one(part: Part, told: Path, outcome: Outcome, passed: Passed | None) -> None:
    more = {"SUITE_TOLD": str(told)}
    if passed and part.listed:
        shutil.rmtree(passed.statements, ignore_errors=True)
        passed.statements.mkdir(parents=True)
        more["SUITE_STATEMENTS"] = str(passed.statements)
    command = [sys.executable, "-m", "pytest", "-q", *part.options]
    spent = outcome.spent[part.title] = spend(command, cwd=ROOT, env=environment(**more))
    outcome.even += spent.processor * float(_taken(told / "speed") or 1)
    word = "passed" if spent.code == 0 else "FAILED"
    print(f"== {part.title}: {word} in {spent.wall:.0f} s, {spent.processor:.0f} processor seconds", flush=True)
    counts = outcome.counts[part.title] = _taken(told / "counts")
    faults = _taken(told / "failed").splitlines() or ["ended early"] * bool(spent.code)
    outcome.faults += [f"{part.title}: {line}" for line in faults]
    outcome.left_out += [*_taken(told / "left-out").splitlines(), *part.leaves]
    if passed and spent.code == 0:
        passed.keep(part, counts)


def _taken(file: Path) -> str:
    """The text of a file, which is gone afterwards; empty where nothing wrote it."""
    if not file.is_file():
        return ""
    text = file.read_text().strip()
    file.unlink()
    return text


def tell(outcome: Outcome, advice: str) -> None:
    """The last lines of a run: what it cost altogether, what it left out, how to run that, what failed."""
    wall = sum(part.wall for part in outcome.spent.values())
    used = sum(part.processor for part in outcome.spent.values())
    speed = outcome.even / used if used else 1.0
    even = f"on the machine of {FILE.name} {wall * speed / 60:.1f} and {outcome.even:.0f}"
    print(f"\nAltogether {wall / 60:.1f} minutes, {used:.0f} processor seconds; {even}.")
    if outcome.left_out:
        print(f"Left out: {'; '.join(outcome.left_out)}. {advice}")
    for line in outcome.faults[:SHOWN]:
        print(f"FAILED {line}")
    if len(outcome.faults) > SHOWN:
        print(f"and {len(outcome.faults) - SHOWN} more, above")


def test_all() -> Outcome:
    """Everything; where it all passed on a committed tree, that is written down, with the list for PostgreSQL.

    On such a tree a part that has passed is not run again, so that a run that was cut off goes on.
    """
    commit, tree = changes.head(), changes.committed_tree()
    with tempfile.TemporaryDirectory() as folder:
        passed = Passed.here(tree) if tree else Passed(Path(folder))
        outcome = run(everything(), passed)
    counts = ", ".join(f"{title}: {count}" for title, count in outcome.counts.items())
    if tree and changes.committed_tree() != tree:
        outcome.faults.append("The tree changed while it ran: nothing is written down, and nothing kept.")
        shutil.rmtree(passed.folder)
    elif tree and not outcome.failed:
        print(f"{statements.LIST.name} names {statements.write_list(passed.statements)} tests.")
        changes.write_record(commit, counts)
    tell(outcome, "")
    print(f"{commit[:12]} {'FAILED' if outcome.failed or outcome.faults else 'all passed'}: {counts}")
    return outcome


COMMANDS = {"ci": ci, "pages": pages, "long": long, "reference": published}
ADVICE = {
    "ci": "`make test-all` runs everything.",
    "": "`make test-ci` runs what CI runs, `make test-pages` every page, `make test-long` kills and outages,"
    " `make test-all` everything.",
}


def main(words: list[str]) -> int:
    """Answers 0 where everything that was asked passed, else 1."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    which = parser.add_mutually_exclusive_group()
    for name in (*COMMANDS, "all"):
        which.add_argument(f"--{name}", dest="command", action="store_const", const=name, default="")
    command = parser.parse_args(words).command
    if command == "reference" and not PUBLISHED.is_dir():
        print(f"The published data is not in {PUBLISHED}: nothing was tested.")
        return 1
    if command == "all":
        return int(test_all().failed)
    outcome = run(COMMANDS.get(command, newcomer)())
    if command in ADVICE:
        tell(outcome, ADVICE[command])
    return int(outcome.failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
