"""A plugin of pytest that leaves out what a run does not take, and tells how much that is and how to run it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

from tests.suite import changes, selection, statements

PUBLISHED = changes.ROOT.parent / "shared" / "ob3-schemas"  # what others published; no part of the repository
LATER = changes.ROOT / "tests" / "left_to_ci.txt"
DATABASES = {"new_database", "postgres_url"}  # who asks for none of these asks no database
IN_CHROMIUM = ("journey", "browser", "pages")
PLATFORMS = ("Windows", "macOS", "musl", "ARM")
TAKES = ("newcomer", "ci", "all")
WHOLE = ("tests/journeys", "tests/access_matrix", "tests/demonstration")
LEFT_OUT = pytest.StashKey[Counter[str]]()


class Together(LoadFileScheduling):
    """Gives a worker whole files, which share what is slow to make; folders of `WHOLE` share one world."""

    def _split_scope(self, nodeid: str) -> str:
        folder, _slash, _test = nodeid.partition("/test_")
        return folder if folder in WHOLE else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """Of the ways to spread tests, `--dist loadfile` is ours."""
    return Together(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=["sqlite", "pg"], default="sqlite", help="which database the tests run on")
    parser.addoption("--reference", action="store_true", help="fail if the reference data is not there")
    parser.addoption("--take", choices=TAKES, default="all", help="what a newcomer needs, what CI needs, or all")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs no database runs once, on SQLite; tests on published data are left out where the data is not.

    `once` borne what needs one and proves nothing more on a second kind: no statement decides it that another test
    does not send to PostgreSQL. It is a person's judgement, which nothing checks: a service, a query, a migration or
    a race never bears it.

    Journeys come first, then what needs a browser: they take long, and what is quick fills the end of a run evenly.
    """
    borne = {item: {one.name for one in item.iter_markers()} for item in items}
    items.sort(key=lambda item: ["journey" not in borne[item], "browser" not in borne[item]])
    left = config.stash.setdefault(LEFT_OUT, Counter())
    pg = config.getoption("--db") == "pg"
    if pg:
        _keep(config, items, lambda item: bool(DATABASES & set(getattr(item, "fixturenames", ()))))
        _keep(config, items, lambda item: "once" not in borne[item])
    if not PUBLISHED.is_dir():
        if config.getoption("--reference"):
            raise pytest.UsageError(f"--reference needs the published data in {PUBLISHED}.")
        left["on published data, which is not there"] += _keep(
            config, items, lambda item: "reference" not in borne[item]
        )
    if config.getoption("--take") == "all":
        return
    if pg:
        left["on PostgreSQL"] += _keep(config, items, _on_postgres(borne))
    else:
        for what, holds in _quick(config.getoption("--take"), borne).items():
            left[what] += _keep(config, items, holds)
        left["in Chromium"] += _keep(config, items, _in_chromium(config.getoption("--take"), items, borne))


def _keep(config: pytest.Config, items: list[pytest.Item], holds: Callable[[pytest.Item], bool]) -> int:
    """Leave the others out, and answer how many."""
    kept = [item for item in items if holds(item)]
    if left := len(items) - len(kept):
        chosen = set(kept)
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = kept
    return left


Borne = dict[pytest.Item, set[str]]


def _quick(take: str, borne: Borne) -> dict[str, Callable[[pytest.Item], bool]]:
    """What of the dear tests a run keeps, by the words for what it leaves out."""
    later, change, commit = changes.lines_of(LATER.read_text()), changes.change(), changes.head()
    lot = selection.Drawn(commit, 4)
    slow, many = "that are slow (tests/left_to_ci.txt)", "of many of a kind, by lot"
    if take == "newcomer":
        return {
            slow: lambda item: not selection.is_later(item.nodeid, later),
            many: lambda item: "sampled" not in borne[item] or lot.holds(item.nodeid),
        }
    return {
        slow: lambda item: not selection.is_later(item.nodeid, later) or selection.near(item.nodeid, change, commit),
        many: lambda item: "sampled" not in borne[item] or selection.of_many(item.nodeid, change, commit),
    }


def _on_postgres(borne: Borne) -> Callable[[pytest.Item], bool]:
    cover, change, commit = statements.cover(), changes.change(), changes.head()
    return lambda item: selection.on_postgres(item.nodeid, borne[item], cover, change, commit)


def _in_chromium(take: str, items: list[pytest.Item], borne: Borne) -> Callable[[pytest.Item], bool]:
    first = selection.one_a_file([item.nodeid for item in items if "journey" in borne[item]])
    if take == "newcomer":
        return lambda item: not borne[item] & set(IN_CHROMIUM) or item.nodeid in first
    change, commit = changes.change(), changes.head()
    return lambda item: (
        not borne[item] & set(IN_CHROMIUM)
        or item.nodeid in first
        or selection.in_a_browser(item.nodeid, change, commit)
    )


@pytest.hookimpl(tryfirst=True, wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """In CI a skipped test is a failure, unless the skip names a platform."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if not any(platform in reason for platform in PLATFORMS):
            report.outcome = "failed"
            report.longrepr = f"In CI nothing may be skipped: {reason}"
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["left_out"] = dict(session.config.stash.get(LEFT_OUT, Counter()))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    node.config.stash[LEFT_OUT] = Counter(getattr(node, "workeroutput", {}).get("left_out", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return  # who gives out the work tells
    left = config.stash.get(LEFT_OUT, Counter())
    for where, count in left.items():
        if count:
            terminalreporter.write_line(f"Left out: {count} tests {where}.")
    if kept := os.environ.get("SUITE_TOLD"):
        with Path(kept, "left-out").open("a") as file:
            file.writelines(f"{count} tests {where}\n" for where, count in left.items() if count)
