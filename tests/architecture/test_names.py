"""Names can be searched: one class name for one thing, `mark` free for what an assessor gives; events have titles."""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lms.events import Event

ROOT = Path(__file__).parents[2]
PACKAGES = ("lms", "courses", "assessments", "certificates")
TOPS = (*PACKAGES, "migrations", "tests", "tools")
TAKEN = re.compile(r"(?:^|_)(?i:marks?)(?=_|\d|$)|(?:^|[a-z0-9_])Marks?(?=[A-Z_]|$)")
WORD = re.compile(r"(?<!pytest\.)\b\w*[mM]ark\w*")  # of pytest's own word alone a file need not be read as a program
FOREIGN = {
    "pytest.mark", "marks", "pytestmark",  # pytest's own decorators; `marks` of its parameters
    "problem_mark", "context_mark", "start_mark", "end_mark",  # where PyYAML says that something stands
}  # fmt: skip


@cache
def every_file() -> list[Path]:
    found = [path for top in TOPS for path in (ROOT / top).rglob("*.py") if "node_modules" not in path.parts]
    return [ROOT / "config.py", *sorted(found)]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def _named(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Every name in a file that its author chose or takes over: of classes, functions, arguments, variables, parts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, node.name
        elif isinstance(node, ast.Name):
            yield node, node.id
        elif isinstance(node, ast.arg | ast.keyword) and node.arg and node.arg not in FOREIGN:
            yield node, node.arg
        elif isinstance(node, ast.alias):
            yield node, node.asname or node.name
        elif isinstance(node, ast.Attribute) and node.attr not in FOREIGN and not _is_foreign(node):
            yield node, node.attr


def _is_foreign(node: ast.Attribute) -> bool:
    """Whether this part of something is named by others; few names need to be written out to know."""
    return bool(TAKEN.search(node.attr)) and ast.unparse(node) in FOREIGN


def test_a_public_class_name_stands_for_one_thing():
    places, said = defaultdict(list), defaultdict(list)
    ours = [path for path in every_file() if path.name == "config.py" or path.relative_to(ROOT).parts[0] in PACKAGES]
    for path in ours:
        for name in re.findall(r"\bclass\s+(\w+)", path.read_text(encoding="utf-8")):
            said[name].append(path)
    twice = {path for where in said.values() if len(where) > 1 for path in where}  # the others say each name once
    for path in ours:
        for node in ast.walk(_tree(path)) if path in twice else ():
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(_place(path, node))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


@pytest.mark.parametrize("top", [*PACKAGES, "config.py", "migrations", "tests", "tools"])
def test_the_word_of_assessors_is_free(top):
    found = []
    for path in every_file():
        if path.relative_to(ROOT).parts[0] == top:
            found += [f"{path.relative_to(ROOT)}"] if TAKEN.search(path.stem) else []
            if any(map(TAKEN.search, set(WORD.findall(path.read_text(encoding="utf-8"))))):
                found += [f"{_place(path, node)} {name}" for node, name in _named(_tree(path)) if TAKEN.search(name)]
    assert found == []


def test_nothing_is_imported_for_its_side_effect():
    told = re.compile(r"#\s*noqa:.*F401")
    assert [
        f"{path.relative_to(ROOT)}:{no}"
        for path in every_file()
        for no, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if told.search(line) and path != Path(__file__)
    ] == []


def test_every_event_says_what_the_record_calls_it():
    for package in PACKAGES:
        folder = importlib.import_module(package)
        for one in pkgutil.walk_packages(folder.__path__, f"{package}."):
            if one.name.endswith("events"):
                importlib.import_module(one.name)
    product = [one for one in every_kind(Event) if one.__module__.partition(".")[0] in PACKAGES]
    assert len(product) > 80
    assert [one.name for one in product if not one.said] == []


def every_kind(kind):
    """Every class below this one."""
    return [each for below in kind.__subclasses__() for each in (below, *every_kind(below))]
