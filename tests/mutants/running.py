"""Forked test runs: tests are collected once, and each job runs those that concern it in a process of its own."""

import itertools
import json
import os
import resource
import shutil
import signal
import tempfile
import traceback
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

TOOL_FAULT = 70
MOST = 8 * 1024**3  # bytes of a process: a mutant that gathers without end fails before the machine does
OVER = {signal.SIGPROF: "processor", signal.SIGALRM: "clock"}  # what ends a test that takes too long


@dataclass(frozen=True)
class Job:
    """Something to prepare, and the tests that should notice, in the order to ask: those within first."""

    prepare: Callable[[], object]
    within: Sequence[str]
    outside: Sequence[str] = ()


@dataclass(frozen=True)
class Ran:
    """How one process ended: which test failed or ran out of time, if any."""

    failed: str = ""
    over: str = ""
    ran: int = 0
    seconds: float = 0


@dataclass
class Judged:
    """What became of a job: the first test that noticed, and when none within did, the first outside."""

    killer: str = ""
    over: str = ""  # the limit that it passed, when it hung
    outside: bool = False
    ran: int = 0
    seconds: float = 0
    unfit: list[str] = field(default_factory=list)


@dataclass
class Runner:
    """Plugin of pytest: in place of its loop, runs the jobs that `jobs` makes once everything is collected."""

    jobs: Callable[[], Sequence[Job]]
    limit: float  # processor seconds of one test
    told: Callable[[int, Judged], object]
    checked: bool = True  # whether a test that notices has to pass without the fault
    green: dict[tuple[str, ...], bool] = field(default_factory=dict)  # whether these tests pass, one after the other

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """One job after the other."""
        if session.testsfailed:
            raise session.Failed("Not all tests could be collected.")
        self.items = {item.nodeid: item for item in session.items}
        self.base, self.count = Path(tempfile.mkdtemp(prefix="mutants-")), itertools.count()
        try:
            self.migrate_once()
            for number, job in enumerate(self.jobs()):
                self.told(number, self.judged(job))
        finally:
            shutil.rmtree(self.base, ignore_errors=True)
        return True

    def judged(self, job: Job) -> Judged:
        """Asks within, then outside; a test that fails without the fault too is no witness, and left out.

        It is asked again after the same tests as before, for some pass or fail by what ran in front of them.
        """
        answer = Judged()
        for tests, outside in ((job.within, False), (job.outside, True)):
            while not answer.killer:
                items = [self.items[test] for test in tests if test in self.items and test not in answer.unfit]
                if not items:
                    break
                ran = self.forked(items, partial(_all_pass, items, job.prepare, self.limit))
                answer.ran, answer.seconds = answer.ran + ran.ran, round(answer.seconds + ran.seconds, 2)
                if not ran.failed:
                    break
                if self.is_green(items[: ran.ran]):
                    answer.killer, answer.over, answer.outside = ran.failed, ran.over, outside
                else:
                    answer.unfit.append(ran.failed)
        return answer

    def is_green(self, items: list[pytest.Item]) -> bool:
        """Whether these pass without a fault."""
        key = tuple(item.nodeid for item in items)
        if self.checked and key not in self.green:
            self.green[key] = not self.forked(items, partial(_all_pass, items, lambda: None, self.limit)).failed
        return self.green.get(key, True)

    def migrate_once(self) -> None:
        """Databases are copies of one, which no process makes anew: the scripts run nothing that is mutated.

        It is made by the last test that asks for it: what drives a browser comes first.
        """
        last_first = reversed(self.items.values())
        item = next((one for one in last_first if "migrated_database" in getattr(one, "fixturenames", ())), None)
        if item is None:
            return
        fixture = item._fixtureinfo.name2fixturedefs["migrated_database"][-1]
        made = self.base / "migrated"
        made.mkdir()

        def make(_folder: Path) -> bool:
            item.config._tmp_path_factory._basetemp = made
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=item)  # as if it came again: all stays
            (made / "url").write_text(fixture.cached_result[0])
            return True

        self.forked([item], make)
        fixture.cached_result = ((made / "url").read_text(), None, None)

    def forked(self, items: list[pytest.Item], work: Callable[[Path], bool]) -> Ran:
        """Work in a process of its own with files of its own; nothing of it is left."""
        folder = self.base / str(next(self.count))
        folder.mkdir()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # from Python 3.12 on, where other threads run
            child = os.fork()
        if child == 0:
            _work_and_exit(items[0].config, work, folder)
        _pid, status, used = os.wait4(child, 0)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # servers and browsers that it left
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == TOOL_FAULT:
            raise RuntimeError((folder / "fault").read_text())
        note = json.loads((folder / "note").read_text()) if (folder / "note").exists() else {"test": "", "ran": 0}
        shutil.rmtree(folder, ignore_errors=True)
        over = OVER.get(os.WTERMSIG(status), "signal") if os.WIFSIGNALED(status) else ""
        return Ran(note["test"] if status else "", over, note["ran"], used.ru_utime + used.ru_stime)


def _work_and_exit(config: pytest.Config, work: Callable[[Path], bool], folder: Path) -> None:
    """In the child: never returns."""
    code = TOOL_FAULT
    try:
        os.setpgid(0, 0)
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
        resource.setrlimit(resource.RLIMIT_DATA, (MOST, MOST))
        config._tmp_path_factory._basetemp = folder
        code = int(not work(folder))
    except BaseException:  # noqa: BLE001  # whatever it is, the parent tells it
        (folder / "fault").write_text(traceback.format_exc())
    finally:
        os._exit(code)


def _all_pass(items: list[pytest.Item], prepare: Callable[[], object], limit: float, folder: Path) -> bool:
    watch = Watch(folder / "note", limit)
    items[0].config.pluginmanager.register(watch)
    prepare()
    return watch.all_pass(items)


class Watch:
    """Runs tests one by one under a limit of time, and stops at the first that fails."""

    def __init__(self, note: Path, limit: float) -> None:
        self.note, self.limit, self.failed = note, limit, False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    def all_pass(self, items: list[pytest.Item]) -> bool:
        """After a failure what was made is still taken down, so that no server stays."""
        for number, (item, following) in enumerate(itertools.zip_longest(items, items[1:])):
            self.note.write_text(json.dumps({"test": item.nodeid, "ran": number + 1}))
            signal.setitimer(signal.ITIMER_PROF, self.limit)
            signal.setitimer(signal.ITIMER_REAL, 20 * self.limit)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                with suppress(Exception):
                    item.session._setupstate.teardown_exact(None)
                return False
        return True
