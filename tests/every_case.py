"""Parametrization inside of one test: many cases that cost next to nothing, and every fault told with its case."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 100  # signs of the name of a case
FAULTS = (Exception, pytest.fail.Exception, pytest.skip.Exception)

Cases = Iterable[Any] | Callable[[], Iterable[Any]]


def every_case(names: str, cases: Cases, *, called: Callable[[Any], str] | None = None) -> Callable[..., Any]:
    """Tries a test on every case in one go, with arguments of these names; that there is no case is a fault as well.

    It stands where `pytest.mark.parametrize` stands else, for what needs no isolation: whatever a fixture gives is
    given to all cases. Cases that are read from files are a function, which is asked when the test runs.
    """
    arguments = names.replace(",", " ").split()

    def of(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def tried(**given: Any) -> None:
            all_cases = list(cases() if callable(cases) else cases)
            found = []
            for case in all_cases:
                try:
                    values = case if len(arguments) > 1 else (case,)
                    test(**given, **dict(zip(arguments, values, strict=True)))
                except FAULTS as fault:
                    found.append(f"{called(case) if called else name_of(case)}, {_told(fault, test)}")
            assert all_cases, "There is no case."
            assert not found, f"{len(found)} of {len(all_cases)} cases:\n" + "\n".join(found)

        signature = inspect.signature(test)
        left = [one for name, one in signature.parameters.items() if name not in arguments]
        tried.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        return tried

    return of


def name_of(case: object) -> str:
    """A case in one short line; a file by its place in the repository."""
    if isinstance(case, tuple):
        text = ", ".join(map(name_of, case))
    elif isinstance(case, Path):
        text = case.relative_to(ROOT).as_posix() if case.is_relative_to(ROOT) else str(case)
    else:
        text = case if isinstance(case, str) and case.isprintable() else repr(case)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _told(fault: BaseException, test: Callable[..., None]) -> str:
    """In which line of the test it happened, and what."""
    line, at = 0, fault.__traceback__
    while at:
        line = at.tb_lineno if at.tb_frame.f_code.co_filename == inspect.getfile(inspect.unwrap(test)) else line
        at = at.tb_next
    kind = "" if isinstance(fault, AssertionError) else f"{type(fault).__name__}: "
    return f"line {line}: {kind}{str(fault).strip()}".replace("\n", "\n    ")
