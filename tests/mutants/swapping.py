"""A mutant put into a running process: the code of functions that exist already is exchanged."""

import functools
import gc
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from tests.mutants.functions import PACKAGES
from tests.mutants.sites import mutated


def everything() -> list[object]:
    """Every object of this process, also those at which nobody looks for garbage any more."""
    gc.unfreeze()
    objects = gc.get_objects()
    gc.freeze()
    return objects


def caches_among(objects: list[object]) -> list[Any]:
    """What functions of the product remember (`cache`)."""
    caches = (one for one in objects if type(one) is functools._lru_cache_wrapper)
    return [one for one in caches if (getattr(one, "__module__", None) or "").partition(".")[0] in PACKAGES]


class Existing:
    """Functions of these files as they are in memory, decorated and bound ones too, and what Python remembers."""

    def __init__(self, files: Iterable[Path]) -> None:
        names = {str(path) for path in files}
        objects = everything()
        self.functions = [one for one in objects if type(one) is FunctionType and one.__code__.co_filename in names]
        self.caches = caches_among(objects)

    def put(self, path: Path, function: str, number: int) -> int:
        """Exchange what differs, in this function and what is nested in it; answers how many met it."""
        return sum(self._exchange(old, new) for old, new in differing(path, function, number))

    def _exchange(self, old: CodeType, new: CodeType) -> int:
        meant = [one for one in self.functions if one.__code__ == old and one.__code__.co_filename == old.co_filename]
        for one in meant:
            one.__code__ = new
        return len(meant)

    def forget(self) -> None:
        """What was remembered before the mutant came."""
        for cache in self.caches:
            cache.cache_clear()


def differing(path: Path, function: str, number: int) -> Iterator[tuple[CodeType, CodeType]]:
    """The pieces of code that a mutant changes, before and after, inner ones too."""
    text = path.read_text()
    before = pieces(compile(text, path, "exec", dont_inherit=True), function)
    after = pieces(compile(mutated(text, function, number), path, "exec", dont_inherit=True), function)
    for key, olds in before.items():
        news = after.get(key, [])
        if len(news) == len(olds):  # what is gone with an operand has no counterpart
            yield from ((old, new) for old, new in zip(olds, news, strict=True) if old != new)


def pieces(code: CodeType, function: str) -> dict[tuple[str, int], list[CodeType]]:
    """The code of a function and of what is nested in it, by name and first line."""
    found = dict[tuple[str, int], list[CodeType]]()
    for inner in (one for one in code.co_consts if isinstance(one, CodeType)):
        name = inner.co_qualname
        if name == function or name.startswith(f"{function}.<locals>."):
            found.setdefault((name, inner.co_firstlineno), []).append(inner)
        for key, more in pieces(inner, function).items():
            found.setdefault(key, []).extend(more)
    return found


def preparing(existing: Existing, path: Path, function: str, number: int) -> Callable[[], Any]:
    """What a forked process does before its tests."""

    def prepare() -> None:
        if not existing.put(path, function, number):
            raise LookupError(f"{function} of {path} is not in memory as it is in the file.")
        existing.forget()

    return prepare
