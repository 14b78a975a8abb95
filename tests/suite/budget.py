"""The budget of the suite: processor seconds of a test, and of a package's tests together."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import mean
from typing import Any

CHROMIUM = "chromium"  # what a browser adds to the name of a test
FILE = Path(__file__).resolve().parents[1] / "budget.toml"


def package_of(nodeid: str) -> str:
    """The package under which a test is budgeted: two folders below `tests`, or one where there is no second."""
    folders = nodeid.split("::", maxsplit=1)[0].split("/")[:-1]
    return "/".join(folders[:3])


def name_of(nodeid: str) -> str:
    """A test without its parameters and without what a browser adds."""
    return nodeid.partition("[")[0]


@dataclass
class Measured:
    """What a run used, by test and, for what several share, by package; in processor seconds."""

    tests: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    shared: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, nodeid: str, used: float, shared: float) -> None:
        """A phase of a test."""
        self.tests[nodeid] += used
        self.shared[package_of(nodeid)] += shared

    @property
    def done(self) -> int:
        """How many tests have begun."""
        return len(self.tests)

    def packages(self) -> dict[str, float]:
        """Seconds of each package, with what its tests share."""
        sums = defaultdict(float, self.shared)
        for nodeid, seconds in self.tests.items():
            sums[package_of(nodeid)] += seconds
        return dict(sums)


@dataclass(frozen=True)
class Budget:
    """What the file says: `yardstick` on the machine of its figures, `test`, `slack`, `longer`, and tables of parts."""

    data: dict[str, Any]

    @cached_property
    def longer(self) -> dict[str, float]:
        """Tests that may take longer than a second, with their seconds; the file says why."""
        return {name: float(entry["seconds"]) for name, entry in self.data["longer"].items()}

    def allowed(self, nodeid: str) -> float:
        """Seconds for a case of this test."""
        usual = self.data["browser" if CHROMIUM in nodeid else "test"]
        return self.longer.get(name_of(nodeid), float(usual))

    def part(self, part: str) -> dict[str, float]:
        """Seconds by package in this part of the suite; empty where a part is held by its tests alone."""
        found: dict[str, float] = self.data["packages"].get(part, {})
        return found

    def speed(self, pieces: Collection[float]) -> float:
        """How much quicker a machine was than that of the figures, by what the yardstick took there in turns."""
        return mean(self.data["yardstick"] / piece for piece in pieces) if pieces else 1.0

    def share_done(self, measured: Measured, expected: Iterable[str], part: str) -> float:
        """How much of the work is done, 0 to 1: each package weighs what its line says, and its tests weigh alike.

        A package without a line weighs a twentieth of a second a test.
        """
        begun = Counter(map(package_of, measured.tests))
        wanted = Counter(map(package_of, expected))
        table = self.part(part)
        weights = {name: table.get(name, count / 20) for name, count in wanted.items()}
        done = sum(weights[name] * min(1.0, begun[name] / count) for name, count in wanted.items())
        return done / sum(weights.values()) if weights else 0.0


def over_budget(budget: Budget, measured: Measured, part: str, yardstick: float) -> list[str]:
    """What went over, a sentence each.

    A slower machine gets more in proportion. `slack` is for noise: what a first use costs, a neighbour's cache misses.
    """
    scale = max(1.0, yardstick / budget.data["yardstick"]) * budget.data["slack"]
    slow = [
        f"{nodeid} took {seconds:.1f} s of processor time, {budget.allowed(nodeid):g} are allowed"
        for nodeid, seconds in sorted(measured.tests.items())
        if seconds > budget.allowed(nodeid) * scale
    ]
    heavy, table = [], budget.part(part)
    for package, seconds in sorted(measured.packages().items()):
        if not table:
            break
        if package not in table:
            heavy.append(f"{package} has no line in {FILE.name} under [packages.{part}]")
        elif seconds > table[package] * scale:
            heavy.append(f"{package} took {seconds:.0f} s of processor time, {table[package]:g} are allowed")
    return [*slow, *heavy]


BUDGET = Budget(tomllib.loads(FILE.read_text()))
