"""A plugin of pytest that measures each test in processor seconds, and holds a run to `tests/budget.toml`.

What a fixture of a module or a session costs is told apart from the test that happened to ask first.
`SUITE_TIMES=FILE` keeps every figure, a line of JSON each.
"""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis.strategies import text

from tests.suite import processor, statements
from tests.suite.budget import BUDGET, Measured, over_budget

DRIVING = ("browser", "journey", "pages")  # what bears these drives processes that outlive the test
FORKS = "prepared"  # the fixture of a server that forks, and outlives the test too


class Stopwatch:
    """In the process that runs tests: what each phase used, without what shared fixtures used in it."""

    def __init__(self) -> None:
        self.living = False
        self.left = False
        self.lasting = set[int]()  # processes that a fixture started for the whole run: a browser, a site
        self.last = 0.0
        self.shared = 0.0
        self.nested = 0
        self.collecting = 0.0
        self.looking = 0.0  # when the search for garbage that is under way began
        gc.callbacks.append(self.look)

    def look(self, phase: str, _told: object) -> None:
        """The search for garbage goes through what all tests left: it is shared, whoever happens to be there."""
        if phase == "start":
            self.looking = time.process_time()
        elif not self.nested:
            self.shared += time.process_time() - self.looking

    def now(self) -> float:
        """Processor seconds so far."""
        return processor.with_descendants() if self.living else processor.own()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection(self) -> Iterator[object]:
        begun = time.process_time()
        try:
            return (yield)
        finally:
            self.collecting = time.process_time() - begun

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """What hypothesis works out about all letters before it draws the first text is not the first test's cost."""
        if session.config.getoption("--budget"):
            text().validate()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[object]:
        drives = any(item.get_closest_marker(name) for name in DRIVING)
        forks = FORKS in getattr(item, "fixturenames", ())
        # what a process used is counted while it lives, else again when it ends: by a later test, or by the last
        left = (self.left or nextitem is None) and processor.children() - (self.lasting if nextitem else set())
        self.living = drives or forks or bool(left)
        self.last, self.shared = self.now(), 0.0
        try:
            return (yield)
        finally:
            self.left = self.living

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[object]:
        if fixturedef.scope == "function" or self.nested:
            return (yield)
        self.nested, begun = 1, self.now()
        lasts = fixturedef.scope == "session"
        before = processor.children() if lasts else set()
        try:
            return (yield)
        finally:
            self.nested = 0
            if lasts:
                self.lasting |= processor.children() - before
            self.shared += self.now() - begun

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
        report = yield
        now = self.now()
        report.used = round(now - self.last - self.shared, 4)
        report.shared = round(self.shared, 4)
        self.last, self.shared = now, 0.0
        return report

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        gc.callbacks.remove(self.look)
        told = getattr(session.config, "workeroutput", None)
        if told is not None:
            told["collecting"] = self.collecting


class Accountant:
    """In the process that reports: adds up, tells what is left, and says what went over the budget."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.measured = Measured()
        self.whole: str | None = config.getoption("--budget")
        self.expected: list[str] = []
        self.faults: list[str] = []
        self.told_at = self.begun = self.paced_at = time.monotonic()
        self.pieces: list[float] = []  # what the yardstick took, time and again
        self.collecting: list[float] = []
        kept = os.environ.get("SUITE_TIMES")
        self.file = Path(kept).open("a") if kept else None  # noqa: SIM115  closed with the run

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: object, ids: list[str]) -> None:
        self.expected = self.expected or ids

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.expected = self.expected or [item.nodeid for item in session.items]

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        self.collecting.append(getattr(node, "workeroutput", {}).get("collecting", 0.0))

    def pytest_runtest_logreport(self, report: Any) -> None:
        if not hasattr(report, "used"):
            return
        self.measured.add(report.nodeid, report.used, report.shared)
        if self.file:
            line = [report.nodeid, report.when, report.outcome, report.used, report.shared, round(report.duration, 4)]
            self.file.write(json.dumps(line) + "\n")
        if report.when == "teardown":
            self.pace()
            self.tell()

    def pace(self) -> None:
        """Measure the machine each ten seconds: one that is shared is now quick and now slow."""
        if not self.pieces or time.monotonic() - self.paced_at >= 10:
            self.paced_at = time.monotonic()
            self.pieces.append(processor.piece())

    def tell(self) -> None:
        """A line each half minute: how many are done, and how long the rest will take at this pace."""
        now, done = time.monotonic(), self.measured.done
        if now - self.told_at < 30 or not self.expected:
            return
        self.told_at = now
        share = BUDGET.share_done(self.measured, self.expected, self.whole or "")
        left = (now - self.begun) * (1 - share) / share if share else 0
        words = f"{done} of {len(self.expected)} tests, about {max(1, round(left / 60))} min left"
        self.config.get_terminal_writer().line(f"\n   {words}", flush=True)

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> Iterator[None]:
        yield
        if self.file:
            self.file.write(json.dumps({"collecting": self.collecting}) + "\n")
            self.file.close()
        if self.whole:
            self.faults = over_budget(BUDGET, self.measured, self.whole, processor.yardstick())
        if self.faults and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        seconds = sum(self.measured.tests.values()) + sum(self.measured.shared.values())
        collecting = f", collecting {sum(self.collecting):.0f}" if self.collecting else ""
        terminalreporter.write_line(f"Processor seconds of tests: {seconds:.0f}{collecting}")
        for line in self.faults:
            terminalreporter.write_line(f"OVER BUDGET {line}", red=True)
        if kept := os.environ.get("SUITE_TOLD"):
            counts = {word: terminalreporter.stats.get(word, []) for word in ("passed", "failed", "error")}
            told = ", ".join(f"{len(reports)} {word}" for word, reports in counts.items() if reports)
            failed = [one.nodeid for word in ("failed", "error") for one in counts[word]]
            Path(kept, "counts").write_text(told)
            Path(kept, "speed").write_text(str(BUDGET.speed(self.pieces)))
            Path(kept, "failed").write_text("\n".join([*failed, *self.faults]))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--budget", metavar="PART", help="fail where tests/budget.toml is exceeded; PART names its table")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Stopwatch(), "stopwatch")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Accountant(config), "accountant")
    if (folder := os.environ.get("SUITE_STATEMENTS")) and config.getoption("--db") == "pg":
        config.pluginmanager.register(statements.Listener(Path(folder)), "statements")
