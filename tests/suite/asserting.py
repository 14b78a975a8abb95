"""Finds tests that can never fail: no assert of their own, nor in anything of the tests that they call.

A call is followed by its name: a function of the same file, one imported from `tests`, or any method or fixture of
that name. Where a name stands twice one that asserts is enough, so what is found is surely without an assert.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

JUDGES = frozenset({"raises", "warns", "expect", "fail", "check_call"})  # of pytest, Playwright, subprocess
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Test:
    """A test function and where it stands."""

    file: Path
    node: Function

    @property
    def name(self) -> str:
        """As pytest names it, from the folder of tests."""
        return f"{self.file.as_posix()}::{self.node.name}"


def _called(node: ast.AST) -> Iterator[str]:
    """The last names of what is called inside, or handed on to what is called, as to a pool of threads."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            for part in (inner.func, *inner.args):
                match part:
                    case ast.Name(id=name) | ast.Attribute(attr=name):
                        yield name


def _judges(node: ast.AST) -> bool:
    """Whether this asserts by itself."""
    for inner in ast.walk(node):
        match inner:
            case ast.Assert() | ast.Raise(exc=ast.Call(func=ast.Name(id="AssertionError"))):
                return True
    return bool(JUDGES & set(_called(node)))


class Functions:
    """All functions of a folder of tests, by their name."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.tests: list[Test] = []
        self.named: dict[str, list[Function]] = defaultdict(list)
        for file in files:
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, Function):
                    if (
                        "builders" not in file.parts
                    ):  # what a builder demands of its own work is no check of the product
                        self.named[node.name].append(node)
                    if node.name.startswith("test_") and file.name.startswith("test_"):
                        self.tests.append(Test(file, node))
        self.known: dict[str, bool] = {}

    def asserts(self, name: str) -> bool:
        """Whether a function of this name asserts, itself or by what it calls."""
        if name not in self.known:
            self.known[name] = False  # a circle adds nothing
            self.known[name] = any(self.can_fail(node) for node in self.named.get(name, ()))
        return self.known[name]

    def can_fail(self, node: Function) -> bool:
        """Whether this function asserts, itself or by what it calls."""
        return _judges(node) or any(self.asserts(name) for name in _called(node) if name in self.named)

    def without(self) -> list[str]:
        """The tests that nothing can make fail but an error."""
        return sorted(test.name for test in self.tests if not self.can_fail(test.node))
