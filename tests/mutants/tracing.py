"""Coverage by function: each function of the product leaves a trace, and each test writes down whose traces it left.

An import hook adds one statement to each function, after its docstring, on the line of what follows, so that no line
number changes. Functions that other processes run (`lms` commands that a test starts) are not seen: no mutant could be
put into them either. What Python remembers (`cache`) is forgotten before each test, so that who asks again reaches it.
"""

import ast
import builtins
import functools
import json
import os
import sys
import time
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType

import pytest

from tests.mutants.functions import PACKAGES, ROOT, Function, outermost
from tests.mutants.swapping import caches_among, everything

NAME = "__reached__"  # ends in underscores, so that no class mangles it
FOLDER = "SPOOR_REACHED"  # the environment variable: where the names are read, and each process writes


def traced(source: bytes, path: str, slots: dict[str, int], root: Path = ROOT) -> CodeType:
    """The module, each function of which first leaves its trace."""
    tree = ast.parse(source, path)
    for name, function in outermost(tree):
        slot = slots.get(f"{Path(path).relative_to(root)}::{name}")
        for node in ast.walk(function) if slot is not None else ():
            if isinstance(node, Function):
                spoken = ast.get_docstring(node, clean=False) is not None
                place = node.body[min(spoken, len(node.body) - 1)]
                trace = ast.parse(f"{NAME}[{slot}] = 1").body[0]
                for part in ast.walk(trace):
                    ast.copy_location(part, place)
                node.body.insert(int(spoken), trace)
    return compile(tree, path, "exec", dont_inherit=True)


class Finder(MetaPathFinder):
    """Finds modules of the product, to be traced when they are loaded."""

    def __init__(self, slots: dict[str, int]) -> None:
        self.slots = slots

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """As Python does, with a loader of ours."""
        if fullname.partition(".")[0] not in PACKAGES:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and isinstance(spec.loader, SourceFileLoader) and Path(spec.loader.path).is_relative_to(ROOT):
            spec.loader = Loader(spec.loader.name, spec.loader.path)
            spec.loader.slots = self.slots
        return spec


class Loader(SourceFileLoader):
    """Compiles anew and keeps nothing: what is cached is not traced."""

    slots: dict[str, int]

    def get_code(self, fullname: str) -> CodeType:
        """Of the traced module."""
        return traced(self.get_data(self.path), self.path, self.slots)


class Tracing:
    """Plugin of pytest: writes a line for each test that passed, with its seconds and what it reached.

    What fixtures of a module or session reach is kept apart, and counts for each test that asks for them.
    """

    def __init__(self, reached: bytearray, file: Path) -> None:
        self.reached, self.file = reached, file
        self.wide = dict[int, bytes]()  # by fixture
        self.made: list[tuple[bytes, float]] = [(b"", 0)]  # by fixtures inside the test or fixture that is being made
        self.failed = False

    def taken(self) -> bytes:
        """Whose traces were left since it was last asked."""
        traces = bytes(self.reached)
        self.reached[:] = bytes(len(traces))
        return traces

    def pytest_collection_finish(self) -> None:
        self.caches = caches_among(everything())

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        before, begun = self.taken(), time.perf_counter()
        self.made.append((b"", 0))
        try:
            return (yield)
        finally:
            inner, _seconds = self.made.pop()
            own = self.wide[id(fixturedef)] = united(self.taken(), inner)
            outer, seconds = self.made[-1]
            self.made[-1] = united(outer, own), seconds + time.perf_counter() - begun
            self.reached[:] = before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        for cache in self.caches:
            cache.cache_clear()
        self.taken()
        self.made, self.failed, begun = [(b"", 0)], False, time.perf_counter()
        answer = yield
        made, seconds = self.made[0]
        if not self.failed:
            info = getattr(item, "_fixtureinfo", None)
            asked = [one for many in info.name2fixturedefs.values() for one in many] if info else []
            wide = united(made, *(self.wide.get(id(one), b"") for one in asked))
            line = [item.nodeid, round(time.perf_counter() - begun - seconds, 3), bits(self.taken()), bits(wide)]
            with self.file.open("a") as file:
                file.write(json.dumps(line) + "\n")
        return answer

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= not report.passed


def united(*traces: bytes) -> bytes:
    """The traces of all of them."""
    whole = functools.reduce(int.__or__, (int.from_bytes(one, "little") for one in traces))
    return whole.to_bytes(max(map(len, traces)), "little")


def bits(traces: bytes) -> str:
    """One bit a function, as a hexadecimal number."""
    return f"{int(bytes(48 + one for one in reversed(traces)) or b'0', 2):x}"


def start(folder: Path) -> Tracing:
    """From now on what is imported is traced."""
    names = json.loads((folder / "functions.json").read_text())
    reached = bytearray(len(names))
    setattr(builtins, NAME, reached)
    sys.meta_path.insert(0, Finder({name: slot for slot, name in enumerate(names)}))
    return Tracing(reached, folder / f"{os.getpid()}.jsonl")


tracing = start(Path(os.environ[FOLDER])) if FOLDER in os.environ else None  # before anything of the product is loaded


def pytest_configure(config: pytest.Config) -> None:
    """In every worker, and in the process that has none."""
    if tracing:
        config.pluginmanager.register(tracing)
