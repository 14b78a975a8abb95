"""Mutants: where a small fault can be put, which are drawn, and the code that has one."""

import ast
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tests.mutants import functions
from tests.mutants.functions import ROOT
from tests.mutants.operators import Change, changes

APART = {"annotation", "returns", "decorator_list"}  # what runs when the function is made, or never
TRANSLATED = {"_", "_l", "N_", "gettext", "lazy", "lazy_gettext", "ngettext", "pgettext"}
LOGS = {"log", "logger", "logging"}


@dataclass(frozen=True)
class Mutant:
    """One small fault: the number of its site in the function, where it is and what it is."""

    file: str
    function: str
    number: int
    line: int
    what: str
    before: str  # the line as it stands
    after: str  # with the fault

    @property
    def name(self) -> str:
        """Of the function, as the map says it."""
        return f"{self.file}::{self.function}"

    @property
    def place(self) -> str:
        """For a person who looks it up."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Site:
    """A node, a change of it, and how it is put in its place."""

    node: ast.AST
    change: Change
    put: Callable[[ast.AST], None]


def sites(function: ast.AST) -> Iterator[Site]:
    """In the order of the text, as it is in every tree of this text."""
    for field, value in ast.iter_fields(function):
        for index, node in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(node, ast.AST) or field in APART or spared(node):
                continue

            def put(new: ast.AST, field: str = field, value: object = value, index: int = index) -> None:
                if isinstance(value, list):
                    value[index] = new
                else:
                    setattr(function, field, new)

            told = "" if isinstance(function, ast.While) else field  # a loop without end says nothing
            yield from (Site(node, change, put) for change in changes(node, told))
            yield from sites(node)


def spared(node: ast.AST) -> bool:
    """Defaults, texts for people and for the log, f-strings, what types cannot say (`assert`, `strict=`)."""
    match node:
        case ast.arguments() | ast.JoinedStr() | ast.Assert() | ast.keyword(arg="strict"):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))) if name in LOGS:
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(ast.Name("session") | ast.Attribute(attr="session"), "flush"))):
            return True  # a session does it anyway before it asks and before it ends
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in TRANSLATED
    return False


def sites_in(tree: ast.AST) -> dict[str, list[Site]]:
    """Of each function; a property and its setter bear one name, and are one function here."""
    found = dict[str, list[Site]]()
    for name, function in functions.outermost(tree):
        found.setdefault(name, []).extend(sites(function))
    return found


def mutant(file: str, function: str, number: int, site: Site) -> Mutant:
    """This site in words, with its line before and after."""
    node = site.node
    raw = (ROOT / file).read_bytes().splitlines()[node.lineno - 1 : node.end_lineno]
    after = raw[0][: node.col_offset] + ast.unparse(site.change.new).encode() + raw[-1][node.end_col_offset :]
    return Mutant(file, function, number, node.lineno, site.change.what, b"\n".join(raw).decode(), after.decode())


def drawn(areas: Iterable[str], seed: int, count: int) -> list[Mutant]:
    """Each function is as likely as another, long or short; in it each site. None comes twice while others are left."""
    chance = random.Random(seed)
    left = [
        (file, name, list(enumerate(found)))
        for file in functions.files_of(areas)
        for name, found in sites_in(ast.parse((ROOT / file).read_bytes())).items()
    ]
    chosen = list[Mutant]()
    while (left := [one for one in left if one[2]]) and len(chosen) < count:
        for file, name, found in chance.sample(left, min(len(left), count - len(chosen))):
            chosen.append(mutant(file, name, *found.pop(chance.randrange(len(found)))))
    return chosen


def at(place: str) -> list[Mutant]:
    """Every mutant of one line, which is given as FILE:LINE."""
    file, _colon, line = place.rpartition(":")
    found = sites_in(ast.parse((ROOT / file).read_bytes())).items()
    every = [mutant(file, name, number, site) for name, many in found for number, site in enumerate(many)]
    return [one for one in every if one.line == int(line)]


def mutated(text: str, function: str, number: int) -> ast.Module:
    """The module with this fault; a name that is gone stays known where it was, so that a closure fits."""
    tree = ast.parse(text)
    site = sites_in(tree)[function][number]
    node, change, new = site.node, site.change, site.change.new
    if change.kept and isinstance(node, ast.stmt):
        new = ast.If(ast.Constant(False), [node], [] if isinstance(new, ast.Pass) else [new])
    elif change.kept:
        new = ast.IfExp(ast.Constant(True), new, node)
    site.put(ast.copy_location(new, node))
    return ast.fix_missing_locations(tree)
