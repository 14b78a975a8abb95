"""A plugin of pytest that makes finding tests cheap: it happens in every worker of every run."""

from __future__ import annotations

import functools
import gc
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from _pytest.fixtures import FixtureManager
from hypothesis.internal.conjecture import providers

from lms.start import importing


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """While tests are found next to nothing is thrown away: Python looks for garbage only in what they make later.

    Hypothesis reads the numbers and words of the whole product now, to have them before the time of a test is taken.
    No time is taken here: it reads them at the first property, where there is one.
    """
    try:
        with importing(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(providers, "_get_local_constants", lambda: None)
            patch.setattr(FixtureManager, "getfixturedefs", found_once_a_file(FixtureManager.getfixturedefs))
            return (yield)
    finally:
        gc.set_threshold(100_000, 50, 100)  # an eighth of a test's time was looking for garbage that was not there


def found_once_a_file(find: Callable[..., Any]) -> Callable[..., Any]:
    """For each fixture behind a test pytest looks through all that stands above; in one file it finds the same."""
    found = dict[Any, Any]()

    def once(manager: FixtureManager, name: str, node: pytest.Item) -> Any:
        place = (name, node.parent)
        if place not in found:
            found[place] = find(manager, name, node)
        return found[place]

    return once


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> Literal[True] | None:
    """A file of which every test bears a mark that is not wanted is not even imported."""
    unwanted = left_out_by(config.getoption("markexpr"))
    if not unwanted or not collection_path.match("test_*.py"):
        return None
    return True if unwanted & borne_by_all(collection_path.read_text(encoding="utf-8")) else None


@functools.cache
def left_out_by(expression: str) -> frozenset[str]:
    """The marks without which a test must be, whatever others it has; none where that is not plain to see."""
    parts = expression.split(" and ")
    plain = all(re.fullmatch(r"(not )?\w+", part) for part in parts)
    return frozenset(part.removeprefix("not ") for part in parts if plain and part.startswith("not "))


def borne_by_all(source: str) -> set[str]:
    """What a file gives to all its tests, by `pytestmark`."""
    given = re.search(r"^pytestmark = (\[[^\]]*\]|.*)", source, re.MULTILINE)
    return set(re.findall(r"pytest\.mark\.(\w+)", given[1])) if given else set()
