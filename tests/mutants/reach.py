"""The map: which tests reach which function, made by one run of the tests and kept in `build/`."""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tests.mutants import functions, tracing
from tests.mutants.functions import ROOT
from tests.suite.expressions import NO_SCREEN, short

KEPT = ROOT / "build" / "mutants"
ALWAYS = short(f"{NO_SCREEN} and not independent")  # in each run of CI
SLOW = 1.0  # seconds; slower tests are asked last


@dataclass(frozen=True)
class Known:
    """A test and what it reaches, one bit a function: itself, and by fixtures that it shares with others."""

    id: str
    seconds: float
    own: int
    wide: int

    @property
    def file(self) -> str:
        """Of the test."""
        return self.id.partition("::")[0]


@dataclass(frozen=True)
class Reach:
    """A map that was read."""

    of: str  # what it was made of, in words
    slots: dict[str, int]
    tests: list[Known]

    def tests_of(self, *names: str) -> list[Known]:
        """Who reaches one of these functions, in the order to ask; of one that the map does not know, its area."""
        file = names[0].partition("::")[0]
        known = sum(1 << self.slots[name] for name in set(names) & self.slots.keys())
        beside = {one.id for name in set(names) - self.slots.keys() for one in self.tests_beside(name)}
        own = [test for test in self.tests if test.own & known or test.id in beside]
        rest = [test for test in self.tests if test.wide & known and not (test.own & known or test.id in beside)]
        return in_order(own, file) + in_order(rest, file)

    def tests_beside(self, name: str) -> list[Known]:
        """The tests of the area in which this file is, for what no function holds: tables, constants, templates."""
        file = name.partition("::")[0]
        area = "/".join(PurePosixPath(file).parts[:2])
        return in_order([test for test in self.tests if test.file.startswith(f"tests/{area}/")], file)


def in_order(tests: list[Known], file: str) -> list[Known]:
    """The slow ones last; before that the nearest folder first, in it the cheapest file, in it the cheapest test."""
    above = {*PurePosixPath("tests", file).parents, PurePosixPath("tests", file).with_suffix("")}
    mean = {name: sum(times) / len(times) for name, times in _times(tests).items()}

    def key(test: Known) -> tuple[object, ...]:
        near = len(above.intersection(PurePosixPath(test.file).parents))
        return test.seconds > SLOW, -near, mean[test.file], test.file, test.seconds, test.id

    return sorted(tests, key=key)


def _times(tests: list[Known]) -> dict[str, list[float]]:
    times = dict[str, list[float]]()
    for test in tests:
        times.setdefault(test.file, []).append(test.seconds)
    return times


def make(paths: list[str], workers: str) -> int:
    """Run the tests of these paths, or all that CI runs always and without a browser, traced."""
    title = f"commit {_git('rev-parse', '--short', 'HEAD')}"
    title += " with changes" if _git("status", "--porcelain") else ""
    title += f", the tests in {' '.join(paths)} alone" if paths else ""
    names, digest = functions.every_name(), functions.digest()
    options = ["-q", "-n", workers, "--dist", "loadfile", "--no-loadscope-reorder", "-m", ALWAYS, *paths]
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "functions.json").write_text(json.dumps(names))
        around = os.environ | {tracing.FOLDER: made, "PYTEST_PLUGINS": tracing.__name__}
        code = subprocess.call([sys.executable, "-m", "pytest", *options], cwd=ROOT, env=around)
        lines = [line for file in sorted(Path(made).glob("*.jsonl")) for line in file.read_text().splitlines()]
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"map-{digest}{'-part' if paths else ''}.jsonl.gz"
    with gzip.open(kept, "wt") as file:
        file.write("\n".join([json.dumps([title, names]), *lines]) + "\n")
    print(f"What {len(lines)} tests reach of {len(names)} functions is kept in {kept.relative_to(ROOT)}.")
    return code


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def read() -> Reach:
    """The map of these very files, a whole one before a part; else the newest, and it says so."""
    kept = sorted(KEPT.glob("map-*.jsonl.gz"), key=lambda path: path.stat().st_mtime)
    if not kept:
        raise SystemExit("There is no map yet: python -m tests.mutants map")
    now = functions.digest()
    exact = [path for path in kept if path.name.startswith(f"map-{now}")]
    chosen = min(exact, key=lambda path: len(path.name)) if exact else kept[-1]
    with gzip.open(chosen, "rt") as file:
        title, names = json.loads(next(file))
        lines = map(json.loads, file)
        tests = [Known(test, seconds, int(own, 16), int(wide, 16)) for test, seconds, own, wide in lines]
    title += "" if exact else "; files have changed since, and tests that are newer are not asked"
    return Reach(title, {name: slot for slot, name in enumerate(names)}, tests)
